import { lazy, Suspense, useEffect } from 'react';
import { moduleOf, modulesFor, pageToHash, type Page } from './navigation/pages.ts';
import { useNavigation } from './navigation/useNavigation.ts';
import { PageBoundary } from './shell/PageBoundary.tsx';
import { PageComing } from './shell/PageComing.tsx';
import { usePerson } from './shell/person.ts';
import { persistently } from './shell/persistently.ts';

// Old PCs decide: the first page comes first. The others follow while nobody waits, since without a line none could be fetched.
const load = {
  today: persistently(async () => ({ default: (await import('./features/today/TodayPage.tsx')).TodayPage })),
  organisations: persistently(async () => ({ default: (await import('./features/organisations/OrganisationsPage.tsx')).OrganisationsPage })),
  patients: persistently(async () => ({ default: (await import('./features/patients/PatientsPage.tsx')).PatientsPage })),
  chart: persistently(async () => ({ default: (await import('./features/patients/ChartPage.tsx')).ChartPage })),
  reviews: persistently(async () => ({ default: (await import('./features/reviews/ReviewsPage.tsx')).ReviewsPage })),
  devices: persistently(async () => ({ default: (await import('./features/devices/DevicesPage.tsx')).DevicesPage })),
  audit: persistently(async () => ({ default: (await import('./features/audit/AuditPage.tsx')).AuditPage })),
  people: persistently(async () => ({ default: (await import('./features/people/PeoplePage.tsx')).PeoplePage })),
  roles: persistently(async () => ({ default: (await import('./features/roles/RolesPage.tsx')).RolesPage })),
  settings: persistently(async () => ({ default: (await import('./features/settings/SettingsPage.tsx')).SettingsPage })),
} as const satisfies Record<Page['name'], () => Promise<unknown>>;

const TodayPage = lazy(load.today);
const OrganisationsPage = lazy(load.organisations);
const PatientsPage = lazy(load.patients);
const ChartPage = lazy(load.chart);
const ReviewsPage = lazy(load.reviews);
const DevicesPage = lazy(load.devices);
const AuditPage = lazy(load.audit);
const PeoplePage = lazy(load.people);
const RolesPage = lazy(load.roles);
const SettingsPage = lazy(load.settings);

const restFirstMs = 1500;

/** The page that the navigation names, or the first of the person's post. Another patient's chart is another instance, so that no state crosses over. */
export function PageView() {
  const asked = useNavigation((at) => at.page);
  const modules = modulesFor(usePerson().roles);
  const page: Page = modules.includes(moduleOf(asked)) ? asked : { name: 'today' };
  useEffect(() => {
    const timer = setTimeout(() => { for (const fetchPage of Object.values(load)) void fetchPage(); }, restFirstMs);
    return () => { clearTimeout(timer); };
  }, []);
  return <PageBoundary key={page.name === 'chart' ? pageToHash(page) : page.name}><Suspense fallback={<PageComing />}><PageContent page={page} /></Suspense></PageBoundary>;
}

function PageContent({ page }: { readonly page: Page }) {
  switch (page.name) {
    case 'today': return <TodayPage />;
    case 'organisations': return <OrganisationsPage orgId={page.orgId ?? null} />;
    case 'patients': return <PatientsPage query={page.query ?? ''} />;
    case 'chart': return <ChartPage patientId={page.patientId} />;
    case 'reviews': return <ReviewsPage list={page.list ?? 'open'} chosenId={page.chosenId ?? null} />;
    case 'devices': return <DevicesPage chosenId={page.deviceId ?? null} />;
    case 'audit': return <AuditPage />;
    case 'people': return <PeoplePage personId={page.personId ?? null} />;
    case 'roles': return <RolesPage role={page.role ?? null} />;
    case 'settings': return <SettingsPage />;
  }
}
