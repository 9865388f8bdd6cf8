import { sql } from 'kysely';
import type { Lot } from '@lianyi/schema/documents/stock';
import type { Tx } from './database.ts';

/** Names a lot as one text. */
export type LotKey = string;
export const lotKey = (lot: Lot): LotKey => [lot.ownerId, lot.productId, lot.expiry, lot.lotNumber].join('/');

export interface Balance {
  readonly quantity: number;
  /** The last review that said that the lot is below zero. */
  readonly negativeReviewId: string | null;
}

/** The lots' balances, locked in one order until the transaction ends; a lot that is not known yet is made with zero. */
export async function lockBalances(tx: Tx, lots: readonly Lot[]): Promise<Map<LotKey, Balance>> {
  if (lots.length === 0) return new Map();
  const columns = lotColumns(distinctLots(lots));
  await sql`
    insert into stock_balance (owner_id, product_id, lot_number, expiry, quantity)
    select n.*, 0 from ${columns} as n (owner_id, product_id, lot_number, expiry) order by 1, 2, 3, 4
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<Lot & Balance>`
    select b.owner_id, b.product_id, b.lot_number, b.expiry, b.quantity, b.negative_review_id
    from stock_balance b join ${columns} as n (owner_id, product_id, lot_number, expiry)
      on b.owner_id = n.owner_id and b.product_id = n.product_id and b.lot_number = n.lot_number and b.expiry = n.expiry
    order by 1, 2, 3, 4 for update of b`.execute(tx);
  return new Map(rows.map((row) => [lotKey(row), { quantity: row.quantity, negativeReviewId: row.negativeReviewId }]));
}

export async function writeBalances(tx: Tx, rows: readonly (Balance & { readonly lot: Lot })[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update stock_balance b set quantity = n.quantity, negative_review_id = n.negative_review_id
    from unnest(${rows.map((row) => row.lot.ownerId)}::uuid[], ${rows.map((row) => row.lot.productId)}::uuid[], ${rows.map((row) => row.lot.lotNumber)}::text[],
      ${rows.map((row) => row.lot.expiry)}::text[], ${rows.map((row) => row.quantity)}::bigint[], ${rows.map((row) => row.negativeReviewId)}::uuid[])
      as n (owner_id, product_id, lot_number, expiry, quantity, negative_review_id)
    where b.owner_id = n.owner_id and b.product_id = n.product_id and b.lot_number = n.lot_number and b.expiry = n.expiry`.execute(tx);
}

function distinctLots(lots: readonly Lot[]): readonly Lot[] {
  return [...new Map(lots.map((lot) => [lotKey(lot), lot])).values()];
}

function lotColumns(lots: readonly Lot[]) {
  return sql`unnest(${lots.map((lot) => lot.ownerId)}::uuid[], ${lots.map((lot) => lot.productId)}::uuid[], ${lots.map((lot) => lot.lotNumber)}::text[], ${lots.map((lot) => lot.expiry)}::text[])`;
}
