import { existsSync, readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { role } from '@lianyi/schema/codes/roles';
import type { SecretKind } from '@lianyi/schema/rules/secretFault';
import { secretFault } from '@lianyi/schema/rules/secretFault';
import { writeFileAtomically } from './atomicFile.ts';
import type { Attempts } from './attempts.ts';
import { afterRestart, closedFor, countAttempt, isLockedOut, maxWrong, noAttempts, stricter } from './attempts.ts';
import type { KeyStore } from './keyStore.ts';
import type { KeyResult, Keyring, SlotInfo } from './keyring.ts';
import { isOutdated, openNothing, openSealedKey, sealKey } from './slotSeal.ts';

export interface KeyringOptions {
  readonly directory: string;
  readonly keyStore: KeyStore;
  /** What the county's policy asks of a secret; a PIN if left out. */
  readonly secretKind?: SecretKind;
  readonly now?: () => Date;
  /** Seconds since the machine started. */
  readonly uptimeSeconds?: () => number;
}

/** Which secret this PC's staff need: a PIN guards little where the other half lies in a file on the same disk. */
export const secretKindOf = (keyStore: KeyStore, pinsAllowed: boolean): SecretKind => (keyStore.kind === 'system' || pinsAllowed ? 'pin' : 'passphrase');

const attempts = z.strictObject({ wrong: z.int().min(0), closedSeconds: z.number().min(0), atUptime: z.number().min(0) });
const storedSlot = z.strictObject({
  personId: z.string(), name: z.string(), role, orgId: z.string(), orgName: z.string(),
  key: z.strictObject({ salt: z.string(), nonce: z.string(), sealed: z.string(), scrypt: z.strictObject({ N: z.int(), r: z.int(), p: z.int() }) }),
  attempts,
  lastUnlockedAt: z.string().nullable(),
});
const slotsFile = z.strictObject({ version: z.literal(1), slots: z.array(storedSlot) });
type StoredSlot = z.infer<typeof storedSlot>;

/** The keyring of a data directory: `slots.json`, replaced atomically. Attempts are taken one at a time, and counted in the file and in this run. */
export function openKeyring(options: KeyringOptions): Keyring {
  const path = join(options.directory, 'slots.json');
  const uptimeNow = options.uptimeSeconds ?? uptime;
  const now = options.now ?? (() => new Date());
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };
  /** What this run has seen of wrong PINs: a file that was put back while it runs gives no more tries. */
  const seenHere = new Map<string, Attempts>();
  const withSeen = (slot: StoredSlot): StoredSlot => ({ ...slot, attempts: stricter(slot.attempts, seenHere.get(slot.personId), uptimeNow()) });
  const write = (slots: readonly StoredSlot[]): void => writeFileAtomically(path, JSON.stringify({ version: 1, slots }, undefined, 1));
  const replace = (slot: StoredSlot): void => {
    const slots = readSlots(path);
    const isNew = slots.every((other) => other.personId !== slot.personId);
    write(isNew ? [...slots, slot] : slots.map((other) => (other.personId === slot.personId ? slot : other)));
  };
  const infoOf = (slot: StoredSlot): SlotInfo => ({
    personId: slot.personId, name: slot.name, role: slot.role, orgId: slot.orgId, orgName: slot.orgName, lastUnlockedAt: slot.lastUnlockedAt,
    lockedUntil: isLockedOut(slot.attempts, uptimeNow()) ? lockedUntil(slot.attempts) : null,
    closedUntil: closedFor(slot.attempts, uptimeNow()) > 0 ? lockedUntil(slot.attempts) : null,
    attemptsLeft: slot.attempts.wrong >= maxWrong ? maxWrong : maxWrong - slot.attempts.wrong,
  });
  const lockedUntil = (stored: Attempts): string => localClockTime(new Date(now().getTime() + closedFor(stored, uptimeNow()) * 1000));

  for (const slot of readSlotsLeniently(path)) {
    const counted = afterRestart(slot.attempts, uptimeNow());
    if (counted !== slot.attempts) replace({ ...slot, attempts: counted });
  }

  const tryPin = async (personId: string, pin: string): Promise<KeyResult> => {
    const secret = await options.keyStore.secret();
    const stored = readSlots(path).find((candidate) => candidate.personId === personId);
    if (stored === undefined) {
      await openNothing(pin, secret);
      return { ok: false, reason: 'wrong', isWaiting: false, attemptsLeft: 0, waitSeconds: 1 };
    }
    const slot = withSeen(stored);
    const wait = closedFor(slot.attempts, uptimeNow());
    if (isLockedOut(slot.attempts, uptimeNow())) return { ok: false, reason: 'lockedOut', until: lockedUntil(slot.attempts) };
    if (wait > 0) return { ok: false, reason: 'wrong', isWaiting: true, attemptsLeft: maxWrong - slot.attempts.wrong, waitSeconds: wait };

    // On the disk before the PIN is looked at: killing the program between the two wins no free attempt.
    const counted = countAttempt(slot.attempts, uptimeNow());
    replace({ ...slot, attempts: counted });
    seenHere.set(personId, counted);
    const replicaKey = await openSealedKey(slot.key, pin, secret, aboutSlot(slot));
    if (replicaKey !== null) {
      const key = isOutdated(slot.key) ? await sealKey(replicaKey, pin, secret, aboutSlot(slot)) : slot.key;
      const opened: StoredSlot = { ...slot, key, attempts: noAttempts, lastUnlockedAt: localClockTime(now()) };
      replace(opened);
      seenHere.delete(personId);
      return { ok: true, replicaKey, slot: infoOf(opened) };
    }
    if (isLockedOut(counted, uptimeNow())) return { ok: false, reason: 'lockedOut', until: lockedUntil(counted) };
    return { ok: false, reason: 'wrong', isWaiting: false, attemptsLeft: maxWrong - counted.wrong, waitSeconds: closedFor(counted, uptimeNow()) };
  };

  return {
    slots: () => readSlotsLeniently(path).map((slot) => infoOf(withSeen(slot))),
    unlock: (personId, pin) =>
      inTurn(async () => {
        try {
          return await tryPin(personId, pin);
        } catch (error) {
          return { ok: false, reason: 'damaged', detail: error instanceof Error ? error.message : 'unknown' };
        }
      }),
    setSlot: (slot, pin, replicaKey) =>
      inTurn(async () => {
        const fault = secretFault(pin, options.secretKind ?? 'pin');
        if (fault !== null) throw new Error(`this ${options.secretKind ?? 'pin'} is refused: ${fault}`);
        const key = await sealKey(replicaKey, pin, await options.keyStore.secret(), aboutSlot(slot));
        const { personId, name, orgId, orgName } = slot;
        const before = readSlotsLeniently(path).find((other) => other.personId === personId);
        replace({ personId, name, role: slot.role, orgId, orgName, key, attempts: noAttempts, lastUnlockedAt: before?.lastUnlockedAt ?? null });
        seenHere.delete(personId);
      }),
    removeSlot: (personId) =>
      inTurn(async () => {
        const slots = readSlots(path);
        const left = slots.filter((slot) => slot.personId !== personId);
        if (left.length < slots.length) write(left);
      }),
  };
}

/** What is sealed with the key: who changes a name, post or institution in the file cannot open the slot any more. */
const aboutSlot = (slot: Pick<SlotInfo, 'personId' | 'name' | 'role' | 'orgId' | 'orgName'>): string =>
  canonicalJson([slot.personId, slot.name, slot.role, slot.orgId, slot.orgName]);

/** @throws Error when the file is there but is not ours. */
function readSlots(path: string): readonly StoredSlot[] {
  if (!existsSync(path)) return [];
  return slotsFile.parse(JSON.parse(readFileSync(path, 'utf8'))).slots;
}

/** For the lock screen: a damaged file shows nobody, and says why when somebody tries to unlock. */
function readSlotsLeniently(path: string): readonly StoredSlot[] {
  try {
    return readSlots(path);
  } catch {
    return [];
  }
}
