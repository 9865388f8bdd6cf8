import { isSameJson } from '../basics/canonicalJson.ts';
import type { AllergyEntry, ProblemEntry } from '../documents/patient.ts';
import type { Meeting, MergePolicy, Verdict } from './policy.ts';
import { countyStays } from './policy.ts';

/**
 * Demographics merge per unit; the same unit on both sides: the county's stays, mine goes to review.
 * Allergies and problems are add-wins sets by entry id: an active entry beats a concurrent removal, which
 * goes to review, and what was refuted or entered in error never returns. Any active allergy strikes
 * "none known" for good.
 */
export const patientPolicy: MergePolicy = {
  meet: (meeting) => (isEntry(meeting.unit) ? meetEntry(meeting) : countyStays(meeting)),
  refuses: ({ unit, before, after, theirs }) => {
    const present = theirs as Entry | null;
    if (!isEntry(unit) || present === null) return null;
    // Nothing is deleted, and who knew of the removal makes a new entry to assert it again.
    if (after === null) return 'unitConflict';
    return isRemoved(present) && (after as Entry).status === 'active' && isSameJson(before, theirs) ? 'unitConflict' : null;
  },
  settle: (document) => {
    if (document.kind !== 'patient' || document.noKnownAllergies === null) return document;
    const hasActive = Object.values(document.allergies).some((entry) => entry.status === 'active');
    return hasActive ? { ...document, noKnownAllergies: null } : document;
  },
};

type Entry = AllergyEntry | ProblemEntry;
const isRemoved = ({ status }: Entry): boolean => status === 'refuted' || status === 'enteredInError';
const isEntry = (unit: string): boolean => unit.startsWith('allergies/') || unit.startsWith('problems/');

function meetEntry(meeting: Meeting): Verdict {
  const theirs = meeting.theirs as Entry | null;
  const mine = meeting.after as Entry | null;
  if (theirs === null) return { value: mine };
  if (mine === null) return countyStays(meeting);
  const wasActive = (meeting.before as Entry | null)?.status === 'active';
  if (wasActive && theirs.status === 'active' && mine.status !== 'active') return countyStays(meeting);
  if (wasActive && theirs.status !== 'active' && mine.status === 'active') {
    return { value: mine, losing: theirs, reason: 'unitConflict' };
  }
  return countyStays(meeting);
}
