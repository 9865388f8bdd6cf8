import type { MergePolicy } from './policy.ts';
import { countyStays } from './policy.ts';

/** Whether two records are one person's is never settled by itself: the county's stays, mine goes to review. */
export const patientLinkPolicy: MergePolicy = { meet: (meeting) => countyStays(meeting) };
