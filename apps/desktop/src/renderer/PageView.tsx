import { lazy, Suspense, useEffect } from 'react';
import { PageBoundary } from './shell/PageBoundary.tsx';
import { pageToHash, type Page } from './navigation/pages.ts';
import { useNavigation } from './navigation/useNavigation.ts';

// Old PCs decide: the first page shows before the others are loaded, and these come while nobody waits.
const load = {
  today: async () => import('./features/today/TodayPage.tsx'),
  patients: async () => import('./features/patients/PatientsPage.tsx'),
  chart: async () => import('./ChartWithAttachments.tsx'),
  register: async () => import('./features/patients/RegisterPage.tsx'),
  visit: async () => import('./VisitWithPrescription.tsx'),
  dispense: async () => import('./features/dispensing/DispensePage.tsx'),
  stock: async () => import('./features/stock/StockPage.tsx'),
  followUps: async () => import('./features/today/FollowUpsPage.tsx'),
  reviews: async () => import('./features/reviews/ReviewsPage.tsx'),
  slip: async () => import('./features/prescriptions/SlipPage.tsx'),
  settings: async () => import('./features/settings/SettingsPage.tsx'),
} as const;

const TodayPage = lazy(async () => ({ default: (await load.today()).TodayPage }));
const FollowUpsPage = lazy(async () => ({ default: (await load.followUps()).FollowUpsPage }));
const PatientsPage = lazy(async () => ({ default: (await load.patients()).PatientsPage }));
const RegisterPage = lazy(async () => ({ default: (await load.register()).RegisterPage }));
const ChartPage = lazy(async () => ({ default: (await load.chart()).ChartWithAttachments }));
const VisitPage = lazy(async () => ({ default: (await load.visit()).VisitWithPrescription }));
const DispensePage = lazy(async () => ({ default: (await load.dispense()).DispensePage }));
const StockPage = lazy(async () => ({ default: (await load.stock()).StockPage }));
const ReviewsPage = lazy(async () => ({ default: (await load.reviews()).ReviewsPage }));
const SlipPage = lazy(async () => ({ default: (await load.slip()).SlipPage }));
const SettingsPage = lazy(async () => ({ default: (await load.settings()).SettingsPage }));

/** The page that the navigation names. Another patient's chart or visit is another instance, so that no state crosses over. */
export function PageView() {
  const page = useNavigation((at) => at.page);
  useEffect(() => loadWhenIdle(Object.values(load)), []);
  return <PageBoundary key={pageToHash(page)}><Suspense fallback={null}><PageContent page={page} /></Suspense></PageBoundary>;
}

/** One after the other, each when the browser has nothing better to do. */
function loadWhenIdle(loaders: readonly (() => Promise<unknown>)[]): () => void {
  let handle = 0;
  const next = ([first, ...rest]: typeof loaders) => {
    if (first === undefined) return;
    handle = requestIdleCallback(() => { first().then(() => { next(rest); }, () => undefined); }, { timeout: 5000 });
  };
  next(loaders);
  return () => { cancelIdleCallback(handle); };
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
    case 'reviews': return <ReviewsPage key={page.reviewId} reviewId={page.reviewId ?? null} />;
    case 'slip': return <SlipPage prescriptionId={page.prescriptionId} />;
    case 'settings': return <SettingsPage part={page.part ?? null} />;
  }
}
