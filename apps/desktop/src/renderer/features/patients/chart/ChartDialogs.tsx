import type { ChartView } from '../../../client/hostOutputs.ts';
import { AddAllergyDialog } from './AddAllergyDialog.tsx';
import { AddProblemDialog } from './AddProblemDialog.tsx';
import type { ChartDialog } from './dialogs.ts';
import { EditDialog } from './EditDialog.tsx';
import { EndEntryDialog } from './EndEntryDialog.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { UnlinkDialog } from './UnlinkDialog.tsx';

export function ChartDialogs({ chart, dialog, onClose }: { readonly chart: ChartView; readonly dialog: ChartDialog | null; readonly onClose: () => void }) {
  switch (dialog?.name) {
    case 'edit': return <EditDialog patient={chart.patient} onClose={onClose} />;
    case 'addAllergy': return <AddAllergyDialog patientId={chart.patient.id} onClose={onClose} />;
    case 'addProblem': return <AddProblemDialog patientId={chart.patient.id} onClose={onClose} />;
    case 'move': return <MoveDialog patient={chart.patient} onClose={onClose} />;
    case 'endEntry': return <EndEntryDialog patient={chart.patient} unit={dialog.unit} to={dialog.to} onClose={onClose} />;
    case 'link': return <LinkDialog patient={chart.patient} onClose={onClose} />;
    case 'unlink': return chart.linked[0] === undefined ? null : <UnlinkDialog patientId={chart.patient.id} other={chart.linked[0]} onClose={onClose} />;
    case undefined: return null;
  }
}
