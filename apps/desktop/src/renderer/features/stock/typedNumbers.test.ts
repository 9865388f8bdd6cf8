import { expect, test } from 'vitest';
import { countedUnits, countProblem, wholeNumber } from './typedNumbers.ts';

test('Packs and loose units are counted together', () => {
  expect(countedUnits('1+8', 20)).toBe(28);
  expect(countedUnits('28', 20)).toBe(28);
  expect(countedUnits('', 20)).toBeNull();
  expect(countedUnits('0', 20)).toBe(0);
});

test('What is no number is refused by every quantity', () => {
  expect(wholeNumber('几片')).toBe(-1);
  expect(wholeNumber('1e3')).toBe(-1);
  expect(wholeNumber('8.5')).toBe(8.5);
});

test('A count that is no whole number from 0 is told while it is typed', () => {
  expect(['1.5', '-1', '-1.5', '几片', '99999999999', '1+8', '0', ''].map((typed) => countProblem(typed, 20))).toEqual(['notWhole', 'negative', 'negative', 'notANumber', 'tooLarge', null, null, null]);
});
