import { sql } from 'kysely';
import type { Ancestor } from '@lianyi/schema/wire/history';
import type { Tx } from './database.ts';

/** A document as a witness left it here. */
export interface WitnessedRow {
  readonly documentId: string;
  /** The witness's revision, counted in the history that was lost. */
  readonly revision: number;
  readonly hash: string;
}

export async function witnessedOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, WitnessedRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<WitnessedRow>`select document_id, revision, hash from witnessed where document_id = any(${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.documentId, row]));
}

export async function writeWitnessed(tx: Tx, rows: readonly WitnessedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into witnessed (document_id, revision, hash)
    select * from unnest(${rows.map((row) => row.documentId)}::uuid[], ${rows.map((row) => row.revision)}::int[], ${rows.map((row) => row.hash)}::text[])
    on conflict (document_id) do update set revision = excluded.revision, hash = excluded.hash`.execute(tx);
}

/** What the log has put of a document after its fork. */
export interface SinceFork {
  /** The first revision that was put; at the fork the document was one before it. */
  readonly firstRevision: number;
  /** The bodies of the devices' bundles that put it, as text. */
  readonly bundleBodies: readonly string[];
}

/** Those of the ids that some scope's log puts after its fork; the rest are as the backup left them. */
export async function putSinceFork(tx: Tx, fork: Ancestor, ids: readonly string[]): Promise<ReadonlyMap<string, SinceFork>> {
  if (ids.length === 0) return new Map();
  const scopes = Object.keys(fork.forkNumbers);
  const { rows } = await sql<{ id: string; revision: number; bodies: readonly string[] }>`
    select put.id, min(put.revision)::int as revision, coalesce(array_agg(distinct b.body) filter (where b.body is not null), '{}') as bodies
    from scope_log l
    left join unnest(${scopes}::text[], ${scopes.map((scope) => fork.forkNumbers[scope] ?? 0)}::bigint[]) as f (scope, number) on f.scope = l.scope
    cross join lateral unnest(l.put_ids, l.put_revisions) as put (id, revision)
    left join bundle b on b.claimed_id = l.bundle_id and b.outcome in ('accepted', 'merged')
    where l.number > coalesce(f.number, 0) and l.put_ids && ${[...ids]}::uuid[] and put.id = any(${[...ids]}::uuid[])
    group by put.id`.execute(tx);
  return new Map(rows.map((row) => [row.id, { firstRevision: row.revision, bundleBodies: row.bodies }]));
}
