import { expect, test } from 'vitest';
import { lotStateOf, productStateOf } from './stockState.ts';

const today = '2026-03-09';
const stock = (quantity: number, over: Partial<Parameters<typeof productStateOf>[0]> = {}, expiry = '2027-01-31') => productStateOf({ lots: [{ quantity, expiry }], minimum: 20, dailyUse: 1, isActive: true, ...over }, today);

test.each([[10, '2026-06-07', 'nearExpiry'], [10, '2026-06-08', 'ok'], [10, today, 'nearExpiry'], [10, '2026-03-08', 'expired'], [0, '2026-03-08', 'empty'], [-1, '2026-03-08', 'negative']])('%d units that expire on %s are %s', (quantity, expiry, state) => {
  expect(lotStateOf({ quantity, expiry }, today)).toBe(state);
});

test('low is below the minimum or a week of use, out is nothing to give out', () => {
  expect([stock(40).state, stock(19).state, stock(20).state, stock(7, { minimum: 0 }).state, stock(8, { minimum: 0 }).state, stock(0).state]).toEqual(['ok', 'low', 'ok', 'low', 'ok', 'out']);
  expect(stock(8, { minimum: 0, dailyUse: 0.5 }).daysLeft).toBe(16);
});

test('what is expired cannot be given out, and is said before what is missing; below zero before all', () => {
  expect(stock(40, {}, '2026-03-08')).toMatchObject({ state: 'expired', isOut: true, daysLeft: 0 });
  expect(productStateOf({ lots: [{ quantity: -3, expiry: '2027-01-31' }, { quantity: 5, expiry: '2026-03-08' }], minimum: 0, dailyUse: 0, isActive: true }, today).state).toBe('negative');
});

test('what is not used, has no minimum or is no longer in the catalogue is not missed', () => {
  expect([stock(0, { minimum: 0, dailyUse: 0 }).state, stock(0, { isActive: false }).state, stock(1, { isActive: false }).state]).toEqual(['ok', 'ok', 'ok']);
});
