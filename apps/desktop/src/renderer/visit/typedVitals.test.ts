import { expect, test } from 'vitest';
import { readVital, typedToVitals, vitalsToTyped, wrongVitals } from './typedVitals.ts';

const nothing = vitalsToTyped(null);

test('A blood pressure is one field, with a stroke, a blank or a dash between', () => {
  for (const text of ['152/86', '152 / 86', '152 86', '152-86']) expect(readVital('bloodPressure', text)).toEqual({ is: 'pair', systolic: 152, diastolic: 86 });
});

test('A forgotten stroke and turned numbers are offered the right way', () => {
  expect(readVital('bloodPressure', '15286')).toEqual({ is: 'impossible', suggestion: '152/86' });
  expect(readVital('bloodPressure', '152110')).toEqual({ is: 'impossible', suggestion: '152/110' });
  expect(readVital('bloodPressure', '86/152')).toEqual({ is: 'impossible', suggestion: '152/86' });
  expect(readVital('bloodPressure', '152')).toEqual({ is: 'unreadable' });
});

test('A forgotten decimal point is offered, a value that could mean anything is not', () => {
  expect(readVital('temperatureC', '378')).toEqual({ is: 'impossible', suggestion: '37.8' });
  expect(readVital('heightCm', '1.62')).toEqual({ is: 'impossible', suggestion: '162' });
  expect(readVital('weightKg', '540')).toEqual({ is: 'impossible', suggestion: '54' });
  expect(readVital('spo2', '910')).toEqual({ is: 'impossible', suggestion: '91' });
  expect(readVital('temperatureC', '3')).toEqual({ is: 'impossible', suggestion: null });
});

test('What cannot be is left out of the vitals and named', () => {
  const typed = { ...nothing, temperatureC: '378', pulse: '96', bloodPressure: '152/86' };
  expect(typedToVitals(typed)).toMatchObject({ temperatureC: null, pulse: 96, systolic: 152, diastolic: 86 });
  expect(wrongVitals(typed)).toEqual(['temperatureC']);
});

test('No measurement is no vitals, and vitals go to text and back', () => {
  expect(typedToVitals(nothing)).toBeNull();
  const typed = { ...nothing, temperatureC: '37.8', pulse: '96', bloodPressure: '152/86', spo2: '91', weightKg: '54', onOxygen: true, consciousness: 'A' as const };
  expect(vitalsToTyped(typedToVitals(typed))).toEqual(typed);
});
