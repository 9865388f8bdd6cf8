import { sql } from 'kysely';
import { BucketSums, bucketCount, markDigits } from '@lianyi/schema/wire/repair';
import type { Database, Tx } from './database.ts';
import type { Reader } from './reach.ts';

/** A scope's log number and the sums of its buckets, of one moment. */
export interface ScopeSums {
  readonly number: number;
  readonly buckets: readonly string[];
}

/**
 * Adds up the documents of each scope (`document_scope`) as `BucketSums` does, over `markText` of id, revision and
 * content hash. A scope that nobody has written to is at number 0 with empty buckets.
 */
export async function scopeSums(read: Reader, scopes: readonly string[]): Promise<ReadonlyMap<string, ScopeSums>> {
  const numbers = await scopeNumbers(read, scopes);
  const { rows } = await sql<{ scope: string; bucket: number; count: number; sum: string }>`
    select scope, bucket, count(*)::int as count, sum(('x' || left(mark, ${markDigits}))::bit(60)::bigint)::text as sum
    from (
      select s.scope, get_byte(uuid_send(d.id), 15) as bucket,
        encode(sha256(convert_to(d.id || ' ' || d.revision || ' ' || d.hash, 'UTF8')), 'hex') as mark
      from document_scope s join document d on d.id = s.document_id where s.scope = any(${[...scopes]}::text[])
    ) marks
    group by scope, bucket`.execute(read);
  const sumsByScope = new Map(scopes.map((scope) => [scope, new BucketSums()]));
  for (const { scope, bucket, count, sum } of rows) sumsByScope.get(scope)?.addMany(bucket, count, BigInt(sum));
  return new Map([...sumsByScope].map(([scope, sums]) => [scope, { number: numbers.get(scope) ?? 0, buckets: sums.texts() }]));
}

export interface BucketMember {
  readonly id: string;
  readonly revision: number;
  readonly hash: string;
}

/** The documents of some buckets of a scope in the order of their ids, with the scope's log number. */
export async function bucketMembers(read: Reader, scope: string, buckets: readonly number[]): Promise<{ readonly number: number; readonly members: readonly BucketMember[] }> {
  const numbers = await scopeNumbers(read, [scope]);
  const { rows } = await sql<BucketMember>`
    select d.id, d.revision, d.hash from document_scope s join document d on d.id = s.document_id
    where s.scope = ${scope} and (${buckets.length >= bucketCount} or get_byte(uuid_send(d.id), 15) = any(${[...buckets]}::int[]))
    order by d.id`.execute(read);
  return { number: numbers.get(scope) ?? 0, members: rows };
}

/** Those of the ids that the county has a document of, in whatever scope. */
export async function knownDocumentIds(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`select id from document where id = any(${[...ids]}::uuid[])`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** How far each scope's log has come; one that nobody has written to is not there. */
export async function scopeNumbers(tx: Tx | Database, scopes: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ scope: string; number: number }>`select scope, number from scope_counter where scope = any(${[...scopes]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.scope, row.number]));
}

/** What a repair of a device's copy came to. */
export interface DeviceRepair {
  readonly scope: string;
  readonly given: number;
  readonly gone: number;
  readonly unknown: number;
}

/** Notes that a device compared its copy, and what differed if something did. */
export async function recordCheck(db: Database, deviceId: string, at: Date, repair: DeviceRepair | null): Promise<void> {
  await sql`
    insert into device_check as c (device_id, checked_at, differed_at, scope, given, gone, unknown)
    values (${deviceId}, ${at}, ${repair && at}, ${repair?.scope ?? null}, ${repair?.given ?? 0}, ${repair?.gone ?? 0}, ${repair?.unknown ?? 0})
    on conflict (device_id) do update set checked_at = excluded.checked_at,
      differed_at = coalesce(excluded.differed_at, c.differed_at), scope = coalesce(excluded.scope, c.scope),
      given = case when excluded.differed_at is null then c.given else excluded.given end,
      gone = case when excluded.differed_at is null then c.gone else excluded.gone end,
      unknown = case when excluded.differed_at is null then c.unknown else excluded.unknown end`.execute(db);
}
