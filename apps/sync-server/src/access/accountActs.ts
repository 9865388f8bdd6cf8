import { randomInt } from 'node:crypto';
import type { Database, Tx } from '../store/database.ts';
import { lockDirectory } from '../store/directory.ts';
import { inTransaction } from '../store/inTransaction.ts';
import type { RecordDecision } from './deviceActs.ts';
import { isLastOfIt } from './countyUsers.ts';
import { forgetFailuresOf } from './loginFailures.ts';
import { hashPassword } from './passwords.ts';
import type { HashedPassword } from './passwords.ts';
import { endSessionsOf } from './sessions.ts';

/** What county IT does to an account, from the command line or in the console; whoever calls writes it down. Its sessions end. @returns false: it was so already */
export async function block(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('countyUser').set({ active: false }).where('id', '=', id).where('active', '=', true).executeTakeFirst();
  await endSessionsOf(tx, id, null);
  return numUpdatedRows === 1n;
}

/** In again, and what was counted of wrong passwords is forgotten. Nobody is in with an account that is blocked: no session ends. */
export async function unblock(tx: Tx, id: string, login: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('countyUser').set({ active: true }).where('id', '=', id).where('active', '=', false).executeTakeFirst();
  const isForgotten = await forgetFailuresOf(tx, login);
  return numUpdatedRows === 1n || isForgotten;
}

/** They are set up anew at the next login. Its sessions end. */
export async function takeCodesBack(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('countyUser').set({ totpSealed: null, totpConfirmedAt: null, totpStep: null }).where('id', '=', id).where('totpSealed', 'is not', null).executeTakeFirst();
  const { numDeletedRows } = await tx.deleteFrom('recoveryCode').where('userId', '=', id).executeTakeFirst();
  const isChanged = numUpdatedRows === 1n || numDeletedRows > 0n;
  if (isChanged) await endSessionsOf(tx, id, null);
  return isChanged;
}

/** Its sessions end. One that is blocked stays so. */
export async function setPassword(tx: Tx, id: string, hashed: HashedPassword, now: Date): Promise<boolean> {
  await tx.updateTable('countyUser').set({ ...hashed, passwordChangedAt: now }).where('id', '=', id).execute();
  await endSessionsOf(tx, id, null);
  return true;
}

/** `endWait`: what was counted of wrong passwords is forgotten, so that they can try again at once. */
export type AccountAct = 'block' | 'unblock' | 'endWait' | 'resetTotp' | 'newPassword';

/** Why not. `lastOfIt`: nobody else of county IT could log in, and only the command line may do that. `own`: what one proves oneself by, one changes under settings. */
export type AccountRefusal = 'noAccount' | 'lastOfIt' | 'own';

export type AccountActed =
  | { readonly ok: true; /** False: it was so already. */ readonly isChanged: boolean; /** Told this once; only of a new password. */ readonly password: string | null }
  | { readonly ok: false; readonly why: AccountRefusal };

interface AccountAsked {
  readonly personId: string;
  readonly act: AccountAct;
  /** Whose session asks. */
  readonly byUserId: string;
  readonly now: Date;
}

/** From the console, to the account of somebody of the roster. @param record is not called where it was so already */
export async function actOnAccount(db: Database, { personId, act, byUserId, now }: AccountAsked, record: RecordDecision): Promise<AccountActed> {
  // The county makes it up: what somebody typed would have to be kept out of the audit.
  const password = act === 'newPassword' ? madeUp() : null;
  const hashed = password === null ? null : await hashPassword(password);
  return inTransaction(db, async (tx): Promise<AccountActed> => {
    // One after the other, and none beside a change of posts: two who shut each other out are not both the last but one.
    await lockDirectory(tx);
    const account = await tx.selectFrom('countyUser').select(['id', 'login']).where('personId', '=', personId).executeTakeFirst();
    if (account === undefined) return { ok: false, why: 'noAccount' };
    const { id, login } = account;
    if (act === 'block' && await isLastOfIt(tx, id, now)) return { ok: false, why: 'lastOfIt' };
    // Somebody else may be guessing at one's own login; and whoever asks is not blocked.
    if (id === byUserId && act !== 'unblock' && act !== 'endWait') return { ok: false, why: 'own' };
    const isChanged = await acts[act](tx, { id, login, hashed, now });
    if (isChanged) await record(tx);
    return { ok: true, isChanged, password };
  });
}

interface AccountNow {
  readonly id: string;
  readonly login: string;
  readonly hashed: HashedPassword | null;
  readonly now: Date;
}

const acts: Readonly<Record<AccountAct, (tx: Tx, account: AccountNow) => Promise<boolean>>> = {
  block: async (tx, { id }) => block(tx, id),
  unblock: async (tx, { id, login }) => unblock(tx, id, login),
  endWait: async (tx, { login }) => forgetFailuresOf(tx, login),
  resetTotp: async (tx, { id }) => takeCodesBack(tx, id),
  newPassword: async (tx, { id, hashed, now }) => hashed !== null && setPassword(tx, id, hashed, now),
};

/** Without 0, O, 1, I and L: it is read out over the telephone. 80 bits. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const madeUp = (): string => Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')).join('-');
