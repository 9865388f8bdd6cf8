import { addDays, daysBetween } from '@lianyi/schema/basics/dates';
import { countyConfiguration } from '@lianyi/schema/rules/countyConfiguration';
import { isExpired } from '@lianyi/schema/rules/firstExpiredFirstOut';
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
const urgency: Readonly<Record<StockAlert['state'], number>> = { negative: 0, expired: 1, out: 2, low: 3, nearExpiry: 4 };

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
    .toSorted((a, b) => urgency[a.state] - urgency[b.state] || (a.daysLeft ?? 0) - (b.daysLeft ?? 0) || a.name.localeCompare(b.name, 'zh-CN'));
}

function alertOf(read: Reader, productId: string, lots: readonly LotRow[], dailyUse: number, day: string): StockAlert | null {
  const product = read.document('product', productId);
  if (!product) return null;
  const alert = (state: StockAlert['state'], quantity: number, daysLeft: number | null): StockAlert => ({ productId, name: product.name, specification: product.strength, state, quantity, unit: product.unit, daysLeft });
  const sum = (of: readonly LotRow[]): number => of.reduce((total, lot) => total + lot.quantity, 0);

  const negative = lots.filter((lot) => lot.quantity < 0);
  if (negative.length > 0) return alert('negative', sum(negative), null);
  const expired = lots.filter((lot) => lot.quantity > 0 && isExpired(lot, day));
  if (expired.length > 0) return alert('expired', sum(expired), null);
  const usable = sum(lots);
  if (usable === 0) return product.active && (product.minimumUnits > 0 || dailyUse > 0) ? alert('out', 0, null) : null;
  const lastsDays = dailyUse > 0 ? Math.floor(usable / dailyUse) : null;
  if (usable < product.minimumUnits || (lastsDays !== null && lastsDays <= countyConfiguration.lowStockDays)) return alert('low', usable, lastsDays);
  const [, soonMonths] = countyConfiguration.nearExpiryMonths;
  const nearDays = soonMonths * 30;
  const near = lots.filter((lot) => lot.quantity > 0 && daysBetween(day, lot.expiry) <= nearDays);
  return near.length > 0 ? alert('nearExpiry', sum(near), Math.min(...near.map((lot) => daysBetween(day, lot.expiry)))) : null;
}
