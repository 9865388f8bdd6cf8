import { sql } from 'kysely';
import type { BundleId } from '@lianyi/schema/basics/ids';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Database, Tx } from './database.ts';
import type { Reader } from './reach.ts';

/** How many numbers each scope needs. */
export type NumbersWanted = ReadonlyMap<string, number>;

/** The first number taken in each scope, and as many positions of the log, ascending, as were asked for. */
export interface NumbersTaken {
  readonly firstByScope: ReadonlyMap<string, number>;
  readonly positions: readonly number[];
}

/** Two-part advisory locks; no other of ours has this first part. Their second part is a position of the log. */
const numberingLock = 710_003;

/**
 * Takes the next numbers of each scope and holds the scopes' counters until the transaction ends: what is numbered
 * later commits later. Called last. Before it takes positions it marks, by a lock that nobody waits for, that what comes
 * after the present one is on its way (`settledPosition`).
 */
export async function takeNumbers(tx: Tx, wanted: NumbersWanted, positions: number): Promise<NumbersTaken> {
  const scopes = [...wanted.keys()].sort();
  const { rows } = await sql<{ scope: string; number: number }>`
    insert into scope_counter as c (scope, number)
    select scope, wanted from unnest(${scopes}::text[], ${scopes.map((scope) => wanted.get(scope) ?? 0)}::bigint[]) as n (scope, wanted) order by scope
    on conflict (scope) do update set number = c.number + excluded.number
    returning scope, number`.execute(tx);
  const firstByScope = new Map(rows.map((row) => [row.scope, row.number - (wanted.get(row.scope) ?? 0) + 1]));
  const taken = await sql<{ position: number }>`
    with marked as materialized (select pg_advisory_xact_lock_shared(${sql.lit(numberingLock)}, (last_value - (not is_called)::int)::int) from log_position)
    select nextval('log_position') as position from marked cross join generate_series(1, ${positions})`.execute(tx);
  return { firstByScope, positions: taken.rows.map((row) => row.position).toSorted((a, b) => a - b) };
}

/**
 * The position up to which the log of all scopes is whole. Positions of different scopes are taken in one order and
 * committed in another: who reads up to the last that was taken may miss one that is still on its way. A transaction that
 * took a position before this asks is either committed when the locks are read, or its lock is seen.
 */
export async function settledPosition(db: Database): Promise<number> {
  const { rows: [last] } = await sql<{ position: number }>`select last_value - (not is_called)::int as position from log_position`.execute(db);
  const { rows: [marked] } = await sql<{ position: number | null }>`
    select min(objid::bigint) as position from pg_locks
    where locktype = 'advisory' and classid = ${sql.lit(numberingLock)} and objsubid = 2 and database = (select oid from pg_database where datname = current_database())`.execute(db);
  return Math.min(last?.position ?? 0, marked?.position ?? Number.MAX_SAFE_INTEGER);
}

export interface LogRow {
  readonly scope: string;
  readonly number: number;
  readonly position: number;
  readonly bundleId: string;
  readonly puts: readonly { readonly id: string; readonly revision: number }[];
  readonly evicts: readonly string[];
}

export async function appendLog(tx: Tx, rows: readonly LogRow[]): Promise<void> {
  if (rows.length === 0) return;
  // Arrays of unequal length do not fit an unnest: they travel as text.
  const list = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;
  await sql`
    insert into scope_log (scope, number, position, bundle_id, put_ids, put_revisions, evict_ids)
    select scope, number, position, bundle_id, put_ids::uuid[], put_revisions::int[], evict_ids::uuid[]
    from unnest(${rows.map((row) => row.scope)}::text[], ${rows.map((row) => row.number)}::bigint[], ${rows.map((row) => row.position)}::bigint[],
      ${rows.map((row) => row.bundleId)}::uuid[], ${rows.map((row) => list(row.puts.map((put) => put.id)))}::text[],
      ${rows.map((row) => list(row.puts.map((put) => put.revision)))}::text[], ${rows.map((row) => list(row.evicts))}::text[])
      as n (scope, number, position, bundle_id, put_ids, put_revisions, evict_ids)`.execute(tx);
}

export interface LogEntryRow {
  readonly scope: string;
  readonly number: number;
  readonly position: number;
  readonly bundleId: BundleId;
  readonly putIds: readonly string[];
  readonly putRevisions: readonly number[];
  readonly evictIds: readonly string[];
}

/**
 * Entries after the cursors, at most `limitPerScope` of each scope, in the order of the log. In a scope the order of
 * numbers is the order of positions, so the first entries of all scopes hold the first entries of the whole.
 */
export async function entriesAfter(read: Reader, cursors: ReadonlyMap<string, number>, limitPerScope: number): Promise<readonly LogEntryRow[]> {
  const scopes = [...cursors.keys()];
  const { rows } = await sql<LogEntryRow>`
    select l.scope, l.number, l.position, l.bundle_id, l.put_ids, l.put_revisions, l.evict_ids
    from unnest(${scopes}::text[], ${scopes.map((scope) => cursors.get(scope) ?? 0)}::bigint[]) as c (scope, after)
    cross join lateral (
      select * from scope_log where scope_log.scope = c.scope and scope_log.number > c.after order by scope_log.number limit ${limitPerScope}
    ) l
    order by l.position, l.scope`.execute(read);
  return rows;
}

export interface DocumentState {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly revision: number;
  readonly hash: string;
  readonly body: AnyDocument;
}

/**
 * The present state of those documents that are members of one of the scopes now, in the order of their ids. What an
 * older entry put and a later one evicted is nobody's business there any more.
 */
export async function documentStates(read: Reader, ids: readonly string[], scopes: readonly string[]): Promise<readonly DocumentState[]> {
  if (ids.length === 0) return [];
  // By the documents one after the other, whatever PostgreSQL has counted so far: soon after an import it takes a scope for
  // small, and would go through all of it for each page. What has a `limit` is not turned into a join.
  const { rows } = await sql<DocumentState>`
    select d.id, d.kind, d.version, d.revision, d.hash, d.body
    from (select distinct unnest(${[...ids]}::uuid[]) as id) wanted
    cross join lateral (select * from document where document.id = wanted.id limit 1) d
    where (select true from document_scope s where s.document_id = d.id and s.scope = any(${[...scopes]}::text[]) limit 1)
    order by d.id`.execute(read);
  return rows;
}
