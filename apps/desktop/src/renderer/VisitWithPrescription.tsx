import { AttachmentStrip } from './features/attachments/AttachmentStrip.tsx';
import { VisitPage } from './features/encounters/VisitPage.tsx';
import { PrescriptionSection } from './features/prescriptions/PrescriptionSection.tsx';

/** The visit, its prescription and its attachments are three features on one page; they meet here and in `visit/`. */
export function VisitWithPrescription({ encounterId }: { readonly encounterId: string }) {
  return <VisitPage encounterId={encounterId} prescription={(slot) => <PrescriptionSection {...slot} />} attachments={(of) => <AttachmentStrip {...of} />} />;
}
