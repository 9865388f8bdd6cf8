import { orgName, staffName } from '../../../chart/names.ts';
import type { Reader } from '../../../replica/replica.ts';
import type { ChangeRecord } from '../views.ts';

const shownReviews = 60;

/**
 * What people decided in reviews of a record, the first resolution and one kept beside it. Read from the reviews and not
 * from this PC's bundles: whoever resolved it may have sat elsewhere, and the record must not end before what they took.
 */
export function resolutions(read: Reader, patientId: string): readonly ChangeRecord[] {
  return read
    .all<{ id: string }>("SELECT id FROM review_index WHERE about_id = ? AND state = 'resolved' ORDER BY resolved_at DESC LIMIT ?", patientId, shownReviews)
    .flatMap(({ id }) => {
      const review = read.document('review', id);
      if (!review) return [];
      const { about, kept, losing, resolution, secondResolution } = review;
      return [resolution, secondResolution].flatMap((one): readonly ChangeRecord[] => (one === null ? [] : [{
        at: one.signature.at, by: staffName(read, one.signature.by), orgName: orgName(read, one.signature.orgId), action: 'reviews.resolve',
        unit: about.unit ?? '', before: kept.value ?? null, after: losing.value ?? null, state: stateOf(read, id), resolved: { choice: one.choice, reason: one.reason },
      }]));
    });
}

/** Whether the county has what this PC knows of a review. */
function stateOf(read: Reader, reviewId: string): ChangeRecord['state'] {
  const row = read.get<{ state: 'waiting' | 'held'; outcome: string | null }>(
    'SELECT b.state, b.outcome FROM overlay o JOIN bundle b USING (save_number) WHERE o.document_id = ? ORDER BY save_number DESC LIMIT 1', reviewId,
  );
  if (row === undefined) return 'held';
  return row.outcome === 'quarantined' ? 'quarantined' : row.state;
}
