import { expect, test } from 'vitest';
import type { TodayView } from '../../../contract/views.ts';
import { sharedLines } from './sharedLines.ts';

type StockAlert = TodayView['stockAlerts'][number];
const alerts = (...states: readonly StockAlert['state'][]): readonly StockAlert[] =>
  states.map((state, at) => ({ productId: `p${at}`, name: `药${at}`, specification: '', state, quantity: 1, unit: '片', daysLeft: null }));
const shown = (states: readonly StockAlert['state'][]) => {
  const { shown: lines, more } = sharedLines(alerts(...states), 5);
  return [lines.map(({ productId }) => productId).join(' '), Object.fromEntries(more.map(({ state, count }) => [state, count]))];
};

test('Many of one kind leave lines for the others', () => {
  expect(shown(['out', 'nearExpiry', 'nearExpiry', 'nearExpiry', 'nearExpiry', 'nearExpiry', 'nearExpiry', 'low', 'low', 'low'])).toEqual(['p0 p1 p2 p7', { nearExpiry: 4, low: 2 }]);
  expect(shown(['negative', 'negative', 'negative', 'negative', 'expired', 'out', 'nearExpiry', 'low'])).toEqual(['p0 p1 p4 p5', { negative: 2, nearExpiry: 1, low: 1 }]);
});

test('Where no other waits, one kind has them all', () => {
  expect(shown(['nearExpiry', 'nearExpiry', 'nearExpiry', 'nearExpiry', 'nearExpiry', 'nearExpiry'])).toEqual(['p0 p1 p2 p3', { nearExpiry: 2 }]);
  expect(shown(['nearExpiry', 'nearExpiry', 'nearExpiry', 'low', 'low']).at(0)).toBe('p0 p1 p2 p3 p4');
  expect(shown(['nearExpiry', 'nearExpiry', 'nearExpiry', 'low'])).toEqual(['p0 p1 p2 p3', {}]);
});
