import type { Patient } from '@lianyi/schema/documents/patient';
import type { Reader } from '../replica/replica.ts';

/** Records of the same person that are linked with this one and here on this PC. */
export function linkedPatients(read: Reader, patientId: string): readonly Patient[] {
  return read
    .all<{ other_id: string }>('SELECT other_id FROM patient_link WHERE patient_id = ? ORDER BY other_id', patientId)
    .flatMap(({ other_id: id }) => read.document('patient', id) ?? []);
}

/** The patients whose documents make up the record that is shown, as JSON for `IN (SELECT value FROM json_each(?))`. */
export const recordIds = (read: Reader, patientId: string): string =>
  JSON.stringify([patientId, ...read.all<{ other_id: string }>('SELECT other_id FROM patient_link WHERE patient_id = ? ORDER BY other_id', patientId).map((row) => row.other_id)]);

/** The patient with what the linked records know of allergies and problems: over-warning beats a miss. */
export function wholeRecord(read: Reader, patient: Patient): Patient {
  const linked = linkedPatients(read, patient.id);
  if (linked.length === 0) return patient;
  const all = [...linked, patient];
  return {
    ...patient,
    noKnownAllergies: patient.noKnownAllergies ?? linked.find((other) => other.noKnownAllergies !== null)?.noKnownAllergies ?? null,
    allergies: Object.assign({}, ...all.map((one) => one.allergies)) as Patient['allergies'],
    problems: Object.assign({}, ...all.map((one) => one.problems)) as Patient['problems'],
  };
}
