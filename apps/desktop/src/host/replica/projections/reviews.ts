import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Projection, Writer } from './projection.ts';

/** `review_index`: a row for each review, open or resolved. */
export const reviews: Projection = {
  name: 'reviews',
  kinds: ['review'],
  tables: ['review_index'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'review') write.run('DELETE FROM review_index WHERE id = ?', before.id);
    if (after?.kind !== 'review') return;
    write.run(
      `INSERT INTO review_index (id, reason, state, patient_id, about_kind, about_id, about_unit, opened_at, resolved_at) VALUES (?,?,?,?,?,?,?,?,?)`,
      after.id, after.reason, after.resolution === null ? 'open' : 'resolved', after.patientId,
      after.about.kind, after.about.id, after.about.unit, after.openedAt, after.resolution?.signature.at ?? null,
    );
  },
};
