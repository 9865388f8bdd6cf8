import type { CalendarDate } from '../basics/dates.ts';
import { isCalendarDate } from '../basics/dates.ts';
import type { Fen } from '../basics/money.ts';
import { toHalfWidth } from '../basics/text.ts';

/**
 * An expiry as packs print it and people type it: `2027-03-31`, `20270331`, `2027/3/5`, `2027年3月`, and without a day,
 * which is the last of the month: `2027/3`, `2027.03`, `202703`. Years from 2000; that one is too far ahead is
 * `expiryProblem`'s to say. Null for anything else.
 */
export function typedExpiry(text: string): CalendarDate | null {
  const typed = toHalfWidth(text).replaceAll(/\s/g, '').replace(/日$/, '');
  const match = /^(2[01]\d{2})(\d{2})(\d{2})?$/.exec(typed) ?? /^(2\d{3})[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?月?$/.exec(typed);
  if (!match) return null;
  const [, year = '', month = '', day] = match;
  const number = Number(month);
  if (number < 1 || number > 12) return null;
  const date = day ?? String(new Date(Date.UTC(Number(year), number, 0)).getUTCDate());
  const expiry = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isCalendarDate(expiry) ? expiry : null;
}

/** Yuan as typed, to fen: `12.5`, `¥12.50`, `１２．５`. Null if it is no amount, below zero, or finer than a fen. */
export function typedYuan(text: string): Fen | null {
  const match = /^(\d{1,7})(?:\.(\d{1,2})0*)?$/.exec(bareAmount(text));
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}

/** Why `typedYuan` does not take a text, or null if it does. */
export function yuanProblem(text: string): 'negative' | 'tooLarge' | 'notMoney' | null {
  if (typedYuan(text) !== null) return null;
  const [, sign, yuan] = /^(-?)0*(\d+)(?:\.\d*)?$/.exec(bareAmount(text)) ?? [];
  if (yuan === undefined) return 'notMoney';
  return sign === '-' ? 'negative' : yuan.length > 7 ? 'tooLarge' : 'notMoney';
}

const bareAmount = (text: string): string => toHalfWidth(text).replaceAll(/[\s,¥￥元]/g, '');
