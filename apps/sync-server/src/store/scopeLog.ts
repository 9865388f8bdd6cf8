import { sql } from 'kysely';
import type { BundleId } from '@lianyi/schema/basics/ids';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Database, Tx } from './database.ts';

/** How many numbers each scope needs. */
export type NumbersWanted = ReadonlyMap<string, number>;

/** The first number taken in each scope, and as many positions of the log, ascending, as were asked for. */
export interface NumbersTaken {
  readonly firstByScope: ReadonlyMap<string, number>;
  readonly positions: readonly number[];
}

/**
 * Takes the next numbers of each scope and holds the scopes' counters until the transaction ends: what is numbered
 * later commits later. Called last.
 */
export async function takeNumbers(tx: Tx, wanted: NumbersWanted, positions: number): Promise<NumbersTaken> {
  const scopes = [...wanted.keys()].sort();
  const { rows } = await sql<{ scope: string; number: number }>`
    insert into scope_counter as c (scope, number)
    select scope, wanted from unnest(${scopes}::text[], ${scopes.map((scope) => wanted.get(scope) ?? 0)}::bigint[]) as n (scope, wanted) order by scope
    on conflict (scope) do update set number = c.number + excluded.number
    returning scope, number`.execute(tx);
  const firstByScope = new Map(rows.map((row) => [row.scope, row.number - (wanted.get(row.scope) ?? 0) + 1]));
  const taken = await sql<{ position: number }>`select nextval('log_position') as position from generate_series(1, ${positions})`.execute(tx);
  return { firstByScope, positions: taken.rows.map((row) => row.position).toSorted((a, b) => a - b) };
}

export interface LogRow {
  readonly scope: string;
  readonly number: number;
  readonly position: number;
  readonly bundleId: string;
  readonly puts: readonly { readonly id: string; readonly revision: number }[];
  readonly evicts?: readonly string[];
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
      ${rows.map((row) => list(row.puts.map((put) => put.revision)))}::text[], ${rows.map((row) => list(row.evicts ?? []))}::text[])
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
export async function entriesAfter(tx: Tx | Database, cursors: ReadonlyMap<string, number>, limitPerScope: number): Promise<readonly LogEntryRow[]> {
  const scopes = [...cursors.keys()];
  const { rows } = await sql<LogEntryRow>`
    select l.scope, l.number, l.position, l.bundle_id, l.put_ids, l.put_revisions, l.evict_ids
    from unnest(${scopes}::text[], ${scopes.map((scope) => cursors.get(scope) ?? 0)}::bigint[]) as c (scope, after)
    cross join lateral (
      select * from scope_log where scope_log.scope = c.scope and scope_log.number > c.after order by scope_log.number limit ${limitPerScope}
    ) l
    order by l.position, l.scope`.execute(tx);
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

/** The documents' present state, in the order of their ids. */
export async function documentStates(tx: Tx | Database, ids: readonly string[]): Promise<readonly DocumentState[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<DocumentState>`
    select id, kind, version, revision, hash, body from document where id = any(${[...ids]}::uuid[]) order by id`.execute(tx);
  return rows;
}
