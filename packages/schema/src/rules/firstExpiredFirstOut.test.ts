import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../basics/dates.ts';
import type { ShelfLot } from './firstExpiredFirstOut.ts';
import { isExpired, planLots } from './firstExpiredFirstOut.ts';

const today = '2026-03-09';
const lot = (lotNumber: string, expiry: string, quantity: number): ShelfLot => ({ lotNumber, expiry, quantity });

test('the lot that expires first goes first, and the next covers the rest', () => {
  const plan = planLots([lot('2412090', '2026-10-31', 40), lot('2411062', '2026-08-31', 8)], 15, 20, today);
  expect(plan).toEqual({ taken: [{ lot: lot('2411062', '2026-08-31', 8), units: 8 }, { lot: lot('2412090', '2026-10-31', 40), units: 7 }], short: 0 });
});

test('of two lots with the same expiry the opened one goes first', () => {
  const plan = planLots([lot('A', '2026-10-31', 40), lot('B', '2026-10-31', 33)], 5, 20, today);
  expect(plan.taken.map(({ lot: { lotNumber } }) => lotNumber)).toEqual(['B']);
});

test('the last day still counts, the day after does not', () => {
  expect(planLots([lot('A', today, 5)], 3, 10, today).short).toBe(0);
  expect(planLots([lot('A', addDays(today, -1), 5)], 3, 10, today)).toEqual({ taken: [], short: 3 });
});

const lots = fc.array(
  fc.record({ lotNumber: fc.string({ minLength: 1, maxLength: 4 }), expiry: fc.integer({ min: -60, max: 900 }).map((days) => addDays(today, days)), quantity: fc.integer({ min: -20, max: 200 }) }),
  { maxLength: 8 },
);

test('whatever the lots: nothing expired is taken, none below zero, and taken plus short is what was wanted', () => {
  fc.assert(
    fc.property(lots, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 100 }), (shelf, wanted, packSize) => {
      const plan = planLots(shelf, wanted, packSize, today);
      expect(plan.taken.reduce((sum, { units }) => sum + units, 0) + plan.short).toBe(wanted);
      for (const { lot: chosen, units } of plan.taken) {
        expect(isExpired(chosen, today)).toBe(false);
        expect(units).toBeGreaterThan(0);
        expect(units).toBeLessThanOrEqual(chosen.quantity);
      }
      const expiries = plan.taken.map(({ lot: { expiry } }) => expiry);
      expect(expiries).toEqual(expiries.toSorted());
      // Short only when everything that may be given out has been taken.
      const available = shelf.filter((entry) => entry.quantity > 0 && !isExpired(entry, today)).reduce((sum, entry) => sum + entry.quantity, 0);
      expect(plan.short).toBe(Math.max(0, wanted - available));
    }),
  );
});

test('a plan does not depend on the order that the lots are told in', () => {
  fc.assert(
    fc.property(fc.uniqueArray(lots.map(([first]) => first ?? lot('A', today, 1)), { selector: (entry) => entry.lotNumber }), fc.integer({ min: 1, max: 300 }), (shelf, wanted) => {
      expect(planLots(shelf, wanted, 12, today)).toEqual(planLots(shelf.toReversed(), wanted, 12, today));
    }),
  );
});
