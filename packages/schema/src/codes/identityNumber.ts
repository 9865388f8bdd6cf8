import type { CalendarDate } from '../basics/dates.ts';
import { ageOn, isCalendarDate } from '../basics/dates.ts';
import { toHalfWidth } from '../basics/text.ts';

/** No one has lived longer; an older birth date is a typing mistake. */
export const maxAgeYears = 150;

export type IdentityNumberFault = 'characters' | 'length' | 'date' | 'future' | 'age' | 'check';

export type ParsedIdentityNumber =
  | { readonly ok: true; readonly number: string; readonly birthDate: CalendarDate; readonly sex: 'male' | 'female' }
  | { readonly ok: false; readonly code: IdentityNumberFault };

/**
 * Parses a resident identity number (GB 11643-1999) as people type it: full-width digits, spaces and hyphens,
 * a lower-case x; the 15 digits of GB 11643-1989 become 18. Any address code is accepted: it is the county of
 * the household *when the number was given* and outlives every change of codes (Tongren's adults keep 5222xx).
 * @param today the day on which a birth date would still lie in the future
 * @returns the 18 characters in upper case with the birth date and sex that they say, or the first fault
 */
export function parseIdentityNumber(text: string, today: CalendarDate): ParsedIdentityNumber {
  const typed = toHalfWidth(text).replace(/[\s\-\u200b\ufeff]/g, '').toUpperCase();
  if (!/^\d*X?$/.test(typed)) return { ok: false, code: 'characters' };
  if (typed.length === 15 && typed.endsWith('X')) return { ok: false, code: 'characters' };
  if (typed.length !== 15 && typed.length !== 18) return { ok: false, code: 'length' };

  const number = typed.length === 15 ? legacyTo18(typed) : typed;
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const dateFault = birthDateFault(birthDate, today);
  if (dateFault) return { ok: false, code: dateFault };
  if (number[17] !== checkCharacter(number.slice(0, 17))) return { ok: false, code: 'check' };
  return { ok: true, number, birthDate, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' };
}

/** What is wrong with a birth date, or null: not a day that exists, after today, or older than anyone is. */
export function birthDateFault(birthDate: string, today: CalendarDate): 'date' | 'future' | 'age' | null {
  if (!isCalendarDate(birthDate)) return 'date';
  if (birthDate > today) return 'future';
  return ageOn(birthDate, today).years > maxAgeYears ? 'age' : null;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of 17 digits: ISO 7064:1983 MOD 11-2. */
export function checkCharacter(body: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** 15 digits to 18: the century is 19, or 18 where sequence 996-999 marked a centenarian (unverified). */
function legacyTo18(digits: string): string {
  const century = /99[6-9]$/.test(digits) ? '18' : '19';
  const body = `${digits.slice(0, 6)}${century}${digits.slice(6)}`;
  return body + checkCharacter(body);
}
