import { daysBetween } from '@lianyi/schema/basics/dates';
import type { LotBalance, StockRow, StockView } from '../../../contract/views.ts';

/** Days of use that a stock is filled up to. */
const fillUpDays = 30;
/** A shelf that nobody has counted for so many days is due. */
const countEveryDays = 30;

/** Advice that the numbers of this PC bear out; nothing is guessed. */
export type Advice =
  | { readonly is: 'negative'; readonly products: number }
  | { readonly is: 'fillUp'; readonly products: number; readonly costFen: number | null }
  | { readonly is: 'leftOver'; readonly row: StockRow; readonly units: number; readonly lots: number }
  | { readonly is: 'nearExpiry'; readonly lots: number }
  | { readonly is: 'count'; readonly lastOn: string | null };

/** @param rows the rows to act on, whatever the list shows. */
export function stockAdvice(view: StockView, rows: readonly StockRow[], today: string): readonly Advice[] {
  const advice: Advice[] = [];
  if (view.counts.negative > 0) advice.push({ is: 'negative', products: view.counts.negative });
  const low = rows.filter(({ state }) => state === 'out' || state === 'low');
  if (low.length > 0) advice.push({ is: 'fillUp', products: low.length, costFen: fillUpCostFen(low) });
  const leftOvers = rows.flatMap((row) => row.lots.map((lot) => ({ row, units: unitsLeftOver(row, lot) }))).filter(({ units }) => units > 0);
  const [most] = leftOvers.toSorted((a, b) => b.units / b.row.packSize - a.units / a.row.packSize);
  if (most !== undefined) advice.push({ is: 'leftOver', ...most, lots: leftOvers.length });
  else if (view.nearExpiryLots > 0) advice.push({ is: 'nearExpiry', lots: view.nearExpiryLots });
  if (view.lastCountOn === null || daysBetween(view.lastCountOn, today) >= countEveryDays) advice.push({ is: 'count', lastOn: view.lastCountOn });
  return advice;
}

/** Units of a lot near its end that the use of the last 30 days will not take before it expires; 0 for a lot in good time. */
export function unitsLeftOver(row: StockRow, lot: LotBalance): number {
  if (lot.state !== 'nearExpiry' || lot.quantity <= 0) return 0;
  const before = row.lots.filter((other) => other.expiry < lot.expiry && other.quantity > 0).reduce((sum, { quantity }) => sum + quantity, 0);
  const willBeUsed = Math.max(0, row.dailyUse * Math.max(0, lot.daysLeft) - before);
  return Math.max(0, Math.floor(lot.quantity - willBeUsed));
}

/** Units that bring a product up to 30 days of its use, or to its lower limit, in whole packs. */
export function packsToFillUp({ quantity, minimum, dailyUse, packSize }: StockRow): number {
  const wanted = Math.max(minimum, Math.ceil(dailyUse * fillUpDays));
  return Math.max(0, Math.ceil((wanted - Math.max(0, quantity)) / Math.max(1, packSize)));
}

/** Null where the cost of one of them is not known here. */
function fillUpCostFen(rows: readonly StockRow[]): number | null {
  let sum = 0;
  for (const row of rows) {
    const cost = row.lots.findLast(({ packCostFen }) => packCostFen !== null)?.packCostFen ?? null;
    if (cost === null) return null;
    sum += cost * packsToFillUp(row);
  }
  return sum;
}

/**
 * Days that a product lasts, null where nothing is used. Of one whose book has a lot below zero nobody knows them: the
 * other lots may be what was given out of it, and a count says so.
 */
export function lasts({ state, daysLeft }: StockRow): number | 'countFirst' | null {
  return state === 'negative' ? 'countFirst' : daysLeft;
}

/** What is said at the end of a lot's line. */
export type LotNote =
  | { readonly is: 'negative' | 'expired' | 'first' | 'usedUp' | 'none' }
  | { readonly is: 'leftOver'; readonly units: number }
  | { readonly is: 'minimum'; readonly units: number };

export function lotNote(row: StockRow, lot: LotBalance, isLast: boolean): LotNote {
  if (lot.state === 'negative') return { is: 'negative' };
  if (lot.state === 'expired') return { is: 'expired' };
  if (lot.state === 'nearExpiry') {
    const units = unitsLeftOver(row, lot);
    return units > 0 ? { is: 'leftOver', units } : { is: 'usedUp' };
  }
  if (isLast && (row.state === 'low' || row.state === 'out') && row.minimum > 0) return { is: 'minimum', units: row.minimum };
  const usable = row.lots.filter(({ quantity, daysLeft }) => quantity > 0 && daysLeft >= 0);
  return lot.isOpened && usable.length > 1 && usable[0] === lot ? { is: 'first' } : { is: 'none' };
}
