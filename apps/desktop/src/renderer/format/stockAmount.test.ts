import { expect, test } from 'vitest';
import { stockAmount } from './stockAmount.ts';

const tablets = { unit: '片', packUnit: '盒', packSize: 20 };

test('Units are said as people count them: packs, loose units, or both', () => {
  expect(stockAmount(15, tablets)).toBe('15 片');
  expect(stockAmount(40, tablets)).toBe('2 盒');
  expect(stockAmount(33, tablets)).toBe('1 盒 13 片');
  expect(stockAmount(0, tablets)).toBe('0 片');
  expect(stockAmount(-33, tablets)).toBe('-1 盒 13 片');
  expect(stockAmount(2, { unit: '支', packUnit: '支', packSize: 1 })).toBe('2 支');
});
