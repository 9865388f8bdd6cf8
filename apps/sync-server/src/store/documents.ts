import { sql } from 'kysely';
import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import type { Tx } from './database.ts';

/** A document as the county holds it. */
export interface HeldDocument {
  readonly document: AnyDocument;
  readonly version: number;
  readonly revision: number;
  readonly hash: string;
  /** Hash of what it was created with. */
  readonly createdHash: string;
  /** The bundle that created it. */
  readonly createdBy: string;
  /** The scopes that it is a member of, which may be more or others than its content says: links and moves. */
  readonly scopes: readonly string[];
}

export type HeldById = ReadonlyMap<string, HeldDocument>;

/**
 * The documents that exist among these, locked in the order of their ids until the transaction ends, and with them
 * the open reviews about them.
 */
export async function lockDocuments(tx: Tx, ids: readonly string[]): Promise<HeldById> {
  if (ids.length === 0) return new Map();
  const wanted = new Set(ids);
  // Reviews are looked for twice: before, so that one sorted statement locks all; and after, for one that was opened
  // while we waited for a lock (it can be locked out of order then: a deadlock is tried again).
  for (const id of await openReviewIdsAbout(tx, ids)) wanted.add(id);
  const held = await lockByIds(tx, [...wanted]);
  const late = (await openReviewIdsAbout(tx, ids)).filter((id) => !held.has(id));
  return late.length === 0 ? held : new Map([...held, ...(await lockByIds(tx, late))]);
}

async function lockByIds(tx: Tx, ids: readonly string[]): Promise<Map<string, HeldDocument>> {
  const { rows } = await sql<Omit<HeldDocument, 'document' | 'scopes'> & { id: string; body: AnyDocument }>`
    select id, version, revision, hash, created_hash, created_by, body from document
    where id = any(${[...ids]}::uuid[]) order by id for update`.execute(tx);
  // By itself, after the locks: what a link or a move that we waited for has changed is there now.
  const memberships = await sql<{ id: string; scopes: readonly string[] }>`
    select document_id as id, array_agg(scope order by scope) as scopes from document_scope
    where document_id = any(${rows.map((row) => row.id)}::uuid[]) group by document_id`.execute(tx);
  const scopesById = new Map(memberships.rows.map((row) => [row.id, row.scopes]));
  return new Map(rows.map(({ id, body, ...rest }) => [id, { ...rest, document: body, scopes: scopesById.get(id) ?? [] }]));
}

async function openReviewIdsAbout(tx: Tx, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from document
    where kind = 'review' and body -> 'about' ->> 'id' = any(${[...ids]}::text[]) and body -> 'resolution' = 'null'`.execute(tx);
  return rows.map((row) => row.id);
}

/** A document to write: new (`priorRevision` null), or the next state of one that is locked. */
export interface DocumentRow {
  readonly id: string;
  readonly kind: Kind;
  readonly version: number;
  readonly priorRevision: number | null;
  readonly revision: number;
  readonly hash: string;
  readonly createdHash: string;
  readonly createdBy: string;
  readonly patientId: string | null;
  readonly scopes: readonly string[];
  readonly body: AnyDocument;
}

export async function writeDocuments(tx: Tx, rows: readonly DocumentRow[]): Promise<void> {
  const created = rows.filter((row) => row.priorRevision === null);
  const changed = rows.filter((row) => row.priorRevision !== null);
  if (created.length > 0) await insertDocuments(tx, created);
  if (changed.length > 0) {
    await sql`
      update document d set version = n.version, revision = n.revision, hash = n.hash, body = n.body::jsonb, changed_at = now()
      from unnest(${changed.map((row) => row.id)}::uuid[], ${changed.map((row) => row.version)}::int[], ${changed.map((row) => row.revision)}::int[],
        ${changed.map((row) => row.hash)}::text[], ${changed.map((row) => JSON.stringify(row.body))}::text[]) as n (id, version, revision, hash, body)
      where d.id = n.id`.execute(tx);
  }
}

async function insertDocuments(tx: Tx, rows: readonly DocumentRow[]): Promise<void> {
  await sql`
    insert into document (id, kind, version, revision, hash, created_hash, created_by, patient_id, body)
    select id, kind, version, revision, hash, created_hash, created_by, patient_id, body::jsonb
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.version)}::int[],
      ${rows.map((row) => row.revision)}::int[], ${rows.map((row) => row.hash)}::text[], ${rows.map((row) => row.createdHash)}::text[],
      ${rows.map((row) => row.createdBy)}::uuid[], ${rows.map((row) => row.patientId)}::uuid[], ${rows.map((row) => JSON.stringify(row.body))}::text[])
      as n (id, kind, version, revision, hash, created_hash, created_by, patient_id, body)`.execute(tx);
  const memberships = rows.flatMap((row) => row.scopes.map((scope) => ({ scope, id: row.id })));
  await sql`
    insert into document_scope (scope, document_id)
    select * from unnest(${memberships.map((row) => row.scope)}::text[], ${memberships.map((row) => row.id)}::uuid[])`.execute(tx);
}

/**
 * Locks on the patients concerned until the transaction ends: shared, and exclusive on those whose records move, are
 * linked or parted, so that no document of theirs is made meanwhile. 256 buckets bound the locks of an import; they are
 * taken in one order.
 */
export async function lockPatients(tx: Tx, patientIds: readonly string[], exclusiveIds: readonly string[]): Promise<void> {
  if (patientIds.length + exclusiveIds.length === 0) return;
  const bucketOf = (id: string): number => Number.parseInt(id.slice(-2), 16);
  const exclusive = new Set(exclusiveIds.map(bucketOf));
  const buckets = [...new Set([...patientIds.map(bucketOf), ...exclusive])].sort((a, b) => a - b);
  await sql`
    select case when is_exclusive then pg_advisory_xact_lock(710002, bucket) else pg_advisory_xact_lock_shared(710002, bucket) end
    from unnest(${buckets}::int[], ${buckets.map((bucket) => exclusive.has(bucket))}::boolean[]) as n (bucket, is_exclusive)`.execute(tx);
}
