import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Tx } from '../store/database.ts';
import { inTransaction } from '../store/inTransaction.ts';
import type { RecordDecision } from './deviceActs.ts';
import { isLastOfIt } from './countyUsers.ts';
import { forgetFailuresOf } from './loginFailures.ts';
import { hashPassword } from './passwords.ts';
import type { HashedPassword } from './passwords.ts';
import { endSessionsOf } from './sessions.ts';

/** What county IT does to an account, from the command line or in the console. Whoever calls one of the first four ends its sessions, and writes it down. */
export async function block(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('countyUser').set({ active: false }).where('id', '=', id).execute();
}

/** In again, and what was counted of wrong passwords is forgotten. */
export async function unblock(tx: Tx, id: string, login: string): Promise<void> {
  await tx.updateTable('countyUser').set({ active: true }).where('id', '=', id).execute();
  await forgetFailuresOf(tx, login);
}

/** They are set up anew at the next login. */
export async function takeCodesBack(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('countyUser').set({ totpSealed: null, totpConfirmedAt: null, totpStep: null }).where('id', '=', id).execute();
  await tx.deleteFrom('recoveryCode').where('userId', '=', id).execute();
}

export async function setPassword(tx: Tx, id: string, hashed: HashedPassword, now: Date): Promise<void> {
  await tx.updateTable('countyUser').set({ ...hashed, passwordChangedAt: now }).where('id', '=', id).execute();
}

export type AccountAct = 'block' | 'unblock' | 'resetTotp' | 'newPassword';

/** Why not. `lastOfIt`: nobody else of county IT could log in, and only the command line may do that. `own`: what one proves oneself by, one changes under settings. */
export type AccountRefusal = 'noAccount' | 'lastOfIt' | 'own';

export type AccountActed = { readonly ok: true; /** Told this once; only of a new password. */ readonly password: string | null } | { readonly ok: false; readonly why: AccountRefusal };

interface AccountAsked {
  readonly personId: string;
  readonly act: AccountAct;
  /** Whose session asks. */
  readonly byUserId: string;
  readonly now: Date;
}

/** From the console, to the account of somebody of the roster. Its sessions end with it. */
export async function actOnAccount(db: Database, { personId, act, byUserId, now }: AccountAsked, record: RecordDecision): Promise<AccountActed> {
  // The county makes it up: what somebody typed would have to be kept out of the audit.
  const password = act === 'newPassword' ? madeUp() : null;
  const hashed = password === null ? null : await hashPassword(password);
  return inTransaction(db, async (tx): Promise<AccountActed> => {
    // One after the other: two who block each other are not both the last but one.
    await sql`select pg_advisory_xact_lock(hashtextextended('what county IT does to accounts', 0))`.execute(tx);
    const account = await tx.selectFrom('countyUser').select(['id', 'login']).where('personId', '=', personId).executeTakeFirst();
    if (account === undefined) return { ok: false, why: 'noAccount' };
    const { id, login } = account;
    if (act === 'block' && await isLastOfIt(tx, id, now)) return { ok: false, why: 'lastOfIt' };
    if (id === byUserId && act !== 'unblock') return { ok: false, why: 'own' };
    if (act === 'block') await block(tx, id);
    if (act === 'unblock') await unblock(tx, id, login);
    if (act === 'resetTotp') await takeCodesBack(tx, id);
    if (hashed !== null) await setPassword(tx, id, hashed, now);
    await endSessionsOf(tx, id, null);
    await record(tx);
    return { ok: true, password };
  });
}

/** Without 0, O, 1, I and L: it is read out over the telephone. 80 bits. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const madeUp = (): string => Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')).join('-');
