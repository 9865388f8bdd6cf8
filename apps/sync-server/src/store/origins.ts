import { sql } from 'kysely';
import type { AttributedValue } from '@lianyi/schema/documents/review';
import type { Database, Tx } from './database.ts';

export type Origin = Omit<AttributedValue, 'value'>;

/** Who set the units' present values, per document and unit; the unit `''` stands for all that nobody has changed since the creation. */
export type Origins = ReadonlyMap<string, ReadonlyMap<string, Origin>>;

export async function originsOf(tx: Tx | Database, documentIds: readonly string[]): Promise<Origins> {
  if (documentIds.length === 0) return new Map();
  const { rows } = await sql<Origin & { documentId: string; unit: string }>`
    select o.document_id, o.unit, b.id as bundle_id, b.device_id, b.org_id, b.person_id as by, b.saved_at as at
    from (
      select document_id, unit, bundle_id from unit_origin where document_id = any(${[...documentIds]}::uuid[])
      union all
      select id, '', created_by from document where id = any(${[...documentIds]}::uuid[])
    ) o join bundle b on b.id = o.bundle_id`.execute(tx);
  const origins = new Map<string, Map<string, Origin>>();
  for (const { documentId, unit, ...origin } of rows) {
    const units = origins.get(documentId) ?? new Map<string, Origin>();
    units.set(unit, origin);
    origins.set(documentId, units);
  }
  return origins;
}

export interface OriginRow {
  readonly documentId: string;
  readonly unit: string;
  readonly bundleId: string;
}

export async function writeOrigins(tx: Tx, rows: readonly OriginRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into unit_origin (document_id, unit, bundle_id)
    select * from unnest(${rows.map((row) => row.documentId)}::uuid[], ${rows.map((row) => row.unit)}::text[], ${rows.map((row) => row.bundleId)}::uuid[])
    on conflict (document_id, unit) do update set bundle_id = excluded.bundle_id`.execute(tx);
}
