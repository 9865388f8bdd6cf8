import { sql } from 'kysely';
import type { AnyDocument, Kind } from '@lianyi/schema/documents/kinds';
import type { Database, Tx } from './database.ts';
import { onSnapshot } from './inTransaction.ts';
import type { Reader } from './reach.ts';
import { narrow } from './reach.ts';

/** A place in the log of all scopes: after a document of a bundle, bundles by position and documents of one by id. */
export interface StreamPlace {
  readonly position: number;
  readonly id: string;
}

/** Before everything. */
export const streamStart: StreamPlace = { position: 0, id: '00000000-0000-0000-0000-000000000000' };

export interface StreamChange extends StreamPlace {
  /** As it is now; null: it has left the scopes. */
  readonly document: { readonly version: number; readonly body: AnyDocument } | null;
}

interface FoundChange extends StreamPlace {
  readonly isHere: boolean;
}

export interface ChangesAsked {
  readonly kind: Kind;
  /** Null: all, so that nothing ever leaves. */
  readonly scopes: readonly string[] | null;
  readonly after: StreamPlace;
  /** A settled position. */
  readonly until: number;
  readonly limit: number;
}

/** The log is read in stretches of about so many documents, and of more where none of them was asked for. */
const leastStretch = 2000;
const mostStretch = 64_000;
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The changes of a kind in the scopes, in the order of the log: as many as were asked for, or all that there are. A
 * document comes where the log put its present revision, so once in a first pull however often it was changed; it goes
 * where it was evicted, unless another of the scopes has it. In stretches, since a page must not cost more the more log
 * there is behind it. What has changed the county finds itself, since of a document that has left the kind is asked too; the
 * documents are then read within the scopes, on the same snapshot.
 */
export async function changesAfter(db: Database, asked: ChangesAsked): Promise<readonly StreamChange[]> {
  return onSnapshot(db, async (tx) => {
    const found = await changesFound(tx, asked);
    const read = await narrow(tx, asked.scopes === null ? 'county' : { scopes: asked.scopes });
    const documents = await documentsNow(read, found.filter(({ isHere }) => isHere).map(({ id }) => id));
    return found.map(({ position, id, isHere }) => ({ position, id, document: isHere ? (documents.get(id) ?? null) : null }));
  });
}

async function changesFound(tx: Tx, asked: ChangesAsked): Promise<readonly FoundChange[]> {
  const changes: FoundChange[] = [];
  let { after } = asked;
  for (let stretch = leastStretch; ; stretch = Math.min(stretch * 2, mostStretch)) {
    const until = await stretchEnd(tx, asked, after.position, stretch);
    changes.push(...(await changesWithin(tx, { ...asked, after, until, limit: asked.limit - changes.length })));
    if (changes.length >= asked.limit || until >= asked.until) return changes;
    after = { position: until, id: lastId };
  }
}

async function documentsNow(read: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, NonNullable<StreamChange['document']>>> {
  const { rows } = await sql<{ id: string; version: number; body: AnyDocument }>`select id, version, body from document where id = any(${[...ids]}::uuid[])`.execute(read);
  return new Map(rows.map(({ id, ...document }) => [id, document]));
}

/** The position by which the scopes' logs have so many documents from this one on; the last that may be read if they have fewer. */
async function stretchEnd(tx: Tx, asked: ChangesAsked, from: number, documents: number): Promise<number> {
  const { rows: [end] } = await sql<{ position: number }>`
    select position from (
      select l.position, sum(cardinality(l.put_ids) + cardinality(l.evict_ids)) over (order by l.position rows unbounded preceding) as documents
      from scope_log l where l.position between ${from + 1} and ${asked.until} and ${inScopes(asked)}
    ) counted where documents >= ${documents} order by position limit 1`.execute(tx);
  return end?.position ?? asked.until;
}

async function changesWithin(tx: Tx, asked: ChangesAsked): Promise<readonly FoundChange[]> {
  const { kind, scopes, after, until, limit } = asked;
  const isHere = scopes === null ? sql`true` : sql`exists (select from document_scope s where s.document_id = d.id and s.scope = any(${[...scopes]}::text[]))`;
  const { rows } = await sql<FoundChange>`
    with changed as (
      select distinct l.position, c.id
      from scope_log l
      cross join lateral (
        select put.id, put.revision from unnest(l.put_ids, l.put_revisions) as put (id, revision)
        union all select evicted.id, null from unnest(l.evict_ids) as evicted (id)
      ) c
      join document d on d.id = c.id
      where l.position between ${after.position} and ${until} and (l.position, c.id) > (${after.position}::bigint, ${after.id}::uuid) and ${inScopes(asked)} and d.kind = ${kind}
        and case when ${isHere} then c.revision = d.revision else c.revision is null end
      order by l.position, c.id limit ${limit}
    )
    select changed.position, d.id, ${isHere} as is_here
    from changed join document d on d.id = changed.id order by changed.position, d.id`.execute(tx);
  return rows;
}

const inScopes = ({ scopes }: ChangesAsked) => (scopes === null ? sql`true` : sql`l.scope = any(${[...scopes]}::text[])`);

/** Those of the scopes whose logs had begun at the position. */
export async function scopesBegunBy(read: Reader, scopes: readonly string[], position: number): Promise<readonly string[]> {
  const { rows } = await sql<{ scope: string }>`
    select n.scope from unnest(${[...scopes]}::text[]) as n (scope)
    where (select l.position from scope_log l where l.scope = n.scope order by l.number limit 1) <= ${position} order by n.scope`.execute(read);
  return rows.map((row) => row.scope);
}
