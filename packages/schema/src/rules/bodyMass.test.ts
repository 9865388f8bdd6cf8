import { expect, test } from 'vitest';
import { bodyMassClass, bodyMassIndex } from './bodyMass.ts';

test('54.0 kg at 152 cm is 23.4', () => {
  expect(bodyMassIndex(54, 152)).toBe(23.4);
  expect(bodyMassIndex(54, null)).toBeNull();
  expect(bodyMassIndex(54, 0)).toBeNull();
});

test.each([[18.4, 'thin'], [18.5, 'normal'], [23.9, 'normal'], [24, 'overweight'], [27.9, 'overweight'], [28, 'obese']])('an adult with %d is %s by WS/T 428', (index, expected) => {
  expect(bodyMassClass(index, 40)).toBe(expected);
});

test('a child has no class in this table', () => {
  expect(bodyMassClass(20, 17)).toBeNull();
});
