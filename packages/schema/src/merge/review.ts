import { isSameJson } from '../basics/canonicalJson.ts';
import type { Review } from '../documents/review.ts';
import type { MergePolicy } from './policy.ts';
import { countyStays } from './policy.ts';

type Resolution = NonNullable<Review['resolution']>;

/** The first resolution stays, also against one who knew it; the second is kept beside it. */
export const reviewPolicy: MergePolicy = {
  meet: (meeting) => countyStays(meeting),
  refuses: ({ unit, theirs }) => (unit === 'losing' || (unit === 'resolution' && theirs !== null) ? 'unitConflict' : null),
};

/** The review with a later resolution kept beside the first; null if there is one already, and another. */
export function withSecondResolution(review: Review, second: Resolution): Review | null {
  if (review.secondResolution !== null && !isSameJson(review.secondResolution, second)) return null;
  return { ...review, secondResolution: second };
}
