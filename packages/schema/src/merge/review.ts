import type { Review } from '../documents/review.ts';
import type { MergePolicy } from './policy.ts';
import { countyStays } from './policy.ts';

/** The first resolution stays; the second is kept beside it. */
export const reviewPolicy: MergePolicy = {
  meet: (meeting) => countyStays(meeting),
  isClosed: (_document, unit) => unit === 'losing',
};

/** The review with a later resolution kept beside the first. */
export function withSecondResolution(review: Review, second: NonNullable<Review['resolution']>): Review {
  return review.secondResolution === null ? { ...review, secondResolution: second } : review;
}
