import { expect, test } from 'vitest';
import { clock } from '../../../format/dates.ts';
import { ageWords, printedWords, quantityWords, specificationWords, timeWords, usageWords, type SlipItem } from './slipWords.ts';

const azithromycin = {
  itemNo: 1, name: '阿奇霉素片', specification: '0.25 g×6 片', dose: 0.5, doseUnit: 'g', route: 'po', frequency: 'qd', days: 3, quantity: 6, unit: '片',
  amountFen: 950, note: '空腹', packUnit: '盒', packSize: 6, form: '片', unitsPerDose: 2,
} as unknown as SlipItem;

test('Whole packs are said beside the units, opened ones are not', () => {
  expect(quantityWords(azithromycin)).toBe('6 片 / 1 盒');
  expect(quantityWords({ ...azithromycin, quantity: 15, packSize: 20 })).toBe('15 片');
  expect(specificationWords(azithromycin)).toBe('0.25 g×6 片 / 盒');
});

test('How to use it says the dose in tablets too, and the advice before the days', () => {
  expect(usageWords(azithromycin)).toBe('每次 0.5 g（2 片），每日 1 次，口服，空腹，共 3 天');
  expect(usageWords({ ...azithromycin, frequency: 'st', note: '', unitsPerDose: null })).toBe('每次 0.5 g，立即 1 次，口服');
});

test('Newborns are told in days, infants in months, small children in years and months', () => {
  expect(ageWords({ years: 0, months: 0, days: 20 })).toBe('20 天');
  expect(ageWords({ years: 0, months: 7, days: 220 })).toBe('7 个月');
  expect(ageWords({ years: 1, months: 22, days: 690 })).toBe('1 岁 10 个月');
  expect(ageWords({ years: 67, months: 810, days: 24_700 })).toBe('67 岁');
});

test('Times are those of the screens, whatever zone they were written in', () => {
  const signed = '2026-03-09T01:48:06+00:00';
  expect(timeWords(signed)).toBe(`${clock('2026-03-09T09:48:06+08:00')}:06`);
  expect(printedWords(signed)).toContain(clock('2026-03-09T09:48:06+08:00'));
});
