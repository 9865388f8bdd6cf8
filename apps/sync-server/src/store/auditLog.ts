import { sql } from 'kysely';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { AuditHead } from '@lianyi/schema/wire/exchange';
import type { Database, Tx } from './database.ts';

/** What somebody did or looked at, before it has a place in the chain. Codes, ids and hashes only: no free text, nothing clinical. */
export interface AuditFact {
  readonly at: Date;
  readonly actor: 'user' | 'commandLine' | 'device';
  readonly userId: string | null;
  /** The login, the name of the server's user, or that of a PC. */
  readonly actorName: string;
  readonly sessionId: string | null;
  readonly action: string;
  readonly patientIds: readonly string[];
  /** What it was done to, where that is no patient. */
  readonly about: string | null;
  readonly detail: Readonly<Record<string, string | number>>;
}

export interface AuditEntry extends AuditFact {
  readonly number: number;
  /** The hash of the entry before it; empty at the beginning. */
  readonly previous: string;
  readonly hash: string;
  /** The county's, over `auditToSign`. */
  readonly signature: string;
}

/** Any number that no other advisory lock of ours uses. */
const auditLock = 710_025;

/** One after the other, whichever server writes: a chain has one end. @param sign with the county's key */
export async function appendAudit(tx: Tx, fact: AuditFact, sign: (text: string) => string): Promise<AuditHead> {
  await lockAudit(tx);
  const head = await auditHead(tx);
  // As the column keeps them: the hash is over what stands there.
  const patientIds = fact.patientIds.map((id) => id.toLowerCase());
  const linked = { ...fact, patientIds, number: (head?.number ?? 0) + 1, previous: head?.hash ?? '' };
  const hash = auditHash(linked);
  await tx.insertInto('auditEntry').values({ ...linked, detail: JSON.stringify(fact.detail), hash, signature: sign(auditToSign(hash)) }).execute();
  return { number: linked.number, hash };
}

/** Nobody else appends until the transaction ends. */
export async function lockAudit(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${auditLock})`.execute(tx);
}

/** The last entry; null before the first. */
export async function auditHead(db: Database | Tx): Promise<AuditHead | null> {
  return (await db.selectFrom('auditEntry').select(['number', 'hash']).orderBy('number', 'desc').limit(1).executeTakeFirst()) ?? null;
}

/** In the order of the chain, page by page. */
export async function* auditEntries(tx: Tx): AsyncGenerator<AuditEntry> {
  let after = 0;
  for (;;) {
    const rows: readonly AuditEntry[] = await tx.selectFrom('auditEntry').selectAll().where('number', '>', after).orderBy('number').limit(1000).execute();
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.number;
  }
}

/** Over all that an entry says, and the hash of the one before. */
export function auditHash(entry: AuditFact & Pick<AuditEntry, 'number' | 'previous'>): string {
  const { number, at, actor, userId, actorName, sessionId, action, patientIds, about, detail, previous } = entry;
  return jsonHash([number, at.toISOString(), actor, userId, actorName, sessionId, action, patientIds, about, detail, previous]);
}

export const auditToSign = (hash: string): string => `lianyi audit\n${hash}`;
