import type { Role } from '@lianyi/schema/codes/roles';

/** A staff member's slot, as a locked PC may show it. */
export interface SlotInfo {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  readonly orgId: string;
  readonly orgName: string;
  readonly lastUnlockedAt: string | null;
  readonly lockedUntil: string | null;
  /** Closed until then, locked out or waiting after a wrong PIN. */
  readonly closedUntil: string | null;
  /** Wrong PINs that it still bears before it locks. */
  readonly attemptsLeft: number;
}

export type KeyResult =
  | { readonly ok: true; readonly replicaKey: Uint8Array; readonly slot: SlotInfo }
  /** `isWaiting`: it was not looked at, since the slot is still closed from the last wrong one. */
  | { readonly ok: false; readonly reason: 'wrong'; readonly isWaiting: boolean; readonly attemptsLeft: number; readonly waitSeconds: number }
  | { readonly ok: false; readonly reason: 'lockedOut'; readonly until: string }
  | { readonly ok: false; readonly reason: 'damaged'; readonly detail: string };

/**
 * Staff slots beside the replica: each opens the replica's raw key with a PIN (scrypt) and the secret of the
 * system's key store together. Wrong PINs slow down and lock; the count is on the disk, so a restart does not help.
 */
export interface Keyring {
  slots(): readonly SlotInfo[];
  unlock(personId: string, pin: string): Promise<KeyResult>;
  /**
   * Adds or replaces a slot, with no wrong attempts counted; the replica's key must be known: somebody has unlocked, the
   * county has opened its slot, or the key is new.
   * @throws Error for a secret that `secretFault` finds fault with: ask it first
   */
  setSlot(slot: Omit<SlotInfo, 'lastUnlockedAt' | 'lockedUntil' | 'closedUntil' | 'attemptsLeft'>, pin: string, replicaKey: Uint8Array): Promise<void>;
  /** Takes a slot away: its PIN opens nothing any more. */
  removeSlot(personId: string): Promise<void>;
}
