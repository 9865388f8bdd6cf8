import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Projection, Writer } from './projection.ts';

/** `patient_link`: a row for each side of a link that stands. */
export const patientLinks: Projection = {
  name: 'patientLinks',
  kinds: ['patientLink'],
  tables: ['patient_link'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'patientLink') {
      const [one, other] = before.patientIds;
      write.run('DELETE FROM patient_link WHERE (patient_id = ? AND other_id = ?) OR (patient_id = ? AND other_id = ?)', one, other, other, one);
    }
    if (after?.kind !== 'patientLink' || after.state.name !== 'linked') return;
    const [one, other] = after.patientIds;
    write.run('INSERT INTO patient_link (patient_id, other_id, link_id) VALUES (?, ?, ?), (?, ?, ?)', one, other, after.id, other, one, after.id);
  },
};
