import type { Fen } from '@lianyi/schema/basics/money';
import type { PrescriptionItem } from '@lianyi/schema/documents/prescription';

/**
 * What `units` of an item cost when `before` have left already, at the price that was signed: the parts of a
 * prescription that is given out in several add up to its whole, to the fen.
 */
export function amountOfUnits(item: PrescriptionItem, before: number, units: number): Fen {
  const upTo = (quantity: number): Fen => Math.floor((item.amountFen * quantity * 2 + item.quantity) / (item.quantity * 2));
  return upTo(before + units) - upTo(before);
}
