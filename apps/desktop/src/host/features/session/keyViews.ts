import type { Role } from '@lianyi/schema/codes/roles';
import type { SecretFault } from '@lianyi/schema/rules/secretFault';
import type { LeaseView, UnlockResult } from './views.ts';

/** Somebody who may open this PC, and how their slot is. */
export interface KeyHolder {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  readonly orgName: string;
  /** None: the first PIN has not been set. */
  readonly slot: null | { readonly lastUnlockedAt: string | null; readonly lockedUntil: string | null };
  /** Whether who asks may set the first one; else the head of the health centre, or a code of the county. */
  readonly maySetFirst: boolean;
}

export interface KeyHolders {
  readonly holders: readonly KeyHolder[];
  /** Whether who asks may give others a new PIN in place of a forgotten one. */
  readonly mayReset: boolean;
}

type WrongSecret = Exclude<UnlockResult, { ok: true } | { reason: 'leaseOver' | 'postEnded' }>;

/** A new secret stands, or what is wrong with it, or who may not set it. `needsCode`: the first of somebody who may do more than who sets it. */
export type SecretSet =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'fault'; readonly fault: SecretFault }
  | { readonly ok: false; readonly reason: 'unchanged' | 'notAllowed' | 'needsCode' | 'noReason' | 'postEnded' };

/** `old`: the old one was not right. */
export type SecretChanged = SecretSet | { readonly ok: false; readonly reason: 'old'; readonly old: WrongSecret };

/** `refused`: the code is wrong, used or too old. `damaged`: the slot for the county, or what came back. */
export type SecretRecovered =
  | { readonly ok: true; readonly personId: string; readonly name: string }
  | Extract<SecretSet, { readonly reason: 'fault' }>
  | { readonly ok: false; readonly reason: 'refused' | 'offline' | 'damaged' | 'noSlot' | 'postEnded' | 'otherPerson'; readonly detail: string };

/** `locked`: a right PIN comes first. `refused`: not the county's, not for this PC, or used before. */
export type LeaseExtended = { readonly ok: true; readonly lease: LeaseView } | { readonly ok: false; readonly reason: 'notACode' | 'locked' | 'refused' }
  /** More days are left than the code gives: it is not taken. */
  | { readonly ok: false; readonly reason: 'shorter'; readonly days: number; readonly daysLeft: number };
