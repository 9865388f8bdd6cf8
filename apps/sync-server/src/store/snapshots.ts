import { sql } from 'kysely';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { Manifest } from '@lianyi/schema/wire/snapshot';
import type { Database, Tx } from './database.ts';
import { onSnapshot } from './inTransaction.ts';
import type { Reader } from './reach.ts';

/** A document as a snapshot takes it in. */
export interface SnapshotRow {
  readonly tier: number;
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly revision: number;
  readonly hash: string;
  readonly body: unknown;
}

const fetched = 2_000;

/**
 * Reads a scope as it is in one moment, tier by tier, in pieces; `work` gets the scope's number first. Nothing is locked:
 * writes go on meanwhile.
 */
export async function readScope<T>(db: Database, scope: ScopeId, work: (number: number, rows: AsyncGenerator<readonly SnapshotRow[]>) => Promise<T>): Promise<T> {
  return onSnapshot(db, async (tx) => {
    const { rows: [counter] } = await sql<{ number: number }>`select number from scope_counter where scope = ${scope}`.execute(tx);
    return work(counter?.number ?? 0, piecesOf(tx, scope));
  });
}

/** Of a patient's record the time of the last visit stands in its id: UUIDs of version 7 sort by time. */
async function* piecesOf(tx: Tx, scope: ScopeId): AsyncGenerator<readonly SnapshotRow[]> {
  await sql`
    declare snapshot_rows no scroll cursor for
    with members as (select d.* from document_scope s join document d on d.id = s.document_id where s.scope = ${scope}),
      seen as (select patient_id, max(id::text) as last_visit from members where kind = 'encounter' group by patient_id)
    select case when m.kind in ('organisation', 'person', 'product') then 0 when m.kind in ('patient', 'patientLink') then 1 when m.kind = 'stockMove' then 2 else 3 end as tier,
      m.id, m.kind, m.version, m.revision, m.hash, m.body
    from members m left join seen on seen.patient_id = m.patient_id and m.kind not in ('patient', 'patientLink')
    order by tier, seen.last_visit desc nulls last, m.kind, m.id`.execute(tx);
  for (;;) {
    const { rows } = await sql<SnapshotRow>`fetch ${sql.raw(String(fetched))} from snapshot_rows`.execute(tx);
    if (rows.length === 0) return;
    yield rows;
  }
}

/** How many documents the scopes hold. */
export async function scopeSizes(read: Reader, scopes: readonly ScopeId[]): Promise<ReadonlyMap<ScopeId, number>> {
  const { rows } = await sql<{ scope: string; documents: number }>`
    select c.scope, (select count(*)::int from document_scope s where s.scope = c.scope) as documents
    from scope_counter c where c.scope = any(${[...scopes]}::text[])`.execute(read);
  return new Map(rows.map(({ scope, documents }) => [scope, documents]));
}

/** The newest snapshot of each scope in this history. */
export async function newestSnapshots(read: Reader, scopes: readonly ScopeId[], epoch: string): Promise<ReadonlyMap<ScopeId, Manifest>> {
  const { rows } = await sql<{ manifest: Manifest }>`
    select distinct on (scope) manifest from snapshot where scope = any(${[...scopes]}::text[]) and manifest->>'epoch' = ${epoch} order by scope, number desc`.execute(read);
  return new Map(rows.map(({ manifest }) => [manifest.scope, manifest]));
}

/**
 * How many documents the logs tell of after the snapshots, each as often as it changed: one number may hold a whole roster.
 * Read from the log's own rows, of which there are few behind a snapshot that is kept young.
 */
export async function changedSince(read: Reader, snapshots: Iterable<Pick<Manifest, 'scope' | 'number'>>): Promise<ReadonlyMap<ScopeId, number>> {
  const asked = [...snapshots];
  const { rows } = await sql<{ scope: string; documents: number }>`
    select c.scope, coalesce(sum(cardinality(l.put_ids) + cardinality(l.evict_ids)), 0)::int as documents
    from unnest(${asked.map(({ scope }) => scope)}::text[], ${asked.map(({ number }) => number)}::bigint[]) as c (scope, after)
    left join scope_log l on l.scope = c.scope and l.number > c.after group by c.scope`.execute(read);
  return new Map(rows.map(({ scope, documents }) => [scope, documents]));
}

export interface PackedChunk {
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes a snapshot whole, and takes older ones of the scope away: the one before stays, and what is younger than a week,
 * since a slow line may be in the midst of it.
 */
export async function writeSnapshot(db: Database, manifest: Manifest, chunks: readonly PackedChunk[], now: Date): Promise<void> {
  const { scope, number } = manifest;
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql`
      insert into snapshot (scope, number, manifest, built_at) values (${scope}, ${number}, ${JSON.stringify(manifest)}, ${now})
      on conflict (scope, number) do update set manifest = excluded.manifest, built_at = excluded.built_at
        where snapshot.manifest->>'epoch' <> excluded.manifest->>'epoch' or snapshot.manifest->'kinds' <> excluded.manifest->'kinds'
      returning 1`.execute(tx);
    // Another server was quicker.
    if (rows.length === 0) return;
    await sql`delete from snapshot_chunk where scope = ${scope} and number = ${number}`.execute(tx);
    for (const { sha256, bytes } of chunks) {
      await sql`insert into snapshot_chunk (sha256, scope, number, bytes) values (${sha256}, ${scope}, ${number}, ${Buffer.from(bytes)}) on conflict do nothing`.execute(tx);
    }
    await sql`
      delete from snapshot where scope = ${scope} and built_at < ${new Date(now.getTime() - weekMs)}
        and number not in (select number from snapshot where scope = ${scope} order by built_at desc, number desc limit 2)`.execute(tx);
  });
}

const weekMs = 7 * 24 * 3_600_000;

/** Whether the bytes are those that the name is of. Hashed by PostgreSQL, so that a range from the middle needs no more than itself sent. */
const isWhole = sql<boolean>`sha256(bytes) = decode(sha256, 'hex')`;

/**
 * A part of a chunk of one of the scopes, and how long the whole is. The whole is hashed each time, some milliseconds for a
 * megabyte: a disk that turns a bit later is found, too. @returns null if it is not there, or not what its name says
 */
export async function readChunk(read: Reader, sha256: string, scopes: ReadonlySet<ScopeId>, from: number, length: number): Promise<{ readonly size: number; readonly bytes: Buffer } | null> {
  const { rows: [row] } = await sql<{ size: number; bytes: Buffer }>`
    select octet_length(bytes) as size, substring(bytes from ${from + 1}::int for ${length}::int) as bytes
    from snapshot_chunk where sha256 = ${sha256} and scope = any(${[...scopes]}::text[]) and ${isWhole} limit 1`.execute(read);
  return row ?? null;
}

/** A chunk that a snapshot promises and that is not there, or has other bytes. */
export interface DamagedChunk {
  readonly scope: ScopeId;
  readonly number: number;
  readonly sha256: string;
  readonly fault: 'missing' | 'altered';
}

const promised = sql`
  select s.scope, s.number, entry->>'sha256' as sha256, case when c.sha256 is null then 'missing' else 'altered' end as fault
  from snapshot s cross join lateral jsonb_array_elements(s.manifest->'chunks') entry
  left join snapshot_chunk c on c.sha256 = entry->>'sha256' and c.scope = s.scope and c.number = s.number`;
const isDamaged = sql`(c.sha256 is null or sha256(c.bytes) <> decode(c.sha256, 'hex'))`;

/** Goes over the chunks of all snapshots. */
export async function damagedChunks(db: Database): Promise<{ readonly looked: number; readonly faults: readonly DamagedChunk[] }> {
  const { rows: [all] } = await sql<{ looked: number }>`select count(*)::int as looked from (${promised}) p`.execute(db);
  const { rows } = await sql<DamagedChunk>`${promised} where ${isDamaged} order by s.scope, s.number, sha256`.execute(db);
  return { looked: all?.looked ?? 0, faults: rows };
}

/** Takes away those snapshots of the scopes that promise this chunk and do not have it. @returns which, and how many of its chunks each lacked */
export async function dropDamaged(db: Database, sha256: string, scopes: ReadonlySet<ScopeId>): Promise<readonly { readonly scope: ScopeId; readonly number: number; readonly chunks: number }[]> {
  const { rows } = await sql<{ scope: ScopeId; number: number; chunks: number }>`
    with damaged as (
      select scope, number, count(*)::int as chunks from (
        ${promised} where s.scope = any(${[...scopes]}::text[]) and s.manifest->'chunks' @> ${JSON.stringify([{ sha256 }])}::jsonb and ${isDamaged}) p
      group by scope, number having bool_or(p.sha256 = ${sha256})),
    dropped as (delete from snapshot s using damaged d where s.scope = d.scope and s.number = d.number returning s.scope, s.number, d.chunks)
    select scope, number, chunks from dropped order by scope, number`.execute(db);
  return rows;
}

/** Lets one server at a time build a snapshot of a scope. @returns null if another does */
export async function alone<T>(db: Database, scope: ScopeId, work: () => Promise<T>): Promise<T | null> {
  return db.connection().execute(async (connection) => {
    const { rows: [row] } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(hashtext('snapshot'), hashtext(${scope})) as taken`.execute(connection);
    if (row?.taken !== true) return null;
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(hashtext('snapshot'), hashtext(${scope}))`.execute(connection);
    }
  });
}
