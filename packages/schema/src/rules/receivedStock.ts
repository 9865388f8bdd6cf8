import type { CalendarDate } from '../basics/dates.ts';
import { toHalfWidth } from '../basics/text.ts';
import { isExpired } from './firstExpiredFirstOut.ts';
import { typedExpiry } from './typedText.ts';

/** The most units that one move takes, and that a shelf is counted to hold. */
export const maximumMove = 1_000_000;

/**
 * Years from today beyond which an expiry is taken for a slip (2072 for 2027): the label of a drug gives it at most 5,
 * that of a dressing or a syringe little more.
 */
const furthestExpiryYears = 10;

/** Why an expiry as typed is not taken in today, or null. */
export function typedExpiryProblem(text: string, today: CalendarDate): ReturnType<typeof unreadExpiry> | ReturnType<typeof expiryProblem> {
  const expiry = typedExpiry(text);
  return expiry === null ? unreadExpiry(text) : expiryProblem(expiry, today);
}

/** Why a text is read as no expiry: 9999-12, beyond our calendar, is as far ahead as 2100-01. */
export const unreadExpiry = (text: string): { readonly code: 'impossibleDate' } | typeof tooFar =>
  (/^[3-9]\d{3}(?:[-/.年]|\d{4}$)|^9999/.test(toHalfWidth(text).trim()) ? tooFar : { code: 'impossibleDate' });

/** Why a lot of this expiry is not taken in today, or null. */
export function expiryProblem(expiry: CalendarDate, today: CalendarDate): { readonly code: 'expired' } | { readonly code: 'tooFar'; readonly values: { readonly years: number } } | null {
  if (isExpired({ expiry }, today)) return { code: 'expired' };
  const furthest = `${Number(today.slice(0, 4)) + furthestExpiryYears}${today.slice(4)}`;
  return expiry > furthest ? tooFar : null;
}

const tooFar = { code: 'tooFar', values: { years: furthestExpiryYears } } as const;
