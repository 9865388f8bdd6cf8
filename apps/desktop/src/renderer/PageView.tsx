import { lazy, Suspense } from 'react';
import { PageBoundary } from './shell/PageBoundary.tsx';
import { pageToHash, type Page } from './navigation/pages.ts';
import { useNavigation } from './navigation/useNavigation.ts';

// Old PCs decide: a page is loaded when it is opened first.
const TodayPage = lazy(async () => ({ default: (await import('./features/today/TodayPage.tsx')).TodayPage }));
const FollowUpsPage = lazy(async () => ({ default: (await import('./features/today/FollowUpsPage.tsx')).FollowUpsPage }));
const PatientsPage = lazy(async () => ({ default: (await import('./features/patients/PatientsPage.tsx')).PatientsPage }));
const RegisterPage = lazy(async () => ({ default: (await import('./features/patients/RegisterPage.tsx')).RegisterPage }));
const ChartPage = lazy(async () => ({ default: (await import('./features/patients/ChartPage.tsx')).ChartPage }));
const VisitPage = lazy(async () => ({ default: (await import('./VisitWithPrescription.tsx')).VisitWithPrescription }));
const DispensePage = lazy(async () => ({ default: (await import('./features/dispensing/DispensePage.tsx')).DispensePage }));
const StockPage = lazy(async () => ({ default: (await import('./features/stock/StockPage.tsx')).StockPage }));
const ReviewsPage = lazy(async () => ({ default: (await import('./features/reviews/ReviewsPage.tsx')).ReviewsPage }));
const SlipPage = lazy(async () => ({ default: (await import('./features/prescriptions/SlipPage.tsx')).SlipPage }));
const SettingsPage = lazy(async () => ({ default: (await import('./features/settings/SettingsPage.tsx')).SettingsPage }));

/** The page that the navigation names. Another patient's chart or visit is another instance, so that no state crosses over. */
export function PageView() {
  const page = useNavigation((at) => at.page);
  return <PageBoundary key={pageToHash(page)}><Suspense fallback={null}><PageContent page={page} /></Suspense></PageBoundary>;
}

function PageContent({ page }: { readonly page: Page }) {
  switch (page.name) {
    case 'today': return <TodayPage />;
    case 'patients': return <PatientsPage query={page.query ?? ''} />;
    case 'register': return <RegisterPage typed={page.typed ?? ''} />;
    case 'chart': return <ChartPage patientId={page.patientId} />;
    case 'visit': return <VisitPage encounterId={page.encounterId} />;
    case 'dispense': return <DispensePage prescriptionId={page.prescriptionId ?? null} />;
    case 'stock': return <StockPage />;
    case 'followUps': return <FollowUpsPage />;
    case 'reviews': return <ReviewsPage reviewId={page.reviewId ?? null} />;
    case 'slip': return <SlipPage prescriptionId={page.prescriptionId} />;
    case 'settings': return <SettingsPage />;
  }
}
