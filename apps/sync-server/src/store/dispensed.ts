import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** Quantity handed out so far, by prescription, then by item number. */
export type DispensedByPrescription = ReadonlyMap<string, ReadonlyMap<number, number>>;

export async function dispensedOf(tx: Tx, prescriptionIds: readonly string[]): Promise<DispensedByPrescription> {
  if (prescriptionIds.length === 0) return new Map();
  const { rows } = await sql<{ prescriptionId: string; itemNo: number; quantity: number }>`
    select prescription_id, item_no, quantity from dispensed where prescription_id = any(${[...new Set(prescriptionIds)]}::uuid[])`.execute(tx);
  const byPrescription = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const items = byPrescription.get(row.prescriptionId) ?? new Map<number, number>();
    items.set(row.itemNo, row.quantity);
    byPrescription.set(row.prescriptionId, items);
  }
  return byPrescription;
}

export interface DispensedRow {
  readonly prescriptionId: string;
  readonly itemNo: number;
  readonly added: number;
}

/** Each prescription and item at most once. */
export async function addDispensed(tx: Tx, rows: readonly DispensedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into dispensed as d (prescription_id, item_no, quantity)
    select * from unnest(${rows.map((row) => row.prescriptionId)}::uuid[], ${rows.map((row) => row.itemNo)}::int[], ${rows.map((row) => row.added)}::bigint[]) order by 1, 2
    on conflict (prescription_id, item_no) do update set quantity = d.quantity + excluded.quantity`.execute(tx);
}
