import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vitals } from '../documents/encounter.ts';
import { impossibleVitals } from './impossibleVitals.ts';

test.each([
  ['temperatureC', 378, 37.8], ['temperatureC', 3.78, null], ['systolic', 1520, 152], ['diastolic', 860, 86], ['pulse', 960, 96], ['spo2', 910, 91], ['respiration', 200, 20],
  ['weightKg', 540, 54], ['heightCm', 1.62, 162], ['heightCm', 1620, 162], ['glucoseMmolL', 126, 7], ['pulse', 96.4, 96],
])('%s %d: probably meant %s', (field, typed, meant) => {
  expect(impossibleVitals({ [field]: typed })).toMatchObject([{ field, value: typed, suggestion: meant }]);
});

test.each(['temperatureC', 'pulse', 'respiration', 'systolic', 'diastolic', 'spo2', 'weightKg', 'heightCm', 'glucoseMmolL'])('nobody who is seen has a %s of 0', (field) => {
  expect(impossibleVitals({ [field]: 0 })).toMatchObject([{ field, code: 'impossible', value: 0, suggestion: null }]);
});

test('pressures the wrong way round are found, with the value that was meant below', () => {
  expect(impossibleVitals({ systolic: 80, diastolic: 120 })).toMatchObject([{ field: 'diastolic', code: 'diastolicNotBelowSystolic', suggestion: 80 }]);
  expect(impossibleVitals({ systolic: 120, diastolic: 80 })).toEqual([]);
});

test('a text where a number belongs is no number', () => {
  expect(impossibleVitals({ pulse: '快' })).toMatchObject([{ field: 'pulse', code: 'notANumber' }]);
});

test('whatever it passes, the document takes too', () => {
  const value = fc.option(fc.oneof(fc.double({ min: -10, max: 500, noNaN: true }), fc.integer({ min: -10, max: 500 })));
  fc.assert(
    fc.property(fc.record({ temperatureC: value, pulse: value, respiration: value, systolic: value, diastolic: value, spo2: value, weightKg: value, heightCm: value, glucoseMmolL: value }), (typed) => {
      const found = impossibleVitals(typed).filter(({ code }) => code !== 'diastolicNotBelowSystolic');
      expect(found.length > 0 || vitals.safeParse({ ...typed, onOxygen: false, consciousness: null }).success).toBe(true);
    }),
  );
});
