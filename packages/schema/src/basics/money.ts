import * as z from 'zod';

/** Money in fen, an integer. */
export const fen = z.int().min(-1_000_000_000).max(1_000_000_000);
export type Fen = number;

/** Fen as yuan with two places: 2560 gives `25.60`. */
export function formatYuan(amountFen: Fen): string {
  return (amountFen / 100).toFixed(2);
}

/** The price of `quantity` dispensing units from a pack's price, rounded half-up to the fen. */
export function linePriceFen(quantity: number, packPriceFen: Fen, packSize: number): Fen {
  return Math.floor((quantity * packPriceFen * 2 + packSize) / (packSize * 2));
}
