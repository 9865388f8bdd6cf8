import { expect, test } from 'vitest';
import type { Vitals } from '../documents/encounter.ts';
import { news2 } from './news2.ts';

const well: Vitals = { temperatureC: 36.6, pulse: 72, respiration: 16, systolic: 124, diastolic: 80, spo2: 97, weightKg: null, heightCm: null, glucoseMmolL: null, onOxygen: false, consciousness: 'A' };
const adult = { ageYears: 67, isPregnant: false, isHypercapnic: false };

test('a well adult scores 0', () => {
  expect(news2(well, adult)).toMatchObject({ total: 0, risk: 'low', missing: [] });
});

test('the visit of the picture scores 3 with no single 3, on scale 2', () => {
  const sick: Vitals = { ...well, temperatureC: 37.8, pulse: 96, respiration: 24, systolic: 152, spo2: 91, consciousness: null };
  expect(news2(sick, { ...adult, isHypercapnic: true })).toMatchObject({ total: 3, risk: 'low', hasSingleThree: false, missing: ['consciousness'] });
  expect(news2(sick, adult)).toMatchObject({ total: 6, risk: 'medium', hasSingleThree: true });
});

test.each([
  ['respiration', [[8, 3], [9, 1], [11, 1], [12, 0], [20, 0], [21, 2], [24, 2], [25, 3]]],
  ['spo2', [[91, 3], [92, 2], [93, 2], [94, 1], [95, 1], [96, 0]]],
  ['systolic', [[90, 3], [91, 2], [100, 2], [101, 1], [110, 1], [111, 0], [219, 0], [220, 3]]],
  ['pulse', [[40, 3], [41, 1], [50, 1], [51, 0], [90, 0], [91, 1], [110, 1], [111, 2], [130, 2], [131, 3]]],
  ['temperatureC', [[35, 3], [35.1, 1], [36, 1], [36.1, 0], [38, 0], [38.1, 1], [39, 1], [39.1, 2]]],
] as const)('the table of %s holds at each edge', (field, edges) => {
  for (const [value, points] of edges) expect([value, news2({ ...well, [field]: value }, adult)?.total]).toEqual([value, points]);
});

test('scale 2 punishes too much oxygen, and only when oxygen is given', () => {
  const total = (spo2: number, onOxygen: boolean) => news2({ ...well, spo2, onOxygen }, { ...adult, isHypercapnic: true })?.parts.spo2;
  expect([83, 84, 86, 88, 92].map((spo2) => total(spo2, false))).toEqual([3, 2, 1, 0, 0]);
  expect([93, 95, 97].map((spo2) => total(spo2, true))).toEqual([1, 2, 3]);
  expect([93, 95, 97].map((spo2) => total(spo2, false))).toEqual([0, 0, 0]);
});

test('anything but alert is a single 3, which is urgent; 7 is an emergency', () => {
  expect(news2({ ...well, consciousness: 'C' }, adult)).toMatchObject({ total: 3, risk: 'singleThree' });
  expect(news2({ ...well, consciousness: 'V', pulse: 120, respiration: 23 }, adult)).toMatchObject({ total: 7, risk: 'high' });
});

test('it is for people of 16 and over who are not pregnant, and needs a measurement', () => {
  expect(news2(well, { ...adult, ageYears: 15 })).toBeNull();
  expect(news2(well, { ...adult, isPregnant: true })).toBeNull();
  expect(news2({ ...well, temperatureC: null, pulse: null, respiration: null, systolic: null, spo2: null, consciousness: null }, adult)).toBeNull();
});
