import { expect, test } from 'vitest';
import { emptyReceipt, receiptProblem, type ReceiptField } from './receipt.ts';
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

test.each<[ReceiptField, string, object | null]>([
  ['packs', 'abc', { code: 'notANumber' }], ['packs', '-5', { code: 'negative' }], ['packs', '1.5', { code: 'notWhole' }], ['packs', '1000001', { code: 'tooLarge' }], ['packs', '99999999999', { code: 'tooLarge' }], ['packs', '', null], ['packs', '3', null],
  ['looseUnits', '1+8', { code: 'notANumber' }], ['expiry', '2026-03-08', { code: 'expired' }], ['expiry', '2026-02-30', { code: 'impossibleDate' }], ['expiry', '2036-03-09', null], ['expiry', '2036-03-10', { code: 'tooFar', values: { years: 10 } }],
  ['packCostYuan', '六元', { code: 'notMoney' }], ['packCostYuan', '-1', { code: 'negative' }], ['packCostYuan', '999999999999', { code: 'tooLarge' }], ['lotNumber', '9'.repeat(41), { code: 'tooLong', values: { max: 40 } }], ['shelf', 'A'.repeat(21), { code: 'tooLong', values: { max: 20 } }],
])('A receipt is told of its %s %j when the field is left', (field, typed, problem) => {
  expect(receiptProblem({ ...emptyReceipt(1), [field]: typed }, field, '2026-03-09')).toEqual(problem);
});
