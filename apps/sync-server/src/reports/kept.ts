import { sql } from 'kysely';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { ChainLink, Lane, Receipt } from '@lianyi/schema/wire/exchange';
import type { Kept, KeptBundle } from '@lianyi/schema/wire/proof';
import { isAbout } from '@lianyi/schema/wire/proof';
import type { Database } from '../store/database.ts';

interface Row {
  readonly claimedId: string;
  readonly deviceId: string | null;
  readonly lane: Lane | null;
  readonly linkNumber: number | null;
  readonly previous: string | null;
  readonly signature: string | null;
  readonly body: string | null;
  readonly receipt: Receipt | null;
}

/** All that the county has of a document or a bundle, by its id: what proves that it is held. */
export async function keptOf(db: Database, id: string): Promise<Kept> {
  const { rows: [document] } = await sql<{ kind: string; revision: number; body: AnyDocument; hash: string }>`select kind, revision, body, hash from document where id = ${id}`.execute(db);
  const columns = sql`b.claimed_id, b.device_id, b.lane, b.link_number, b.previous, b.signature, b.body, b.receipt`;
  // Accepted bundles by the log of the document's scopes; the others, which are few, by what they say.
  const { rows } = await sql<Row>`
    select ${columns} from bundle b
    where b.claimed_id = ${id}
      or b.id in (select l.bundle_id from document_scope s join scope_log l on l.scope = s.scope where s.document_id = ${id} and l.put_ids @> array[${id}::uuid])
      or (b.outcome in ('quarantined', 'waiting') and (strpos(b.body, ${id}) > 0 or strpos(b.receipt::text, ${id}) > 0))
    order by b.save_number nulls first, b.received_at, b.id`.execute(db);
  const bundles = rows.filter((row) => row.claimedId === id || row.deviceId === null || isAbout(row.body ?? '{}', row.receipt, id)).map(keptBundle);
  return { id, bundles, document: document ?? null };
}

/** The public key of each device, raw, base64. */
export async function deviceKeys(db: Database, ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = ids.filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('device').select(['id', 'publicKey']).where('id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.id, row.publicKey]));
}

/** The key that the county signs receipts with. */
export async function countyPublicKey(db: Database): Promise<string> {
  return (await db.selectFrom('county').select('publicKey').executeTakeFirst())?.publicKey ?? '';
}

function keptBundle({ claimedId, deviceId, lane, linkNumber, previous, signature, body, receipt }: Row): KeptBundle {
  const link: ChainLink | null = lane === null || linkNumber === null ? null : { lane, number: linkNumber, previous };
  return { id: claimedId, deviceId, body, link, signature, receipt };
}
