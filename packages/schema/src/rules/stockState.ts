import type { CalendarDate } from '../basics/dates.ts';
import { daysBetween } from '../basics/dates.ts';
import type { CountyConfiguration } from './countyConfiguration.ts';
import { countyConfiguration } from './countyConfiguration.ts';
import { isExpired } from './firstExpiredFirstOut.ts';

export type LotState = 'ok' | 'nearExpiry' | 'expired' | 'negative' | 'empty';

/** A lot on a day. It is near its expiry from the second of the county's three marks on: three months. */
export function lotStateOf(lot: { readonly quantity: number; readonly expiry: CalendarDate }, today: CalendarDate, configuration: CountyConfiguration = countyConfiguration): LotState {
  if (lot.quantity < 0) return 'negative';
  if (lot.quantity === 0) return 'empty';
  if (isExpired(lot, today)) return 'expired';
  return daysBetween(today, lot.expiry) <= configuration.nearExpiryMonths[1] * 30 ? 'nearExpiry' : 'ok';
}

export interface ProductStock {
  readonly lots: readonly { readonly quantity: number; readonly expiry: CalendarDate }[];
  /** The least that should be there, in dispensing units; 0 for no such limit. */
  readonly minimum: number;
  /** Units a day. */
  readonly dailyUse: number;
  /** In the catalogue: what the county took out of it is not missed. */
  readonly isActive: boolean;
}

export interface ProductState {
  /** The gravest that is so: below zero, expired on the shelf, out, low, near expiry. */
  readonly state: 'ok' | 'out' | 'low' | 'nearExpiry' | 'expired' | 'negative';
  readonly isNegative: boolean;
  readonly isOut: boolean;
  readonly isLow: boolean;
  /** A lot on the shelf is near its expiry or past it. */
  readonly isNearExpiry: boolean;
  /** Days that what may still be given out lasts at the present use; null where nothing is used. */
  readonly daysLeft: number | null;
}

/** How a product stands: low is below its minimum, or not more than a week's use. */
export function productStateOf({ lots, minimum, dailyUse, isActive }: ProductStock, today: CalendarDate, configuration: CountyConfiguration = countyConfiguration): ProductState {
  const states = lots.map((lot) => lotStateOf(lot, today, configuration));
  const usable = lots.filter((lot) => lot.quantity > 0 && !isExpired(lot, today)).reduce((sum, lot) => sum + lot.quantity, 0);
  const daysLeft = dailyUse > 0 ? Math.floor(usable / dailyUse) : null;
  const isMissed = isActive && (minimum > 0 || dailyUse > 0);
  const isNegative = states.includes('negative');
  const isExpiredOnShelf = states.includes('expired');
  const isOut = usable === 0 && isMissed;
  const isLow = usable > 0 && isActive && (usable < minimum || (daysLeft !== null && daysLeft <= configuration.lowStockDays));
  const isNearExpiry = isExpiredOnShelf || states.includes('nearExpiry');
  const state = isNegative ? 'negative' : isExpiredOnShelf ? 'expired' : isOut ? 'out' : isLow ? 'low' : isNearExpiry ? 'nearExpiry' : 'ok';
  return { state, isNegative, isOut, isLow, isNearExpiry, daysLeft };
}
