import { expect, test } from 'vitest';
import { foundProblem, type FoundField } from './found.ts';
import { emptyReceipt, receiptProblem, type ReceiptField } from './receipt.ts';
import { countedUnits, countProblem, damageProblem, wholeNumber } from './typedNumbers.ts';

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

test.each<[ReceiptField, string, object | null]>([
  ['packs', 'abc', { code: 'notANumber' }], ['packs', '-5', { code: 'negative' }], ['packs', '1.5', { code: 'notWhole' }], ['packs', '1000001', { code: 'tooLarge' }], ['packs', '99999999999', { code: 'tooLarge' }], ['packs', '', null], ['packs', '3', null],
  ['looseUnits', '1+8', { code: 'notANumber' }], ['expiry', '2026-03-08', { code: 'expired' }], ['expiry', '2026-02-30', { code: 'impossibleDate' }], ['expiry', '2036-03-09', null], ['expiry', '2036-03-10', { code: 'tooFar', values: { years: 10 } }], ['expiry', '2100-01', { code: 'tooFar', values: { years: 10 } }], ['expiry', '9999-12-31', { code: 'tooFar', values: { years: 10 } }], ['expiry', '999912', { code: 'tooFar', values: { years: 10 } }], ['expiry', '311231', { code: 'impossibleDate' }],
  ['packCostYuan', '六元', { code: 'notMoney' }], ['packCostYuan', '-1', { code: 'negative' }], ['packCostYuan', '999999999999', { code: 'tooLarge' }], ['lotNumber', '9'.repeat(41), { code: 'tooLong', values: { max: 40 } }], ['shelf', 'A'.repeat(21), { code: 'tooLong', values: { max: 20 } }],
])('A receipt is told of its %s %j when the field is left', (field, typed, problem) => {
  expect(receiptProblem({ ...emptyReceipt(1), [field]: typed }, field, '2026-03-09')).toEqual(problem);
});

test.each<[FoundField, string, object | null]>([
  ['lotNumber', '9'.repeat(41), { code: 'tooLong', values: { max: 40 } }], ['lotNumber', '', null], ['expiry', '2026-13', { code: 'impossibleDate' }], ['expiry', '2100-01', { code: 'tooFar', values: { years: 10 } }], ['expiry', '2025-01', null],
  ['counted', '几片', { code: 'notANumber' }], ['counted', '1.5', { code: 'notWhole' }], ['counted', '1+8', null], ['counted', '', null],
])('A lot found while counting is told of its %s %j when the field is left', (field, typed, problem) => {
  expect(foundProblem({ key: 1, drug: null, lotNumber: '', expiry: '', counted: '', [field]: typed }, field, '2026-03-09')).toEqual(problem);
});

test('Units to write off are whole, above 0 and no more than are known of the lot', () => {
  expect(['', '3', '0', '-1', '1.5', '几片', '41'].map((typed) => damageProblem(typed, 40)?.code ?? null)).toEqual([null, null, 'notPositive', 'negative', 'notWhole', 'notANumber', 'moreThanKnown']);
});
