import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Tx } from '../store/database.ts';

/** Where an attempt comes from. */
export interface LoginPlace {
  readonly login: string;
  readonly ip: string;
  /** Which browser in which this login has succeeded before, by its cookie; null for another. */
  readonly knownBrowser: string | null;
}

interface Limit {
  readonly name: string;
  /** Whose login it is about; null: an address's. */
  readonly login: string | null;
  /** Attempts that cost nothing. */
  readonly free: number;
  readonly mostSeconds: number;
}

/**
 * Guessing at one login from one address is slowed down first, then one address that tries many logins, then one login
 * that is tried from many addresses; that last lock is short. A browser in which the login has succeeded before is counted
 * by itself: a stranger cannot keep somebody out of their own, not even from the same address (a clinic's router, a proxy).
 */
function limitsOf({ login, ip, knownBrowser }: LoginPlace): readonly Limit[] {
  if (knownBrowser !== null) return [{ name: `browser ${login} ${knownBrowser}`, login, free: 10, mostSeconds: 3600 }];
  return [
    { name: pairOf(login, ip), login, free: 5, mostSeconds: 3600 },
    { name: `address ${ip}`, login: null, free: 30, mostSeconds: 3600 },
    { name: overAll(login), login, free: 20, mostSeconds: 900 },
  ];
}

const pairOf = (login: string, ip: string): string => `pair ${login} ${ip}`;
const overAll = (login: string): string => `login ${login}`;

const firstLockSeconds = 30;
/** A place that was quiet for so long begins anew. */
const forgottenAfterMs = 24 * 3_600_000;

/**
 * Counts an attempt before it is looked at, each row at once, so that many together are counted too. One that comes while
 * a lock holds is not: neither the impatient nor a stranger draws a lock out.
 * @returns the seconds to wait, or null: it may be looked at
 */
export async function beginAttempt(db: Database, place: LoginPlace, now: Date): Promise<number | null> {
  await db.deleteFrom('loginFailure').where('lastAt', '<', new Date(now.getTime() - forgottenAfterMs)).execute();
  const counted: Limit[] = [];
  for (const limit of limitsOf(place)) {
    if (await count(db, limit, now)) {
      counted.push(limit);
      continue;
    }
    await countBack(db, counted);
    const lock = await db.selectFrom('loginFailure').select('lockedUntil').where('nameHash', '=', hashOf(limit.name)).executeTakeFirst();
    return Math.max(1, Math.ceil(((lock?.lockedUntil?.getTime() ?? 0) - now.getTime()) / 1000));
  }
  return null;
}

/** @returns false while a lock holds */
async function count(db: Database, { name, login, free, mostSeconds }: Limit, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into login_failure (name_hash, login_hash, count, last_at) values (${hashOf(name)}, ${login === null ? null : hashOf(login)}, 1, ${now})
    on conflict (name_hash) do update set count = login_failure.count + 1, last_at = excluded.last_at,
      locked_until = case when login_failure.count + 1 >= ${free}::int
        then excluded.last_at + make_interval(secs => least(${mostSeconds}::float8, ${firstLockSeconds}::float8 * power(2, least(login_failure.count + 1 - ${free}::int, 20)))) end
    where login_failure.locked_until is null or login_failure.locked_until <= excluded.last_at`.execute(db);
  return numAffectedRows === 1n;
}

/** It was no failure. */
export async function undoAttempt(db: Database, place: LoginPlace): Promise<void> {
  await countBack(db, limitsOf(place));
}

/** A lock that this attempt brought about goes with it. */
async function countBack(db: Database, limits: readonly Limit[]): Promise<void> {
  for (const { name, free } of limits) {
    await sql`update login_failure set count = count - 1, locked_until = case when count - 1 >= ${free}::int then locked_until end where name_hash = ${hashOf(name)} and count > 0`.execute(db);
  }
}

/** Somebody has come in: what was counted against this login from here is forgotten. What others tried elsewhere is not. */
export async function forgetFailures(db: Database, place: LoginPlace): Promise<void> {
  await undoAttempt(db, place);
  const own = limitsOf(place).filter(({ name }) => place.knownBrowser !== null || name === pairOf(place.login, place.ip));
  await db.deleteFrom('loginFailure').where('nameHash', 'in', own.map(({ name }) => hashOf(name))).execute();
}

/** County IT lets somebody try again at once, from wherever. What was counted of other logins, and of addresses, stays. @returns whether anything was counted */
export async function forgetFailuresOf(db: Database | Tx, login: string): Promise<boolean> {
  const forgotten = await db.deleteFrom('loginFailure').where('loginHash', '=', hashOf(login)).returning('count').execute();
  // Of who has come in since a row may be left that counts none.
  return forgotten.some(({ count: tries }) => tries > 0);
}

/** What was tried in vain at a login, as county IT is told of it. */
export interface LoginTrouble {
  /** Within a day, from wherever; those of a place from which they have come in since are forgotten. */
  readonly wrongTries: number;
  /** Until when a try is not looked at: everywhere but in its own browsers, or where it was tried alone. */
  readonly waits: { readonly until: Date; readonly isEverywhere: boolean } | null;
}

export async function loginTrouble(db: Database, login: string, now: Date): Promise<LoginTrouble> {
  const rows = await db.selectFrom('loginFailure').select(['nameHash', 'count', 'lockedUntil']).where('loginHash', '=', hashOf(login)).where('lastAt', '>', new Date(now.getTime() - forgottenAfterMs)).execute();
  // Each try is counted where it was made, and once more over all places.
  const isOverAll = ({ nameHash }: { readonly nameHash: string }): boolean => nameHash === hashOf(overAll(login));
  const locks = rows.flatMap((row) => (row.lockedUntil !== null && row.lockedUntil > now ? [{ until: row.lockedUntil, isEverywhere: isOverAll(row) }] : []));
  const [longest] = (locks.some(({ isEverywhere }) => isEverywhere) ? locks.filter(({ isEverywhere }) => isEverywhere) : locks).toSorted((a, b) => b.until.getTime() - a.until.getTime());
  return { wrongTries: rows.filter((row) => !isOverAll(row)).reduce((sum, { count: tries }) => sum + tries, 0), waits: longest ?? null };
}

const hashOf = (name: string): string => createHash('sha256').update(`lianyi login ${name}`).digest('hex');
