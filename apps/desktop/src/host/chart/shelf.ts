import type { CalendarDate } from '@lianyi/schema/basics/dates';
import type { Reader } from '../replica/replica.ts';

/** A lot of one product as this PC knows it, in dispensing units. */
export interface KnownLot {
  readonly lotNumber: string;
  readonly expiry: string;
  readonly quantity: number;
  readonly shelf: string;
  readonly packCostFen: number | null;
}

/** Every lot of an owner's product that has ever moved, the first expired first. */
export function lotsOf(read: Reader, ownerId: string, productId: string): readonly KnownLot[] {
  return read.all<KnownLot>(
    `SELECT lot_number AS lotNumber, expiry, quantity, shelf, pack_cost_fen AS packCostFen FROM lot_balance
      WHERE owner_id = ? AND product_id = ? ORDER BY expiry, lot_number`,
    ownerId, productId,
  );
}

/** What this PC knows one lot to hold; 0 for a lot it has never met. */
export function knownUnits(read: Reader, ownerId: string, productId: string, lotNumber: string, expiry: string): number {
  return read.get<{ quantity: number }>(
    'SELECT quantity FROM lot_balance WHERE owner_id = ? AND product_id = ? AND expiry = ? AND lot_number = ?', ownerId, productId, expiry, lotNumber,
  )?.quantity ?? 0;
}

/** Units that may be given out on a day, and those that have expired, by product. */
export function unitsByProduct(read: Reader, ownerId: string, day: CalendarDate): ReadonlyMap<string, { readonly usable: number; readonly expired: number }> {
  const rows = read.all<{ product_id: string; usable: number; expired: number }>(
    `SELECT product_id, sum(iif(expiry >= ?, max(quantity, 0), 0)) AS usable, sum(iif(expiry < ?, max(quantity, 0), 0)) AS expired
       FROM lot_balance WHERE owner_id = ? GROUP BY product_id`,
    day, day, ownerId,
  );
  return new Map(rows.map(({ product_id: id, usable, expired }) => [id, { usable, expired }]));
}

/** Institutions whose stock this PC knows, the given ones first: its own, then those whose scope it follows. */
export function stockOwners(read: Reader, first: readonly string[]): readonly { readonly orgId: string; readonly name: string }[] {
  const known = read.all<{ owner_id: string }>('SELECT DISTINCT owner_id FROM lot_balance').map((row) => row.owner_id);
  return [...new Set([...first, ...known])].map((orgId) => ({ orgId, name: read.document('organisation', orgId)?.shortName ?? orgId.slice(0, 8) }));
}
