import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { NewWrite, Reader } from '../replica/replica.ts';
import type { FieldError } from './views.ts';

/** What stops a visit from being signed, as codes; empty when it may be. A prescription needs a diagnosis (Measures 2007, art. 6). */
export function signBlockers(encounter: Encounter): readonly FieldError[] {
  if (encounter.progress.state !== 'draft') return [{ field: 'progress', code: 'signedAlready' }];
  return encounter.diagnoses.length === 0 ? [{ field: 'diagnoses', code: 'diagnosisMissing' }] : [];
}

/** Writes that sign a visit and end the patient's place in the queue. */
export function signingWrites(read: Reader, encounter: Encounter, signature: Signature): readonly NewWrite[] {
  return [
    { op: 'change', kind: 'encounter', id: encounter.id, changes: [{ unit: 'progress', before: encounter.progress, after: { state: 'signed', signature } }] },
    ...queueEnd(read, encounter),
  ];
}

function queueEnd(read: Reader, { id: encounterId, patientId }: Encounter): readonly NewWrite[] {
  const rows = read.all<{ id: string }>("SELECT id FROM queue_index WHERE patient_id = ? AND encounter_id = ? AND state = 'inVisit'", patientId, encounterId);
  return rows.flatMap(({ id }): readonly NewWrite[] => {
    const entry = read.document('queueEntry', id);
    return entry ? [{ op: 'change', kind: 'queueEntry', id, changes: [{ unit: 'state', before: entry.state, after: { ...entry.state, name: 'done' } }] }] : [];
  });
}

/** The person's signature on this PC. */
export const signatureOf = (person: { readonly personId: Signature['by']; readonly orgId: Signature['orgId'] }, at: string): Signature => ({ by: person.personId, orgId: person.orgId, at });
