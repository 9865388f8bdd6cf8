import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { Write } from '@lianyi/schema/documents/bundle';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Draft } from '../draft.ts';

/** A resolution names the losing value that the person saw (rule 2): one amended since then opens a new review. */
export function reopenUnseen(write: Extract<Write, { op: 'change' }>, author: Author, draft: Draft): readonly string[] {
  const review = draft.document(write.id)?.document;
  if (review?.kind !== 'review' || review.resolution === null) return [];
  const mine = write.changes.find((change) => change.unit === 'resolution')?.after ?? null;
  if (!isSameJson(review.resolution, mine) || isSameJson(review.resolution.saw ?? null, review.losing.value ?? null)) return [];
  const again = {
    ...review,
    id: idFromHash(['review', review.about.id, review.about.unit, review.losing.bundleId, 'unseen', author.bundleId]),
    resolution: null,
    secondResolution: null,
    openedAt: author.savedAt,
  };
  draft.put(again, author.bundleId);
  return [again.id];
}
