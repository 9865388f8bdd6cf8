import type { CalendarDate } from '../basics/dates.ts';

/** A lot of one product as this PC knows it, in dispensing units. */
export interface ShelfLot {
  readonly lotNumber: string;
  readonly expiry: CalendarDate;
  readonly quantity: number;
}

export interface LotPlan<L extends ShelfLot> {
  readonly taken: readonly { readonly lot: L; readonly units: number }[];
  /** Units that no lot covers. */
  readonly short: number;
}

/** A lot may be given out on its last day, not after. */
export const isExpired = (lot: Pick<ShelfLot, 'expiry'>, today: CalendarDate): boolean => lot.expiry < today;

/** True if a pack of the lot has been opened: its units are not a whole number of packs. */
export const isOpened = (quantity: number, packSize: number): boolean => quantity > 0 && quantity % packSize !== 0;

/** Lots that may be given out, in the order they should be: first expired first, an opened pack before closed ones. */
export function inOrderOfUse<L extends ShelfLot>(lots: readonly L[], packSize: number, today: CalendarDate): readonly L[] {
  return lots
    .filter((lot) => lot.quantity > 0 && !isExpired(lot, today))
    .toSorted((a, b) => compare(a.expiry, b.expiry) || Number(isOpened(b.quantity, packSize)) - Number(isOpened(a.quantity, packSize)) || compare(a.lotNumber, b.lotNumber));
}

/** Takes `wanted` units first expired first out; what the lots do not hold is short. Expired lots are never taken. */
export function planLots<L extends ShelfLot>(lots: readonly L[], wanted: number, packSize: number, today: CalendarDate): LotPlan<L> {
  const taken: { lot: L; units: number }[] = [];
  let short = Math.max(0, wanted);
  for (const lot of inOrderOfUse(lots, packSize, today)) {
    if (short === 0) break;
    const units = Math.min(lot.quantity, short);
    taken.push({ lot, units });
    short -= units;
  }
  return { taken, short };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
