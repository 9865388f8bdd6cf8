import { randomBytes, randomInt, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { inTransaction } from '../store/inTransaction.ts';
import type { Database, Tx } from '../store/database.ts';
import type { RecordDecision } from './deviceActs.ts';
import { unrecorded } from './deviceActs.ts';

const scrypt = promisify(scryptWithCallback) as (secret: string, salt: Buffer, length: number) => Promise<Buffer>;

/** Without 0, O, 1, I and L: a code is read out over the telephone. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const codeLifeMs = 10 * 60_000;
const mostTries = 5;
const nameLength = 4;

interface CodeFor {
  readonly orgId: string;
  readonly deviceName: string;
  /** The PC whose place the new one takes; the code that was made for it before is good no more. */
  readonly replacesId?: string;
}

/**
 * Makes a one-time code for a PC of this institution. Its first part is its name, by which wrong tries are counted; the
 * rest is secret, and only its hash is kept. @param record what is written with it, in the same transaction @returns e.g. `7KQM-X2PD-94HA`, or null for an institution that there is not, or that was closed
 */
export async function makeEnrolmentCode(db: Database, { orgId, deviceName, replacesId }: CodeFor, now: Date, record: RecordDecision = unrecorded): Promise<string | null> {
  const known = await db.selectFrom('organisation').select('id').where(sql<string>`id::text`, '=', orgId).where('closedOn', 'is', null).executeTakeFirst();
  if (!known) return null;
  const [secret, salt] = [`${letters()}${letters()}`, randomBytes(16)];
  const hash = (await scrypt(secret, salt, 32)).toString('base64');
  return inTransaction(db, async (tx) => {
    await tx.deleteFrom('enrolmentTry').where('triedAt', '<', new Date(now.getTime() - codeLifeMs)).execute();
    if (replacesId !== undefined) await tx.deleteFrom('enrolmentCode').where('replacesId', '=', replacesId).where('usedAt', 'is', null).execute();
    const name = await freeName(tx, now);
    await tx.insertInto('enrolmentCode').values({
      hash, name, salt: salt.toString('base64'), orgId, deviceName, createdAt: now, expiresAt: new Date(now.getTime() + codeLifeMs), usedAt: null, deviceId: null, replacesId: replacesId ?? null,
    }).execute();
    await record(tx);
    return `${name}-${secret.slice(0, 4)}-${secret.slice(4)}`;
  });
}

const letters = (): string => Array.from({ length: nameLength }, () => alphabet[randomInt(alphabet.length)]).join('');

async function freeName(tx: Tx, now: Date): Promise<string> {
  for (;;) {
    const name = letters();
    const taken = await tx.selectFrom('enrolmentCode').select('name').where('name', '=', name).where('expiresAt', '>=', now).executeTakeFirst();
    if (!taken) return name;
  }
}

/** A code that was typed in, with what it takes to check it. */
export interface TypedCode {
  readonly name: string;
  /** Of the code that goes by the name now; of none, where there is none. */
  readonly hash: string;
  readonly isSecretRight: boolean;
}

/** Hashes what was typed, at the same cost whether or not there is such a code. Case, spaces and hyphens do not matter. */
export async function readTypedCode(db: Database, typed: string, now: Date): Promise<TypedCode> {
  const text = typed.toUpperCase().replace(/[^0-9A-Z]/g, '');
  const name = text.slice(0, nameLength);
  const code = await db.selectFrom('enrolmentCode').select(['hash', 'salt']).where('name', '=', name).where('expiresAt', '>=', now).executeTakeFirst();
  const hash = await scrypt(text.slice(nameLength), Buffer.from(code?.salt ?? '', 'base64'), 32);
  const isSecretRight = timingSafeEqual(hash, code === undefined ? Buffer.alloc(32) : Buffer.from(code.hash, 'base64'));
  return { name, hash: code?.hash ?? '', isSecretRight: code !== undefined && isSecretRight };
}

/**
 * The code, locked, unless what was typed is wrong or too much has been tried under its name: then that is counted, for
 * every address and every server together.
 */
export async function takeCode(tx: Tx, { name, hash, isSecretRight }: TypedCode, now: Date) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`enrolment code ${name}`}, 0))`.execute(tx);
  const code = await tx.selectFrom('enrolmentCode').selectAll().where('hash', '=', hash).forUpdate().executeTakeFirst();
  const tried = await tx.selectFrom('enrolmentTry').select((of) => of.fn.countAll<number>().as('count')).where('name', '=', name).where('triedAt', '>=', code?.createdAt ?? now).executeTakeFirstOrThrow();
  if (code !== undefined && isSecretRight && tried.count < mostTries) return code;
  await tx.insertInto('enrolmentTry').values({ name, triedAt: now }).execute();
  return null;
}
