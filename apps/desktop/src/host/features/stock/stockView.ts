import { addDays, daysBetween, localDay } from '@lianyi/schema/basics/dates';
import type { Fen } from '@lianyi/schema/basics/money';
import { linePriceFen } from '@lianyi/schema/basics/money';
import type { Product } from '@lianyi/schema/documents/county';
import { specificationOf } from '@lianyi/schema/rules/doseText';
import { isOpened } from '@lianyi/schema/rules/firstExpiredFirstOut';
import type { ProductState } from '@lianyi/schema/rules/stockState';
import { lotStateOf, productStateOf } from '@lianyi/schema/rules/stockState';
import { foldQuery, matchName } from '../../chart/matchName.ts';
import type { KnownLot } from '../../chart/shelf.ts';
import { stockOwners } from '../../chart/shelf.ts';
import type { Reader } from '../../replica/replica.ts';
import type { LotBalance, StockRow, StockView } from './views.ts';

/** Days over which the daily use is reckoned. */
const usedOverDays = 30;
const months = 12;

export interface StockQuery {
  readonly ownerId: string | null;
  readonly filter: 'act' | 'out' | 'low' | 'nearExpiry' | 'all' | 'negative';
  readonly query: string;
}

interface Row {
  readonly row: StockRow;
  readonly product: Product;
  readonly is: ProductState;
}

/** An owner's stock by product and lot: what wants an act first. The figures on top are of the whole, the rows of the filter. */
export function stockView(read: Reader, orgId: string, { ownerId: asked, filter, query }: StockQuery, now: Date): StockView {
  const day = localDay(now);
  const ownerId = asked ?? orgId;
  const rows = rowsOf(read, ownerId, day);
  const count = (wanted: StockQuery['filter']): number => rows.filter((row) => isIn(row, wanted)).length;
  const lots = rows.flatMap(({ row, product }) => row.lots.filter(({ quantity }) => quantity > 0).map((lot) => ({ lot, valueFen: valueOf(lot, product) })));
  const near = lots.filter(({ lot }) => lot.state === 'nearExpiry');
  const total = (of: typeof lots): Fen => of.reduce((sum, { valueFen }) => sum + valueFen, 0);
  const folded = foldQuery(query);
  return {
    ownerId,
    owners: stockOwners(read, [orgId]),
    rows: rows.filter((row) => isIn(row, filter) && (folded === '' || isFound(folded, row))).toSorted(byUrgency).map(({ row }) => row),
    counts: { act: count('act'), out: count('out'), low: count('low'), nearExpiry: count('nearExpiry'), all: count('all'), negative: count('negative') },
    lots: rows.reduce((sum, { row }) => sum + row.lots.filter(({ quantity }) => quantity !== 0).length, 0),
    valueFen: total(lots),
    lastCountOn: read.get<{ day: string | null }>("SELECT max(day) AS day FROM stock_move_index WHERE owner_id = ? AND reason = 'count'", ownerId)?.day ?? null,
    expiringByMonth: monthsFrom(day).map((month) => ({ month, valueFen: total(lots.filter(({ lot }) => lot.state !== 'expired' && lot.expiry.startsWith(month))) })),
    nearExpiryValueFen: total(near),
    nearExpiryLots: near.length,
  };
}

function rowsOf(read: Reader, ownerId: string, day: string): readonly Row[] {
  const lots = read.all<KnownLot & { readonly productId: string }>(
    `SELECT product_id AS productId, lot_number AS lotNumber, expiry, quantity, shelf, pack_cost_fen AS packCostFen
       FROM lot_balance WHERE owner_id = ? ORDER BY product_id, expiry, lot_number`,
    ownerId,
  );
  const use = dailyUseByProduct(read, ownerId, day);
  return [...Map.groupBy(lots, ({ productId }) => productId)].flatMap(([productId, ofProduct]) => {
    const product = read.document('product', productId);
    return product ? [rowOf(product, ofProduct, use.get(productId) ?? 0, day)] : [];
  });
}

/** What left for patients in the last 30 days, a day. */
function dailyUseByProduct(read: Reader, ownerId: string, day: string): ReadonlyMap<string, number> {
  const rows = read.all<{ product_id: string; units: number }>(
    "SELECT product_id, -sum(quantity) AS units FROM stock_move_index WHERE owner_id = ? AND reason = 'dispense' AND day > ? GROUP BY product_id", ownerId, addDays(day, -usedOverDays),
  );
  return new Map(rows.map((row) => [row.product_id, row.units / usedOverDays]));
}

function rowOf(product: Product, known: readonly KnownLot[], dailyUse: number, day: string): Row {
  const is = productStateOf({ lots: known, minimum: product.minimumUnits, dailyUse, isActive: product.active }, day);
  const lots = known.map((lot): LotBalance => ({
    lotNumber: lot.lotNumber, expiry: lot.expiry, daysLeft: daysBetween(day, lot.expiry), quantity: lot.quantity, shelf: lot.shelf, packCostFen: lot.packCostFen,
    isOpened: isOpened(lot.quantity, product.packSize), state: lotStateOf(lot, day),
  }));
  const row: StockRow = {
    productId: product.id, name: product.name, specification: specificationOf(product), unit: product.unit, packUnit: product.packUnit, packSize: product.packSize,
    quantity: known.reduce((sum, { quantity }) => sum + quantity, 0),
    minimum: product.minimumUnits,
    dailyUse: Number(dailyUse.toFixed(2)),
    daysLeft: is.daysLeft,
    shelf: lots.find(({ shelf, quantity }) => shelf !== '' && quantity > 0)?.shelf ?? lots.find(({ shelf }) => shelf !== '')?.shelf ?? '',
    state: is.state,
    lots,
  };
  return { row, product, is };
}

/** What a lot cost; one that came without a price counts at the catalogue's. */
const valueOf = (lot: LotBalance, product: Product): Fen => linePriceFen(lot.quantity, lot.packCostFen ?? product.packPriceFen, product.packSize);

function isIn({ is }: Row, filter: StockQuery['filter']): boolean {
  switch (filter) {
    case 'all': return true;
    case 'act': return is.state !== 'ok';
    case 'out': return is.isOut;
    case 'low': return is.isLow;
    case 'nearExpiry': return is.isNearExpiry;
    case 'negative': return is.isNegative;
  }
}

const isFound = (query: string, { row, product }: Row): boolean =>
  matchName(query, { text: product.name, pinyin: product.pinyin, initials: product.initials }) !== null || row.lots.some(({ lotNumber }) => lotNumber.toLowerCase().includes(query));

const urgency: Readonly<Record<StockRow['state'], number>> = { negative: 0, expired: 1, out: 2, low: 3, nearExpiry: 4, ok: 5 };
const byUrgency = ({ row: a }: Row, { row: b }: Row): number =>
  urgency[a.state] - urgency[b.state] || (a.state === 'ok' ? 0 : (a.daysLeft ?? 9999) - (b.daysLeft ?? 9999)) || a.name.localeCompare(b.name, 'zh-CN');

function monthsFrom(day: string): readonly string[] {
  const [year = 2000, month = 1] = day.split('-').map(Number);
  return Array.from({ length: months }, (_, at) => new Date(Date.UTC(year, month - 1 + at, 1)).toISOString().slice(0, 7));
}
