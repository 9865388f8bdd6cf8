import { addDays, ageOn, daysBetween } from '@lianyi/schema/basics/dates';
import type { Programme } from '@lianyi/schema/documents/patient';
import type { Reader } from '../../replica/replica.ts';
import type { DueRow, TodayView } from './views.ts';

interface FollowUpRow {
  readonly patient_id: string;
  readonly name: string;
  readonly sex: string;
  readonly birth_date: string;
  readonly programme: Programme;
  readonly due_on: string;
  readonly last_on: string | null;
  readonly systolic: number | null;
  readonly diastolic: number | null;
  readonly glucose_mmol_l: number | null;
  readonly at_goal: number | null;
}

/** As many as a page can show; the numbers beside it count all. */
const shownDue = 500;

/** Follow-ups of this PC's residents that are overdue, due today, or due until Sunday: the longest overdue first. */
export function dueFollowUps(read: Reader, day: string): Pick<TodayView, 'due' | 'dueToday' | 'overdue' | 'dueThisWeek'> {
  const lastDay = endOfWeek(day);
  const rows = read.all<FollowUpRow>(
    `SELECT f.patient_id, p.name, p.sex, p.birth_date, f.programme, f.due_on, f.last_on, f.systolic, f.diastolic, f.glucose_mmol_l, f.at_goal
       FROM follow_up f JOIN patient_row p USING (patient_id) WHERE f.due_on <= ? ORDER BY f.due_on, p.name LIMIT ?`,
    lastDay, shownDue,
  );
  const counts = read.get<{ overdue: number; today: number; later: number }>(
    'SELECT count(*) FILTER (WHERE due_on < ?) AS overdue, count(*) FILTER (WHERE due_on = ?) AS today, count(*) FILTER (WHERE due_on > ?) AS later FROM follow_up WHERE due_on <= ?',
    day, day, day, lastDay,
  );
  return { due: rows.map((row) => dueRow(row, day)), overdue: counts?.overdue ?? 0, dueToday: counts?.today ?? 0, dueThisWeek: counts?.later ?? 0 };
}

const dueRow = (row: FollowUpRow, day: string): DueRow => ({
  patientId: row.patient_id,
  name: row.name,
  sex: row.sex,
  ageYears: ageOn(row.birth_date, day).years,
  programme: row.programme,
  last: row.last_on === null ? null : {
    on: row.last_on, systolic: row.systolic, diastolic: row.diastolic, glucoseMmolL: row.glucose_mmol_l, atGoal: row.at_goal === null ? null : row.at_goal === 1,
  },
  dueOn: row.due_on,
  inDays: daysBetween(day, row.due_on),
});

/** The Sunday of a day's week. */
export function endOfWeek(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, (7 - weekday) % 7);
}
