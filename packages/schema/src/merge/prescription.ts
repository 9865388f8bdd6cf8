import type { Order } from '../documents/prescription.ts';
import type { MergePolicy } from './policy.ts';
import { countyStays } from './policy.ts';

/**
 * Signing carries the whole content as one unit: it stands over any other draft, whose edits go to review. Two
 * signatures: the county's first stays, the other goes to review.
 */
export const prescriptionPolicy: MergePolicy = {
  meet: (meeting) => {
    if (meeting.unit !== 'order') return countyStays(meeting);
    const theirs = meeting.theirs as Order;
    const mine = meeting.after as Order | null;
    if (theirs.state === 'draft' && mine?.state === 'signed') return { value: mine, losing: theirs, reason: 'unitConflict' };
    return { ...countyStays(meeting), reason: theirs.state === 'signed' ? 'signedAlready' : 'unitConflict' };
  },
  refuses: ({ document, unit }) => (document.kind === 'prescription' && unit === 'order' && document.order.state === 'signed' ? 'signedAlready' : null),
};
