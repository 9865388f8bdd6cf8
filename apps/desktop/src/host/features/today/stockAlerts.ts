import { addDays, daysBetween } from '@lianyi/schema/basics/dates';
import { specificationOf } from '@lianyi/schema/rules/doseText';
import { lotStateOf, productStateOf } from '@lianyi/schema/rules/stockState';
import type { LotState } from '@lianyi/schema/rules/stockState';
import type { Reader } from '../../replica/replica.ts';
import type { TodayView } from './views.ts';
import type { ClinicDay } from './waiting.ts';

type StockAlert = TodayView['stockAlerts'][number];

interface LotRow {
  readonly product_id: string;
  readonly expiry: string;
  readonly quantity: number;
}

const usedOverDays = 30;
/** Days of use within which what is low may be out before an order brings more: it is as pressing as what is out. */
const soonOutDays = 5;
const urgency: Readonly<Record<StockAlert['state'] | 'soonOut', number>> = { negative: 0, expired: 1, out: 2, soonOut: 3, nearExpiry: 4, low: 5 };

/** What the store asks of somebody today, one line for each product: the worst first. */
export function stockAlerts(read: Reader, { orgId, day }: ClinicDay): TodayView['stockAlerts'] {
  const lots = read.all<LotRow>('SELECT product_id, expiry, quantity FROM lot_balance WHERE owner_id = ?', orgId);
  const dailyUse = new Map(
    read
      .all<{ product_id: string; units: number }>(
        "SELECT product_id, -sum(quantity) AS units FROM stock_move_index WHERE owner_id = ? AND reason = 'dispense' AND day > ? GROUP BY product_id", orgId, addDays(day, -usedOverDays),
      )
      .map((row) => [row.product_id, row.units / usedOverDays]),
  );
  return [...Map.groupBy(lots, (lot) => lot.product_id)]
    .flatMap(([productId, ofProduct]) => alertOf(read, productId, ofProduct, dailyUse.get(productId) ?? 0, day) ?? [])
    .toSorted((a, b) => urgencyOf(a) - urgencyOf(b) || (a.daysLeft ?? unknownDays) - (b.daysLeft ?? unknownDays) || a.name.localeCompare(b.name, 'zh-CN'));
}

const urgencyOf = ({ state, daysLeft }: StockAlert): number => urgency[state === 'low' && daysLeft !== null && daysLeft <= soonOutDays ? 'soonOut' : state];
/** What is not used lasts longest. */
const unknownDays = Number.MAX_SAFE_INTEGER;

/** The quantity is that of the lots which the alert is about, and the days those to their first expiry or until none is left. */
function alertOf(read: Reader, productId: string, lots: readonly LotRow[], dailyUse: number, day: string): StockAlert | null {
  const product = read.document('product', productId);
  if (!product) return null;
  const { state, daysLeft } = productStateOf({ lots, minimum: product.minimumUnits, dailyUse, isActive: product.active }, day);
  if (state === 'ok') return null;
  const about = lots.filter((lot) => lotsOfAlert[state].includes(lotStateOf(lot, day)));
  return {
    productId, name: product.name, specification: specificationOf({ strength: product.strength, packSize: 1, unit: product.unit }), state, unit: product.unit,
    quantity: about.reduce((sum, lot) => sum + lot.quantity, 0),
    daysLeft: state === 'low' ? daysLeft : state === 'nearExpiry' ? Math.min(...about.map((lot) => daysBetween(day, lot.expiry))) : null,
  };
}

const lotsOfAlert: Readonly<Record<StockAlert['state'], readonly LotState[]>> = { negative: ['negative'], expired: ['expired'], out: ['empty'], low: ['ok', 'nearExpiry'], nearExpiry: ['nearExpiry'] };
