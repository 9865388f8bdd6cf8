import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Projection, Writer } from './projection.ts';

/** `attachment_index`: a row for each attachment. */
export const attachments: Projection = {
  name: 'attachments',
  kinds: ['attachment'],
  tables: ['attachment_index'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'attachment') write.run('DELETE FROM attachment_index WHERE id = ?', before.id);
    if (after?.kind === 'attachment') {
      write.run(
        'INSERT INTO attachment_index (id, patient_id, encounter_id, taken_at, sha256, thumbnail_sha256) VALUES (?,?,?,?,?,?)',
        after.id, after.patientId, after.encounterId, after.takenAt, after.sha256, after.thumbnail?.sha256 ?? null,
      );
    }
  },
};
