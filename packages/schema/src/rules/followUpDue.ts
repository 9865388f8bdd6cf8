import type { CalendarDate } from '../basics/dates.ts';
import { addDays, ageOn } from '../basics/dates.ts';
import type { Programme } from '../documents/patient.ts';

/** What one visit measured for a programme: mmHg, and fasting plasma glucose in mmol/L. */
export interface ProgrammeVisit {
  readonly on: CalendarDate;
  readonly systolic: number | null;
  readonly diastolic: number | null;
  readonly glucoseMmolL: number | null;
}

export interface FollowUp {
  readonly dueOn: CalendarDate;
  /** The last visit that counts for the programme, or null if there was none. `atGoal` is null where nothing can tell. */
  readonly last: (ProgrammeVisit & { readonly atGoal: boolean | null }) | null;
}

/** At goal a patient is seen at least four times a year, otherwise again within two weeks. */
export const monthsAtGoal = 3;
export const daysOffGoal = 14;

/**
 * When a patient of a programme is due, from the visits known here. National Basic Public Health Service
 * Specification, 3rd ed. (2017): hypertension and type-2 diabetes chapters, the follow-up tables; COPD joined in
 * 2024 and is followed like them (its form unverified). Only the last visit decides: after the two-week visit the
 * plan returns to the quarter. Without a visit the first is due a quarter after the entry in the programme.
 * @param since the day of the entry in the programme
 * @param visits in any order, of two on one day the later first; those that measured nothing of the programme's do not count, but for COPD all do
 */
export function followUpDue(programme: Programme, since: CalendarDate, birthDate: CalendarDate, visits: readonly ProgrammeVisit[]): FollowUp {
  const last = visits.filter((visit) => counts(programme, visit)).reduce<ProgrammeVisit | null>((latest, visit) => (latest && latest.on >= visit.on ? latest : visit), null);
  if (!last) return { dueOn: addMonths(since, monthsAtGoal), last: null };
  const atGoal = isAtGoal(programme, last, ageOn(birthDate, last.on).years);
  return { dueOn: atGoal === false ? addDays(last.on, daysOffGoal) : addMonths(last.on, monthsAtGoal), last: { ...last, atGoal } };
}

/** True if a visit measured what the programme is steered by. */
export function counts(programme: Programme, visit: ProgrammeVisit): boolean {
  switch (programme) {
    case 'hypertension':
      return visit.systolic !== null && visit.diastolic !== null;
    case 'diabetes':
      return visit.glucoseMmolL !== null;
    case 'copd':
      return true;
  }
}

/**
 * Whether a visit was at goal. Hypertension: below 140/90, from 65 years on below 150/90. Diabetes: fasting glucose
 * below 7.0 and above 3.9 mmol/L (3.9 and less is an emergency). 180/110 is an emergency in either. COPD: null.
 */
export function isAtGoal(programme: Programme, visit: ProgrammeVisit, ageYears: number): boolean | null {
  const { systolic, diastolic, glucoseMmolL } = visit;
  const isPressureEmergency = (systolic ?? 0) >= 180 || (diastolic ?? 0) >= 110;
  switch (programme) {
    case 'hypertension':
      return systolic === null || diastolic === null ? null : systolic < (ageYears >= 65 ? 150 : 140) && diastolic < 90;
    case 'diabetes':
      return glucoseMmolL === null ? null : glucoseMmolL < 7 && glucoseMmolL > 3.9 && !isPressureEmergency;
    case 'copd':
      return null;
  }
}

/** The same day `months` later, or that month's last day. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}
