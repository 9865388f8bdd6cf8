import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysBetween } from '../basics/dates.ts';
import type { ProgrammeVisit } from './followUpDue.ts';
import { addMonths, followUpDue } from './followUpDue.ts';

const visit = (on: string, systolic: number | null, diastolic: number | null, glucoseMmolL: number | null = null): ProgrammeVisit => ({ on, systolic, diastolic, glucoseMmolL });
const born1959 = '1959-02-14';
const born1980 = '1980-05-30';

test.each([
  ['139/89 at 45 is at goal: next in a quarter', born1980, 139, 89, true, '2026-06-09'],
  ['140/89 at 45 is not: next in two weeks', born1980, 140, 89, false, '2026-03-23'],
  ['139/90 at 45 is not: next in two weeks', born1980, 139, 90, false, '2026-03-23'],
  ['149/89 at 67 is at goal, since the limit is 150 from 65 on', born1959, 149, 89, true, '2026-06-09'],
  ['150/80 at 67 is not', born1959, 150, 80, false, '2026-03-23'],
  ['149/90 at 67 is not: the diastolic limit does not move with age', born1959, 149, 90, false, '2026-03-23'],
])('hypertension: %s', (_title, birthDate, systolic, diastolic, atGoal, dueOn) => {
  const due = followUpDue('hypertension', '2020-01-01', birthDate, [visit('2026-03-09', systolic, diastolic)]);
  expect(due).toEqual({ dueOn, last: { ...visit('2026-03-09', systolic, diastolic), atGoal } });
});

test('the age at the visit counts, not the age today', () => {
  const at64 = followUpDue('hypertension', '2020-01-01', born1959, [visit('2024-02-13', 145, 80)]);
  const at65 = followUpDue('hypertension', '2020-01-01', born1959, [visit('2024-02-14', 145, 80)]);
  expect([at64.last?.atGoal, at65.last?.atGoal]).toEqual([false, true]);
});

test.each([
  [6.9, 130, true],
  [7.0, 130, false],
  [3.9, 130, false],
  [4.0, 130, true],
  [6.0, 180, false],
])('diabetes: a fasting glucose of %d with a systolic pressure of %d is at goal: %s', (glucose, systolic, atGoal) => {
  const due = followUpDue('diabetes', '2020-01-01', born1980, [visit('2026-03-09', systolic, 80, glucose)]);
  expect(due.last?.atGoal).toBe(atGoal);
  expect(due.dueOn).toBe(atGoal ? '2026-06-09' : '2026-03-23');
});

test('a visit that measured nothing of the programme does not count', () => {
  const visits = [visit('2026-01-05', 150, 95), visit('2026-02-01', null, null, 6.1), visit('2026-02-02', 120, null)];
  expect(followUpDue('hypertension', '2020-01-01', born1980, visits).last?.on).toBe('2026-01-05');
});

test('COPD is due a quarter after any visit for it, and nothing says whether it is at goal', () => {
  expect(followUpDue('copd', '2020-01-01', born1980, [visit('2026-03-09', null, null)])).toEqual({ dueOn: '2026-06-09', last: { ...visit('2026-03-09', null, null), atGoal: null } });
});

test('without a visit the first is due a quarter after the entry in the programme', () => {
  expect(followUpDue('hypertension', '2026-01-31', born1980, [])).toEqual({ dueOn: '2026-04-30', last: null });
});

test('the last visit decides, in whatever order they are told, and never later than a quarter', () => {
  const pressure = fc.record({ on: fc.date({ min: new Date('2020-01-01'), max: new Date('2026-03-09'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)), systolic: fc.integer({ min: 90, max: 220 }), diastolic: fc.integer({ min: 50, max: 130 }) });
  fc.assert(
    fc.property(fc.uniqueArray(pressure, { selector: (entry) => entry.on, minLength: 1 }), (readings) => {
      const visits = readings.map((reading) => ({ ...reading, glucoseMmolL: null }));
      const due = followUpDue('hypertension', '2019-01-01', born1980, visits);
      const newest = visits.map((entry) => entry.on).toSorted().at(-1) ?? '';
      expect(due.last?.on).toBe(newest);
      expect(followUpDue('hypertension', '2019-01-01', born1980, visits.toReversed())).toEqual(due);
      expect(daysBetween(newest, due.dueOn)).toBeLessThanOrEqual(92);
      expect(daysBetween(newest, due.dueOn)).toBeGreaterThanOrEqual(14);
    }),
  );
});

test('a month later is the same day, or the last of the month', () => {
  expect([addMonths('2026-01-31', 1), addMonths('2023-11-30', 3), addMonths('2026-11-15', 3)]).toEqual(['2026-02-28', '2024-02-29', '2027-02-15']);
});
