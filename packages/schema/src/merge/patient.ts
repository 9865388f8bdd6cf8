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
  settle: (document) => {
    if (document.kind !== 'patient' || document.noKnownAllergies === null) return document;
    const hasActive = Object.values(document.allergies).some((entry) => entry.status === 'active');
    return hasActive ? { ...document, noKnownAllergies: null } : document;
  },
};

const isEntry = (unit: string): boolean => unit.startsWith('allergies/') || unit.startsWith('problems/');

function meetEntry(meeting: Meeting): Verdict {
  const theirs = meeting.theirs as AllergyEntry | ProblemEntry | null;
  const mine = meeting.after as AllergyEntry | ProblemEntry | null;
  if (theirs === null) return { value: mine };
  if (mine === null) return countyStays(meeting);
  const wasActive = (meeting.before as AllergyEntry | ProblemEntry | null)?.status === 'active';
  if (wasActive && theirs.status === 'active' && mine.status !== 'active') return countyStays(meeting);
  if (wasActive && theirs.status !== 'active' && mine.status === 'active') {
    return { value: mine, losing: theirs, reason: 'unitConflict' };
  }
  return countyStays(meeting);
}
