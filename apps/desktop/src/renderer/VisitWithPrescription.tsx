import { VisitPage } from './features/encounters/VisitPage.tsx';
import { PrescriptionSection } from './features/prescriptions/PrescriptionSection.tsx';

/** The visit and its prescription are two features on one page; they meet here and in `visit/`. */
export function VisitWithPrescription({ encounterId }: { readonly encounterId: string }) {
  return <VisitPage encounterId={encounterId} prescription={(slot) => <PrescriptionSection {...slot} />} />;
}
