import type { Role } from '@lianyi/schema/codes/roles';
import type { NoDeviceReason } from './enrolmentViews.ts';
import type { TargetTrouble } from '../../replica/fileTrouble.ts';
import type { LineView } from '../../replication/lineView.ts';

export interface StaffSlot {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  readonly orgName: string;
  readonly lastUnlockedAt: string | null;
  /** Locked out until then, after too many wrong PINs. */
  readonly lockedUntil: string | null;
  /** Closed until then, locked out or waiting after a wrong PIN. */
  readonly closedUntil: string | null;
  /** Wrong PINs that it still bears before it locks. */
  readonly attemptsLeft: number;
}

export interface SessionView {
  readonly clinicName: string;
  readonly deviceName: string;
  readonly staff: readonly StaffSlot[];
  readonly current: { readonly personId: string; readonly name: string; /** All that they are here today. */ readonly roles: readonly Role[] } | null;
  /** The line's state as far as a locked PC may tell: no patient data. */
  readonly line: LineView;
  readonly now: string;
  /** PINs allowed by the county's policy (the demo), or a passphrase asked for. */
  readonly secretKind: 'pin' | 'passphrase';
  /** The other half of each key lies in a file, and the county's policy lets PINs do all the same: the demo's. */
  readonly isPinPolicy: boolean;
  /** As far as it can be told before anybody has unlocked. */
  readonly lease: LeaseView | null;
  readonly purged: PurgedView | null;
  /** Why nobody is signed in any more, where this PC ended it and nobody has unlocked since. */
  readonly ended: SessionEnded | null;
}

/** A session that its holder did not end: their posts here have, or the days without the county. */
export interface SessionEnded {
  readonly because: 'postEnded' | 'leaseOver';
  readonly name: string;
}

/** How long this PC may still be opened without having heard from the county. */
export interface LeaseView {
  readonly daysLeft: number;
  readonly endsAt: string;
  readonly isOver: boolean;
  /** So near its end that it is told. */
  readonly isNear: boolean;
}

/** This PC was ended by the county, after all that it had saved was there. */
export interface PurgedView {
  readonly at: string;
  readonly bundlesHeld: number;
  /** The county has heard that it is done. */
  readonly isConfirmed: boolean;
}

export type { TargetTrouble } from '../../replica/fileTrouble.ts';

/** The whole clinic in a file, or why not; then nothing is left of it. */
export type BackupView = { readonly ok: true; readonly bytes: number } | { readonly ok: false; readonly trouble: TargetTrouble };

/** A new key for a clinic whose disk was cloned or restored: what now goes to the county under it, or why not. */
export type RekeyView = { readonly ok: true; readonly waiting: number } | { readonly ok: false; readonly reason: NoDeviceReason; readonly detail: string };

export type UnlockResult =
  | { readonly ok: true; readonly person: { readonly personId: string; readonly name: string; readonly role: Role } }
  /** `isWaiting`: it was not looked at, since the slot is still closed from the last wrong one. */
  | { readonly ok: false; readonly reason: 'wrong'; readonly isWaiting: boolean; readonly attemptsLeft: number; readonly waitSeconds: number }
  | { readonly ok: false; readonly reason: 'lockedOut'; readonly until: string }
  | { readonly ok: false; readonly reason: 'damaged'; readonly detail: string }
  /** The PIN was right. The clinic is open behind the lock screen and exchanges; it opens to people once the county has been heard from, or with a code. */
  | { readonly ok: false; readonly reason: 'leaseOver'; readonly endsAt: string }
  | { readonly ok: false; readonly reason: 'postEnded' };
