import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../store/database.ts';
import type { CountyUser } from './countyUsers.ts';
import { userById } from './countyUsers.ts';

const sessionLifeMs = 12 * 3_600_000;

/** Begins a session of a working day. @returns the token for the cookie; only its hash is kept */
export async function startSession(db: Database, userId: string, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.deleteFrom('countySession').where('expiresAt', '<', now).execute();
  await db.insertInto('countySession').values({ tokenHash: hashOf(token), userId, expiresAt: new Date(now.getTime() + sessionLifeMs) }).execute();
  return token;
}

export async function userOfSession(db: Database, token: string, now: Date): Promise<CountyUser | null> {
  const session = await db.selectFrom('countySession').select('userId').where('tokenHash', '=', hashOf(token)).where('expiresAt', '>', now).executeTakeFirst();
  return session ? userById(db, session.userId) : null;
}

export async function endSession(db: Database, token: string): Promise<void> {
  await db.deleteFrom('countySession').where('tokenHash', '=', hashOf(token)).execute();
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
