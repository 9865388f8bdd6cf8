import type { LotBalance, StockRow } from '../../../contract/views.ts';
import { countedUnits, countProblem } from './typedNumbers.ts';

/** A lot to be counted, with its product. */
export interface CountLine {
  readonly key: string;
  readonly row: StockRow;
  readonly lot: LotBalance;
}

/** What was counted, and what the form showed as known at that moment. */
export interface Counted {
  readonly typed: string;
  readonly known: number;
}

/** `A-03` stands in rack A. */
export const rackOf = (shelf: string): string => shelf.split('-')[0]?.trim() ?? '';

export function racksOf(rows: readonly StockRow[]): readonly string[] {
  return [...new Set(rows.flatMap(({ lots, shelf }) => [shelf, ...lots.map((lot) => lot.shelf)]).map(rackOf))].filter((rack) => rack !== '').toSorted();
}

/** Lots in the order in which one walks along the shelf. An empty lot is left out: nothing of it should be there. */
export function linesToCount(rows: readonly StockRow[], scope: { readonly productId: string | null; readonly rack: string | null }): readonly CountLine[] {
  return rows
    .filter(({ productId }) => scope.productId === null || productId === scope.productId)
    .flatMap((row) => row.lots.filter(({ state }) => state !== 'empty').map((lot) => ({ key: `${row.productId} ${lot.lotNumber} ${lot.expiry}`, row, lot })))
    .filter(({ row, lot }) => scope.rack === null || rackOf(shelfOf(row, lot)) === scope.rack)
    .toSorted((a, b) => shelfOf(a.row, a.lot).localeCompare(shelfOf(b.row, b.lot)) || a.row.name.localeCompare(b.row.name) || a.lot.expiry.localeCompare(b.lot.expiry));
}

export const shelfOf = (row: StockRow, lot: LotBalance): string => (lot.shelf === '' ? row.shelf : lot.shelf);

/** Counted less known; null while nothing is typed, or what is typed is no count. */
export function differenceOf({ row }: CountLine, counted: Counted | undefined): number | null {
  if (counted === undefined) return null;
  const units = countProblem(counted.typed, row.packSize) === null ? countedUnits(counted.typed, row.packSize) : null;
  return units === null ? null : units - counted.known;
}
