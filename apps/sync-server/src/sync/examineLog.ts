import { sql } from 'kysely';
import type { Tx } from '../store/database.ts';

/**
 * Where what is left tells of bundles that are not there any more: a log whose numbers have a gap, stop before the counter, or
 * name no bundle, or another than the one whose receipt has the number; a chain whose head is not its last bundle; a PC that
 * has counted more saves than its bundles say. Of an end that was cut off with all of these nothing is left here.
 * @returns scopes and ids of devices
 */
export async function brokenLog(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select scope as id from scope_log l where not exists (select from bundle b where b.claimed_id = l.bundle_id)
    union
    select coalesce(c.scope, l.scope) from scope_counter c
      full join (select scope, max(number) as last, count(*) as entries from scope_log group by scope) l on l.scope = c.scope
      where coalesce(c.number, 0) <> coalesce(l.last, 0) or coalesce(l.last, 0) <> coalesce(l.entries, 0)
    union
    select n.key from bundle b cross join jsonb_each_text(b.receipt -> 'numbers') n left join scope_log l on l.scope = n.key and l.number = n.value::bigint
      where b.device_id is not null and l.bundle_id is distinct from b.claimed_id
    union
    select l.scope from scope_log l join bundle b on b.claimed_id = l.bundle_id
      where b.device_id is not null and b.outcome in ('accepted', 'merged') and (b.receipt -> 'numbers' ->> l.scope)::bigint is distinct from l.number
    union
    select h.device_id::text from chain_head h join bundle b on b.device_id = h.device_id and b.lane = h.lane and b.link_number = h.number where b.link_hash <> h.link_hash
    union
    select b.device_id::text from bundle b left join chain_head h on h.device_id = b.device_id and h.lane = b.lane
      where b.device_id is not null and b.outcome in ('accepted', 'merged') and b.link_number > coalesce(h.number, 0)
    union
    select d.id::text from device d where d.last_save_number > coalesce((select max(b.save_number) from bundle b where b.device_id = d.id), 0)
    order by 1`.execute(tx);
  return rows.map(({ id }) => id);
}
