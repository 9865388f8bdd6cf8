import type { Programme } from '@lianyi/schema/documents/patient';
import type { Reader } from '../replica/replica.ts';

/** A programme that a patient is in, and when the next follow-up is due. */
export interface PatientFollowUp {
  readonly programme: Programme;
  readonly dueOn: string;
  readonly lastOn: string | null;
}

/** A patient's follow-ups, the first due first. */
export function patientFollowUps(read: Reader, patientId: string): readonly PatientFollowUp[] {
  return read.all<PatientFollowUp>(
    'SELECT programme, due_on AS dueOn, last_on AS lastOn FROM follow_up WHERE patient_id = ? ORDER BY due_on, programme', patientId,
  );
}
