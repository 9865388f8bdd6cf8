import { isSameJson } from '../basics/canonicalJson.ts';
import { idFromHash } from '../basics/ids.ts';
import type { Review } from '../documents/review.ts';
import type { MergePolicy } from './policy.ts';
import { countyStays } from './policy.ts';

type Resolution = NonNullable<Review['resolution']>;

/** The first resolution stays; the second is kept beside it. */
export const reviewPolicy: MergePolicy = {
  meet: (meeting) => countyStays(meeting),
  refuses: ({ unit }) => (unit === 'losing' ? 'unitConflict' : null),
};

/** The review with a later resolution kept beside the first; null if there is one already, and another. */
export function withSecondResolution(review: Review, second: Resolution): Review | null {
  if (review.secondResolution !== null && !isSameJson(review.secondResolution, second)) return null;
  return { ...review, secondResolution: second };
}

/**
 * A resolution names the losing value that it saw. If that was amended since, nobody has looked at the value there is
 * now: a new review opens for it, in the name of the bundle that amended it.
 */
export function reopened(review: Review, resolution: Resolution): Review | null {
  if (isSameJson(resolution.saw ?? null, review.losing.value ?? null)) return null;
  return {
    ...review,
    id: idFromHash(['review', review.about.id, review.about.unit, review.losing.bundleId]),
    openedAt: resolution.signature.at,
    resolution: null,
    secondResolution: null,
  };
}
