import type { Tx } from '../store/database.ts';
import { forgetFailuresOf } from './loginFailures.ts';
import type { hashPassword } from './passwords.ts';

/** What county IT does to an account, from the command line or in the console. Whoever calls ends its sessions, and writes it down. */

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

export async function setPassword(tx: Tx, id: string, hashed: Awaited<ReturnType<typeof hashPassword>>, now: Date): Promise<void> {
  await tx.updateTable('countyUser').set({ ...hashed, passwordChangedAt: now }).where('id', '=', id).execute();
}
