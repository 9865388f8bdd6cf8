import * as z from 'zod';

/** True if the text is a day that exists, as `YYYY-MM-DD` (years 1800-2999). */
export function isCalendarDate(text: string): boolean {
  const match = /^(1[89]|2\d)(\d{2})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** A day without a time, `YYYY-MM-DD`. */
export const calendarDate = z.string().refine(isCalendarDate, 'not a day that exists');
export type CalendarDate = string;

/** A moment by the clock of the PC that wrote it, ISO 8601 with its offset. A label, never an order. */
export const clockTime = z.iso.datetime({ offset: true });
export type ClockTime = string;

/** The local day of a moment on this machine, `YYYY-MM-DD`. */
export function localDay(time: Date): CalendarDate {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** A moment as ISO 8601 with this machine's offset, to the second: `2026-03-09T09:42:18+08:00`. */
export function localClockTime(time: Date): ClockTime {
  const two = (n: number): string => String(Math.abs(n)).padStart(2, '0');
  const offset = -time.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.trunc(offset / 60))}:${two(offset % 60)}`;
  return `${localDay(time)}T${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}${zone}`;
}

/** The day `days` after `date` (before, if negative). */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  const time = new Date(`${date}T00:00:00Z`);
  time.setUTCDate(time.getUTCDate() + days);
  return time.toISOString().slice(0, 10);
}

/** Days from `from` to `to`; negative if `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export interface Age {
  readonly years: number;
  readonly months: number;
  readonly days: number;
}

/** Completed years, completed months in all, and days in all, on a day. Negative births give zeros. */
export function ageOn(birthDate: CalendarDate, day: CalendarDate): Age {
  const days = Math.max(0, daysBetween(birthDate, day));
  const [birthYear = 0, birthMonth = 1, birthDay = 1] = birthDate.split('-').map(Number);
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const months = Math.max(0, (year - birthYear) * 12 + (month - birthMonth) - (date < birthDay ? 1 : 0));
  return { years: Math.floor(months / 12), months, days };
}
