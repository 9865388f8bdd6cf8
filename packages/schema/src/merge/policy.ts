import type { BundleId, DeviceId, OrganisationId, PersonId } from '../basics/ids.ts';
import type { AnyDocument } from '../documents/kinds.ts';
import type { ReviewReason } from '../documents/review.ts';
import type { UnitName } from '../documents/units.ts';

/** Whose change it is. */
export interface Author {
  readonly bundleId: BundleId;
  readonly deviceId: DeviceId;
  readonly orgId: OrganisationId;
  readonly personId: PersonId;
  readonly savedAt: string;
}

/** One change of one unit that found another value than it started from. */
export interface Meeting {
  readonly unit: UnitName;
  readonly before: unknown;
  readonly after: unknown;
  /** The county's value now, which is not `after`. */
  readonly theirs: unknown;
  readonly document: AnyDocument;
  readonly author: Author;
}

/** What a policy says: the value that stands, and whether the one that does not must be looked at. */
export interface Verdict {
  readonly value: unknown;
  /** The losing value, for a review; undefined if nothing was lost. */
  readonly losing?: unknown;
  readonly reason?: ReviewReason;
}

/** A kind's merge policy: pure, and the same everywhere. */
export interface MergePolicy {
  /** Decides a meeting; rule 1's equalities have been tried before. */
  meet(meeting: Meeting): Verdict;
  /** Why a change may not be made to the document as it stands, even from the present value: its value then loses. */
  refuses?(meeting: Meeting): ReviewReason | null;
  /** Puts right what must hold between units after all changes. */
  settle?(document: AnyDocument): AnyDocument;
}

/** The county's value stays, mine goes to review: nothing is overwritten unseen. */
export const countyStays = (meeting: Meeting): Verdict => ({ value: meeting.theirs, losing: meeting.after, reason: 'unitConflict' });
