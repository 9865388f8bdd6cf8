import { localDay, type CalendarDate } from '@lianyi/schema/basics/dates';

/** Minutes by which the county's clock is ahead of UTC; until the county has said them, those of China. */
let aheadMinutes = 8 * 60;

/** A county has one day: its server's. A browser in another time zone follows it. */
export function followCountyClock(ahead: number): void {
  aheadMinutes = ahead;
}

/** A moment whose local day and hours are those of the county's clock. */
export function onCountyClock(moment: Date): Date {
  return new Date(moment.getTime() + (aheadMinutes + moment.getTimezoneOffset()) * 60_000);
}

export const countyDay = (moment: Date): CalendarDate => localDay(onCountyClock(moment));

/** The moment at which a day begins in the county, or one some days after it; null for what is no day. */
export function countyDayBegins(day: string, daysLater = 0): Date | null {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined || Number.isNaN(year + month + date)) return null;
  return new Date(Date.UTC(year, month - 1, date + daysLater) - aheadMinutes * 60_000);
}
