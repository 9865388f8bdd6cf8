import type { CalendarDate } from '../basics/dates.ts';
import { isExpired } from './firstExpiredFirstOut.ts';

/** The most units that one move takes, and that a shelf is counted to hold. */
export const maximumMove = 1_000_000;

/**
 * Years from today beyond which an expiry is taken for a slip (2072 for 2027): the label of a drug gives it at most 5,
 * that of a dressing or a syringe little more.
 */
const furthestExpiryYears = 10;

/** Why a lot of this expiry is not taken in today, or null. */
export function expiryProblem(expiry: CalendarDate, today: CalendarDate): { readonly code: 'expired' } | { readonly code: 'tooFar'; readonly values: { readonly years: number } } | null {
  if (isExpired({ expiry }, today)) return { code: 'expired' };
  const furthest = `${Number(today.slice(0, 4)) + furthestExpiryYears}${today.slice(4)}`;
  return expiry > furthest ? { code: 'tooFar', values: { years: furthestExpiryYears } } : null;
}
