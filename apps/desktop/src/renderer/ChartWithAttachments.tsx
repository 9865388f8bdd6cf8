import { AttachmentStrip } from './features/attachments/AttachmentStrip.tsx';
import { ChartPage } from './features/patients/ChartPage.tsx';

/** The record and its attachments are two features on one page; they meet here. */
export function ChartWithAttachments({ patientId }: { readonly patientId: string }) {
  return <ChartPage patientId={patientId} attachments={(of) => <AttachmentStrip {...of} />} />;
}
