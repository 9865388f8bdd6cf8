import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { addDays } from '@lianyi/schema/basics/dates';
import { refused } from './faults.ts';

interface Days {
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/** A year that was mistyped: 2062 for 2026. @param untilField how whoever asked calls the end */
export function unlikelyDay({ from, until }: Days, today: CalendarDate, untilField: 'until' | 'on' = 'until'): ReturnType<typeof refused> | null {
  if (from !== null && (from < '1950-01-01' || from > addDays(today, 366))) return refused('unlikelyDay', { field: 'from', day: from });
  return until !== null && (until < '1950-01-01' || until > addDays(today, 60 * 366)) ? refused('unlikelyDay', { field: untilField, day: until }) : null;
}
