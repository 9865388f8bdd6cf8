import { createHash, randomBytes } from 'node:crypto';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { newId } from '@lianyi/schema/basics/ids';
import type { Database, Tx } from '../store/database.ts';
import type { CountyUser } from './countyUsers.ts';
import { userById } from './countyUsers.ts';

/** A working day, however much is done in it. */
const sessionLifeMs = 12 * 3_600_000;
/** Nothing asked for so long: the browser was closed, or the PC sleeps. */
const idleLifeMs = 30 * 60_000;
/** How exactly `last_seen_at` is kept. */
const seenEveryMs = 60_000;

export interface Session {
  readonly id: string;
  readonly user: CountyUser;
  /** The post asks for one-time codes that are not set up yet: nothing else is answered. */
  readonly awaitsTotp: boolean;
}

export interface SessionBegun {
  readonly token: string;
  readonly id: string;
}

/** @returns the token for the cookie; only its hash is kept */
export async function startSession(db: Database | Tx, user: Pick<CountyUser, 'id' | 'roles'>, now: Date, about: { readonly browser?: string; readonly awaitsTotp?: boolean } = {}): Promise<SessionBegun> {
  const [token, id] = [randomBytes(32).toString('base64url'), newId(now.getTime())];
  await db.deleteFrom('countySession').where('expiresAt', '<', now).execute();
  await db.insertInto('countySession').values({
    tokenHash: hashOf(token), userId: user.id, roles: [...user.roles], id, createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionLifeMs), browser: (about.browser ?? '').slice(0, 200), awaitsTotp: about.awaitsTotp ?? false,
  }).execute();
  return { token, id };
}

/** It rests on the posts with which it began: once one has ended, or another come that may ask for more proof, it is over, and stays so. */
export async function sessionOf(db: Database, token: string, now: Date): Promise<Session | null> {
  const row = await db.selectFrom('countySession').select(['id', 'userId', 'awaitsTotp', 'roles', 'lastSeenAt']).where('tokenHash', '=', hashOf(token))
    .where('expiresAt', '>', now).where('lastSeenAt', '>', new Date(now.getTime() - idleLifeMs)).executeTakeFirst();
  const user = row ? await userById(db, row.userId, now) : null;
  if (!row || !user) return null;
  if (user.roles.length === 0 || !isSameJson(row.roles, user.roles)) {
    await db.deleteFrom('countySession').where('id', '=', row.id).execute();
    return null;
  }
  if (now.getTime() - row.lastSeenAt.getTime() > seenEveryMs) await db.updateTable('countySession').set({ lastSeenAt: now }).where('id', '=', row.id).execute();
  return { id: row.id, user, awaitsTotp: row.awaitsTotp };
}

export async function endSession(db: Database | Tx, token: string): Promise<void> {
  await db.deleteFrom('countySession').where('tokenHash', '=', hashOf(token)).execute();
}

/** One of a person's own. @returns false if there is no such session of theirs */
export async function endOwnSession(db: Database | Tx, userId: string, sessionId: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('countySession').where('userId', '=', userId).where('id', '=', sessionId).executeTakeFirst();
  return numDeletedRows === 1n;
}

/** After a change of password, a new secret or a block: whoever else is in with the old is out. @param exceptId the session in which it was changed */
export async function endSessionsOf(db: Database | Tx, userId: string, exceptId: string | null): Promise<void> {
  await db.deleteFrom('countySession').where('userId', '=', userId).$if(exceptId !== null, (query) => query.where('id', '!=', exceptId ?? '')).execute();
}

export interface OwnSession {
  readonly id: string;
  readonly startedAt: string;
  readonly lastSeenAt: string;
  /** As the browser names itself. */
  readonly browser: string;
  readonly isThis: boolean;
}

export async function ownSessions(db: Database, userId: string, thisId: string, now: Date): Promise<readonly OwnSession[]> {
  const rows = await db.selectFrom('countySession').select(['id', 'createdAt', 'lastSeenAt', 'browser']).where('userId', '=', userId).where('expiresAt', '>', now)
    .where('lastSeenAt', '>', new Date(now.getTime() - idleLifeMs)).orderBy('lastSeenAt', 'desc').execute();
  return rows.map((row) => ({ id: row.id, startedAt: row.createdAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString(), browser: row.browser, isThis: row.id === thisId }));
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
