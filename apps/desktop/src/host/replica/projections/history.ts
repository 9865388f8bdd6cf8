import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Projection, Writer } from './projection.ts';

/** `history_index`: what other institutions did for each patient, by day. */
export const history: Projection = {
  name: 'history',
  kinds: ['historyEntry'],
  tables: ['history_index'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'historyEntry') write.run('DELETE FROM history_index WHERE patient_id = ? AND day = ? AND id = ?', before.patientId, before.day ?? '', before.id);
    if (after?.kind === 'historyEntry') write.run('INSERT INTO history_index (patient_id, day, id, category) VALUES (?,?,?,?)', after.patientId, after.day ?? '', after.id, after.category);
  },
};
