import { expect, test } from 'vitest';
import { isCompleteItem, rowProblems, typedToDraft, unwrittenFields, type TypedItem } from './typedOrder.ts';

const item: TypedItem = {
  key: 1, drug: { productId: 'p', name: '阿莫西林胶囊', specification: '', unit: '粒', doseUnit: 'g', usualDose: '' },
  dose: '0.5', frequency: 'tid', route: 'po', days: '5', quantity: '', note: '',
};

test.each([
  ['quantity', '0', 'notPositive'], ['quantity', '-3', 'notPositive'], ['quantity', '999999999', 'tooLarge'], ['quantity', '99999', 'tooLarge'], ['quantity', 'abc', 'notANumber'], ['quantity', '1.5', 'notWhole'],
  ['dose', '0', 'notPositive'], ['dose', '1000000', 'tooLarge'], ['dose', 'a', 'notANumber'], ['days', '2.5', 'notWhole'], ['days', '999', 'tooLarge'], ['days', '-1', 'notPositive'],
] as const)('%s %s is told at once: %s', (field, text, code) => {
  expect(rowProblems({ ...item, [field]: text })).toEqual([{ field, code }]);
});

test('what is not typed yet, and what is typed well, is no mistake', () => {
  expect(rowProblems(item)).toEqual([]);
  expect(rowProblems({ ...item, dose: '', days: '', quantity: ' 20 ' })).toEqual([]);
});

test('the host reckons with the quantity as typed, never with the computed one in its place', () => {
  const quantityOf = (quantity: string) => typedToDraft({ type: 'general', items: [{ ...item, quantity }], overrides: {}, supplyReason: '' }).items[0]?.quantity;
  expect([quantityOf(''), quantityOf('20'), quantityOf('0'), quantityOf('abc'), quantityOf('-3'), quantityOf('999999999999999')]).toEqual([null, 20, 0, 0, -3, 1e9]);
});

test('A row that is not written out names what is missing', () => {
  const begun: TypedItem = { ...item, dose: '', frequency: '', route: 'po', days: '1.5', quantity: '' };
  expect(unwrittenFields(begun)).toEqual(['dose', 'frequency', 'days']);
  expect(isCompleteItem(begun)).toBe(false);
  expect(unwrittenFields({ ...begun, dose: '0.5', frequency: 'tid', days: '5' })).toEqual([]);
});
