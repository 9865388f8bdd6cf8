import { lazy, Suspense } from 'react';
import { moduleOf, pageToHash, type Page } from './navigation/pages.ts';
import { useNavigation } from './navigation/useNavigation.ts';
import { PageBoundary } from './shell/PageBoundary.tsx';

// Old PCs decide: a page is loaded when it is opened first.
const TodayPage = lazy(async () => ({ default: (await import('./features/today/TodayPage.tsx')).TodayPage }));
const OrganisationsPage = lazy(async () => ({ default: (await import('./features/organisations/OrganisationsPage.tsx')).OrganisationsPage }));
const PatientsPage = lazy(async () => ({ default: (await import('./features/patients/PatientsPage.tsx')).PatientsPage }));
const ChartPage = lazy(async () => ({ default: (await import('./features/patients/ChartPage.tsx')).ChartPage }));
const ReviewsPage = lazy(async () => ({ default: (await import('./features/reviews/ReviewsPage.tsx')).ReviewsPage }));
const DevicesPage = lazy(async () => ({ default: (await import('./features/devices/DevicesPage.tsx')).DevicesPage }));
const SettingsPage = lazy(async () => ({ default: (await import('./features/settings/SettingsPage.tsx')).SettingsPage }));

/** The page that the navigation names. Another patient's chart is another instance, so that no state crosses over. */
export function PageView() {
  const page = useNavigation((at) => at.page);
  return <PageBoundary key={page.name === 'chart' ? pageToHash(page) : moduleOf(page)}><Suspense fallback={null}><PageContent page={page} /></Suspense></PageBoundary>;
}

function PageContent({ page }: { readonly page: Page }) {
  switch (page.name) {
    case 'today': return <TodayPage />;
    case 'organisations': return <OrganisationsPage orgId={page.orgId ?? null} />;
    case 'patients': return <PatientsPage query={page.query ?? ''} />;
    case 'chart': return <ChartPage patientId={page.patientId} />;
    case 'reviews': return <ReviewsPage list={page.list ?? 'open'} chosenId={page.chosenId ?? null} />;
    case 'devices': return <DevicesPage chosenId={page.deviceId ?? null} />;
    case 'settings': return <SettingsPage />;
  }
}
