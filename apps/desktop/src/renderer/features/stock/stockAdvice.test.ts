import { expect, test } from 'vitest';
import type { LotBalance, StockRow, StockView } from '../../../contract/views.ts';
import { lasts, lotNote, packsToFillUp, stockAdvice, unitsLeftOver } from './stockAdvice.ts';

const aLot = (parts: Partial<LotBalance> = {}): LotBalance => ({
  lotNumber: '2405021', expiry: '2026-05-15', daysLeft: 67, quantity: 144, shelf: 'B-02', packCostFen: 1200, isOpened: false, state: 'nearExpiry', ...parts,
});
const aRow = (parts: Partial<StockRow> = {}): StockRow => ({
  productId: 'p', name: '口服补液盐 Ⅲ', specification: '5.125 g×6 袋', unit: '袋', packUnit: '盒', packSize: 6, quantity: 144, minimum: 30, dailyUse: 1,
  daysLeft: 144, shelf: 'B-02', state: 'nearExpiry', lots: [aLot()], ...parts,
});
const aView = (parts: Partial<StockView> = {}): StockView => ({
  ownerId: 'o', owners: [], rows: [], counts: { act: 0, out: 0, low: 0, nearExpiry: 0, all: 0, negative: 0 }, lots: 0, valueFen: 0, lastCountOn: '2026-02-27',
  expiringByMonth: [], nearExpiryValueFen: 0, nearExpiryLots: 0, ...parts,
});

test('What the use of the last month will not take before it expires is left over', () => {
  const row = aRow();
  expect(unitsLeftOver(row, aLot())).toBe(144 - 67);
  expect(lotNote(row, aLot(), true)).toEqual({ is: 'leftOver', units: 77 });
  expect(lotNote(aRow({ dailyUse: 3 }), aLot(), true)).toEqual({ is: 'usedUp' });
});

test('A product with a lot below zero lasts nobody knows how long before it is counted', () => {
  expect([lasts(aRow({ daysLeft: 2 })), lasts(aRow({ daysLeft: null })), lasts(aRow({ state: 'negative', daysLeft: 2 }))]).toEqual([2, null, 'countFirst']);
  expect(lotNote(aRow({ state: 'negative' }), aLot({ state: 'negative', quantity: -12 }), false)).toEqual({ is: 'negative' });
});

test('Lots that expire earlier are used first', () => {
  const earlier = aLot({ lotNumber: '1', expiry: '2026-04-30', daysLeft: 52, quantity: 38 });
  const later = aLot({ quantity: 40 });
  expect(unitsLeftOver(aRow({ lots: [earlier, later] }), later)).toBe(40 - (67 - 38));
});

test('A product is filled up to a month of its use or its lower limit, in whole packs', () => {
  expect(packsToFillUp(aRow({ quantity: 18, dailyUse: 1, minimum: 6 }))).toBe(2);
  expect(packsToFillUp(aRow({ quantity: 0, dailyUse: 0, minimum: 30 }))).toBe(5);
  expect(packsToFillUp(aRow({ quantity: -6, dailyUse: 0, minimum: 30 }))).toBe(5);
});

test('Of several lots only the opened one that expires first is to be used first', () => {
  const opened = aLot({ lotNumber: '1', daysLeft: 175, isOpened: true, state: 'ok' });
  const other = aLot({ lotNumber: '2', daysLeft: 236, isOpened: true, state: 'ok' });
  const row = aRow({ state: 'ok', lots: [opened, other] });
  expect(lotNote(row, opened, false)).toEqual({ is: 'first' });
  expect(lotNote(row, other, true)).toEqual({ is: 'none' });
  expect(lotNote(aRow({ state: 'low', lots: [opened] }), opened, true)).toEqual({ is: 'minimum', units: 30 });
});

test('No cost is named where one of the costs is not known', () => {
  const known = aRow({ state: 'low', quantity: 18, minimum: 6, lots: [aLot({ state: 'ok', quantity: 18 })] });
  const unknown = aRow({ state: 'out', lots: [] });
  expect(stockAdvice(aView(), [known], '2026-03-09')).toEqual([{ is: 'fillUp', products: 1, costFen: 2400 }]);
  expect(stockAdvice(aView(), [known, unknown], '2026-03-09')).toEqual([{ is: 'fillUp', products: 2, costFen: null }]);
});

test('A shelf that nobody has counted for a month is due', () => {
  expect(stockAdvice(aView({ lastCountOn: '2026-01-31' }), [], '2026-03-09')).toEqual([{ is: 'count', lastOn: '2026-01-31' }]);
  expect(stockAdvice(aView(), [], '2026-03-09')).toEqual([]);
});
