import { sql } from 'kysely';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { Lane } from '@lianyi/schema/wire/exchange';
import { linkHash } from '@lianyi/schema/wire/exchange';
import type { Database, Tx } from '../store/database.ts';
import { onSnapshot } from '../store/inTransaction.ts';
import { isSignedBy } from './countyKey.ts';

/** `forged`: the PC did not sign this. `unlike`: what the county shows is not what the PC signed. `missing`: a PC's chain has a place without a bundle. */
export type ReadsFault = 'forged' | 'unlike' | 'missing';

export interface ReadsExamined {
  readonly bundles: number;
  readonly faults: readonly { readonly id: string; readonly fault: ReadsFault }[];
}

interface Row {
  readonly id: string;
  readonly deviceKeys: readonly string[];
  readonly lane: Lane;
  readonly linkNumber: number;
  readonly previous: string | null;
  readonly signature: string;
  readonly body: string;
}

/** What PCs say was read there and happened at their doors: each list as its PC signed it, none taken out, none put in, and no place of a PC's chain empty. */
export async function examineReads(db: Database): Promise<ReadsExamined> {
  return onSnapshot(db, async (tx) => {
    const faults: { id: string; fault: ReadsFault }[] = [];
    const signed = new Map<string, string>();
    // A chain that was continued under a new key is signed anew by that one.
    const { rows } = await sql<Row>`
      select b.id, array(select n.public_key from device n where n.id = b.device_id or n.former_ids @> array[b.device_id]) as device_keys, b.lane, b.link_number, b.previous, b.signature, b.body
      from bundle b where b.action in ('chart.reads', 'door.events') and b.device_id is not null and b.outcome in ('accepted', 'merged')`.execute(tx);
    for (const row of rows) {
      const body = JSON.parse(row.body) as BundleBody;
      const hash = linkHash({ lane: row.lane, number: row.linkNumber, previous: row.previous }, jsonHash(body));
      if (!row.deviceKeys.some((key) => isSignedBy(key, hash, row.signature))) faults.push({ id: row.id, fault: 'forged' });
      for (const write of body.writes) if (write.op === 'create') signed.set(write.document.id, canonicalJson(write.document));
    }
    const shown = await sql<{ id: string; body: unknown }>`select id, body from document where kind in ('chartReads', 'doorEvents')`.execute(tx);
    for (const { id, body } of shown.rows) if (signed.get(id) !== canonicalJson(body)) faults.push({ id, fault: 'unlike' });
    const there = new Set(shown.rows.map(({ id }) => id));
    for (const id of signed.keys()) if (!there.has(id)) faults.push({ id, fault: 'unlike' });
    for (const place of await emptyPlaces(tx)) faults.push({ id: place, fault: 'missing' });
    return { bundles: rows.length, faults };
  });
}

/**
 * Places of a chain up to its head without a bundle, and not given up as lost. Where a PC was enrolled anew, or taken in
 * again after a restore, its chain begins where the other's ended.
 * With the offset each place is looked up by the chain's index: without it a planner that knows little of the table compares all with all.
 */
async function emptyPlaces(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ place: string }>`
    with chain as (
      select h.device_id, h.lane, h.number as head,
        case when cardinality(d.former_ids) = 0 and not exists (select from county_ancestry) then 1
          else coalesce((select min(b.link_number) from bundle b where b.device_id = h.device_id and b.lane = h.lane), h.number + 1) end as first
      from chain_head h join device d on d.id = h.device_id
    )
    select c.device_id || ' ' || c.lane || ' ' || n as place from chain c cross join lateral generate_series(c.first, c.head) as n
    where not exists (select from bundle b where b.device_id = c.device_id and b.lane = c.lane and b.link_number = n offset 0)
      and not exists (select from lost_link l where l.device_id = c.device_id and l.lane = c.lane and n between l.first_number and l.last_number)
    order by 1 limit 200`.execute(tx);
  return rows.map(({ place }) => place);
}
