import { randomInt, timingSafeEqual } from 'node:crypto';
import { localDay } from '@lianyi/schema/basics/dates';
import { uuid } from '@lianyi/schema/basics/ids';
import type { RecoverRequest } from '@lianyi/schema/wire/recovery';
import { recoveryCodeId, recoveryProof, recoveryProofKey } from '@lianyi/schema/wire/recovery';
import type { Database, Tx } from '../store/database.ts';
import type { Device } from '../store/devices.ts';
import { deviceById } from '../store/devices.ts';
import { inTransaction } from '../store/inTransaction.ts';
import type { RecordDecision } from './deviceActs.ts';
import { unrecorded } from './deviceActs.ts';
import { staffOf } from './enrolment.ts';

/** Without 0, O, 1, I and L: a code is read out over the telephone. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** As long as the telephone call, and a while for the PC to start. */
export const recoveryCodeLifeMs = 30 * 60_000;

export interface RecoveryAsked {
  readonly deviceId: string;
  /** For whom a PIN may be set with it. */
  readonly personId: string;
  readonly reason: string;
  /** Who at the county asks. */
  readonly by: string;
}

export type RecoveryCode = { readonly ok: true; readonly code: string; readonly expiresAt: Date } | { readonly ok: false; readonly reason: 'unknownDevice' | 'endedDevice' | 'unknownPerson' };

/**
 * Makes a one-time code by which a locked PC has its slot for the county opened and a member of staff sets a PIN; what it
 * takes to check the code is kept, with who asked and why. A code before it counts for nothing then. A stolen PC gets none.
 */
export async function makeRecoveryCode(db: Database, { deviceId, personId, reason, by }: RecoveryAsked, now: Date, record: RecordDecision = unrecorded): Promise<RecoveryCode> {
  const device = uuid.safeParse(deviceId).success ? await deviceById(db, deviceId) : undefined;
  if (device === undefined) return { ok: false, reason: 'unknownDevice' };
  if (!mayBeRecovered(device.status)) return { ok: false, reason: 'endedDevice' };
  if (!(await mayBeNamed(db, device, personId.toLowerCase(), now))) return { ok: false, reason: 'unknownPerson' };
  const code = Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')).join('-');
  const expiresAt = new Date(now.getTime() + recoveryCodeLifeMs);
  const proof = { codeId: recoveryCodeId(code), proofKey: recoveryProofKey(code) };
  await inTransaction(db, async (tx) => {
    await tx.updateTable('deviceRecoveryCode').set({ expiresAt: now }).where('deviceId', '=', deviceId).where('usedAt', 'is', null).where('expiresAt', '>', now).execute();
    await tx.insertInto('deviceRecoveryCode').values({ ...proof, deviceId, personId, reason, madeBy: by, madeAt: now, expiresAt, usedAt: null, usedFor: null }).execute();
    await record(tx);
  });
  return { ok: true, code, expiresAt };
}

/** Who may open that PC; of a retired one anybody of the roster: its institution may be closed, and what it holds is still to be delivered. */
async function mayBeNamed(db: Database, { orgId, status }: Device, personId: string, now: Date): Promise<boolean> {
  if (status === 'active') return (await staffOf(db, orgId, localDay(now))).some((one) => one.personId === personId);
  return uuid.safeParse(personId).success && (await db.selectFrom('person').select('active').where('id', '=', personId).executeTakeFirst())?.active === true;
}

/** A retired PC may hold what it has not delivered. One that was stolen, or is to be purged, is opened for nobody. */
export const mayBeRecovered = (status: string): boolean => status === 'active' || status === 'retired';

/** For whom the request's code is good; null if it is wrong, too old, of another PC, or used for another request. */
export async function codeHolder(db: Database, request: RecoverRequest, now: Date): Promise<string | null> {
  const row = await db.selectFrom('deviceRecoveryCode').select(['proofKey', 'personId', 'expiresAt', 'usedAt', 'usedFor'])
    .where('codeId', '=', request.codeId).where('deviceId', '=', request.deviceId).executeTakeFirst();
  if (!row || row.expiresAt.getTime() <= now.getTime()) return null;
  if (row.usedAt !== null && row.usedFor !== request.to) return null;
  const wanted = Buffer.from(recoveryProof(row.proofKey, request));
  const shown = Buffer.from(request.proof);
  return wanted.length === shown.length && timingSafeEqual(wanted, shown) ? row.personId : null;
}

/** @returns null if somebody else has used it meanwhile; whether it is the first time, and not one whose answer was lost */
export async function useCode(tx: Tx, { codeId, to }: RecoverRequest, now: Date): Promise<{ readonly isFirst: boolean } | null> {
  const row = await tx.selectFrom('deviceRecoveryCode').select(['usedAt', 'usedFor']).where('codeId', '=', codeId).forUpdate().executeTakeFirst();
  if (row === undefined || (row.usedAt !== null && row.usedFor !== to)) return null;
  await tx.updateTable('deviceRecoveryCode').set({ usedAt: now, usedFor: to }).where('codeId', '=', codeId).execute();
  return { isFirst: row.usedAt === null };
}
