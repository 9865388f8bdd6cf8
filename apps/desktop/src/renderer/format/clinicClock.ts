import { localDay, type CalendarDate } from '@lianyi/schema/basics/dates';

/** Minutes by which the clinic's clock is ahead of UTC; null while it is this browser's, or is not known yet. */
let aheadMinutes: number | null = null;

/**
 * A clinic has one day: its host's, which writes what is saved. A browser in another time zone follows it.
 * @param hostNow a moment as the host writes it: `2026-03-09T09:42:18+08:00`
 */
export function followClinicClock(hostNow: string): void {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})$/.exec(hostNow) ?? [];
  const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  aheadMinutes = ahead === -new Date(hostNow).getTimezoneOffset() ? null : ahead;
}

/** A moment whose local day and hours are those of the clinic's clock. */
export function onClinicClock(moment: Date): Date {
  return aheadMinutes === null ? moment : new Date(moment.getTime() + (aheadMinutes + moment.getTimezoneOffset()) * 60_000);
}

export const clinicDay = (moment: Date): CalendarDate => localDay(onClinicClock(moment));
