import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Projection, Writer } from './projection.ts';

/** `queue_index`: a row for each time that a patient waited. */
export const queue: Projection = {
  name: 'queue',
  kinds: ['queueEntry'],
  tables: ['queue_index'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'queueEntry') write.run('DELETE FROM queue_index WHERE id = ?', before.id);
    if (after?.kind !== 'queueEntry') return;
    write.run(
      'INSERT INTO queue_index (id, org_id, day, number, patient_id, triage, arrived_at, state, encounter_id) VALUES (?,?,?,?,?,?,?,?,?)',
      after.id, after.orgId, after.day, after.number, after.patientId, after.triage, after.arrived.at, after.state.name, after.state.encounterId,
    );
  },
};
