import { createHash, randomInt } from 'node:crypto';
import type { Database, Tx } from '../store/database.ts';

/** Without 0, O, 1, I and L: they are written down by hand. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const howMany = 8;

/** For whoever has lost the telephone with the codes: each is good once. Those of before end. @returns e.g. `7KQM-X2PD-94HA`; only hashes are kept */
export async function makeRecoveryCodes(tx: Tx, userId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: howMany }, () => Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')).join('-'));
  await tx.deleteFrom('recoveryCode').where('userId', '=', userId).execute();
  await tx.insertInto('recoveryCode').values(codes.map((code) => ({ userId, hash: hashOf(userId, code), usedAt: null }))).execute();
  return codes;
}

/** @returns whether it was one, and not used before */
export async function takeRecoveryCode(tx: Tx, userId: string, code: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('recoveryCode').set({ usedAt: now }).where('userId', '=', userId).where('hash', '=', hashOf(userId, code)).where('usedAt', 'is', null).executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function recoveryCodesLeft(db: Database, userId: string): Promise<number> {
  const { left } = await db.selectFrom('recoveryCode').select((select) => select.fn.countAll<number>().as('left')).where('userId', '=', userId).where('usedAt', 'is', null).executeTakeFirstOrThrow();
  return left;
}

/** 59 bits of chance need no slow hash; case, spaces and hyphens do not matter. */
const hashOf = (userId: string, code: string): string => createHash('sha256').update(`lianyi recovery ${userId} ${code.toUpperCase().replace(/[^0-9A-Z]/g, '')}`).digest('hex');
