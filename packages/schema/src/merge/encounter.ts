import type { MergePolicy } from './policy.ts';
import { countyStays } from './policy.ts';

/**
 * A draft merges per section; the same section on both sides: both texts are kept, the county's in its place and
 * mine as a variant keyed by device. A signed encounter is a legal record: what comes later goes to review whole.
 */
export const encounterPolicy: MergePolicy = {
  meet: (meeting) => countyStays(meeting),
  isClosed: (document, unit) =>
    document.kind === 'encounter' && (document.progress.state === 'enteredInError' || (document.progress.state === 'signed' && unit !== 'progress')),
};
