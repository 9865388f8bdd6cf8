import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { VitalName, VitalsSubject } from './vitals.ts';
import { fastBreathingFrom, hypotensionBelow, judgeVital, vitalRange } from './vitals.ts';

const aged = (years: number, extra: Partial<VitalsSubject> = {}): VitalsSubject => ({ age: { years, months: years * 12, days: years * 365 }, hasCopd: false, hasDiabetes: false, ...extra });
const agedMonths = (months: number, days = months * 30): VitalsSubject => ({ age: { years: Math.floor(months / 12), months, days }, hasCopd: false, hasDiabetes: false });

describe('the visit of the picture: 67 years, COPD', () => {
  const subject = aged(67, { hasCopd: true });
  test.each([
    ['temperatureC', 37.8, 'caution', 'lowFever'],
    ['pulse', 96, 'normal', 'normal'],
    ['respiration', 24, 'caution', 'high'],
    ['systolic', 152, 'caution', 'grade1'],
    ['diastolic', 86, 'normal', 'normal'],
    ['spo2', 91, 'normal', 'normal'],
    ['spo2', 97, 'normal', 'normal'],
    ['spo2', 86, 'caution', 'low'],
  ] as const)('%s %d is %s: %s', (name, value, level, finding) => {
    expect(judgeVital(name, value, subject)).toMatchObject({ level, finding });
  });

  it('names the ranges that stand under the fields', () => {
    expect(vitalRange('systolic', subject)).toEqual({ low: 90, high: 149, basis: 'targetOver65' });
    expect(vitalRange('spo2', subject)).toEqual({ low: 88, high: 92, basis: 'copd' });
    expect(vitalRange('temperatureC', subject)).toEqual({ low: 36, high: 37.2, basis: 'adult' });
  });
});

test.each([
  ['systolic', 139, 64, 'normal'], ['systolic', 140, 64, 'caution'], ['systolic', 149, 65, 'normal'], ['systolic', 150, 65, 'caution'],
  ['systolic', 180, 65, 'danger'], ['systolic', 89, 40, 'danger'], ['diastolic', 89, 70, 'normal'], ['diastolic', 90, 70, 'caution'], ['diastolic', 110, 40, 'danger'],
  ['spo2', 95, 40, 'normal'], ['spo2', 94, 40, 'caution'], ['spo2', 89, 40, 'danger'],
  ['temperatureC', 37.2, 40, 'normal'], ['temperatureC', 37.3, 40, 'caution'], ['temperatureC', 39.1, 40, 'danger'], ['temperatureC', 35.9, 40, 'caution'], ['temperatureC', 35, 40, 'danger'],
] as const)('%s %d at %d years is %s', (name, value, years, level) => {
  expect(judgeVital(name, value, aged(years)).level).toBe(level);
});

test('glucose: 3.9 is hypoglycaemia in diabetes and normal without', () => {
  expect(judgeVital('glucoseMmolL', 3.9, aged(50)).level).toBe('normal');
  expect(judgeVital('glucoseMmolL', 3.9, aged(50, { hasDiabetes: true }))).toMatchObject({ level: 'danger', finding: 'hypoglycaemia' });
  expect(judgeVital('glucoseMmolL', 6.9, aged(50, { hasDiabetes: true })).level).toBe('normal');
  expect(judgeVital('glucoseMmolL', 16.7, aged(50)).level).toBe('danger');
});

test('a toddler breathes fast from 40, an infant from 50, a newborn from 60', () => {
  expect([agedMonths(30), agedMonths(11), agedMonths(1), agedMonths(60)].map(({ age }) => fastBreathingFrom(age))).toEqual([40, 50, 60, null]);
  expect(judgeVital('respiration', 44, agedMonths(30))).toMatchObject({ level: 'danger', finding: 'fastBreathing' });
});

test('hypotension in children follows their age', () => {
  expect([agedMonths(0, 10), agedMonths(6), agedMonths(24), agedMonths(108), agedMonths(120), agedMonths(480)].map(({ age }) => hypotensionBelow(age))).toEqual([60, 70, 74, 88, 90, 90]);
});

test('every value at every age is judged, and is normal only inside its range', () => {
  const names: readonly VitalName[] = ['temperatureC', 'pulse', 'respiration', 'systolic', 'diastolic', 'spo2', 'glucoseMmolL'];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.integer({ min: 0, max: 350 }), fc.integer({ min: 0, max: 1300 }), fc.boolean(), fc.boolean(), (name, value, months, hasCopd, hasDiabetes) => {
      const judgement = judgeVital(name, value, { ...agedMonths(months), hasCopd, hasDiabetes });
      const { low, high } = judgement.range;
      const isInside = (low === null || value >= low) && (high === null || name === 'spo2' || value <= high);
      expect(judgement.level !== 'normal' || isInside).toBe(true);
    }),
  );
});
