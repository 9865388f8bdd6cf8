import type { MergePolicy } from './policy.ts';
import { countyStays } from './policy.ts';

/** The county's first stays, mine goes to review: low harm. */
export const queueEntryPolicy: MergePolicy = { meet: (meeting) => countyStays(meeting) };
