import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frequencies } from '../codes/usage.ts';
import type { QuantityProduct, Usage } from './quantity.ts';
import { convertAmount, countedUnits, dispensingUnits, doseInUnits, dosesOf, supplyDays, typedQuantity } from './quantity.ts';

const tablet = (amount: number, unit = 'g'): QuantityProduct => ({ unit: '片', strengthPerUnit: { amount, unit }, defaultRoute: 'po' });
const usage = (over: Partial<Usage>): Usage => ({ dose: 0.5, doseUnit: 'g', route: 'po', frequency: 'bid', days: 5, ...over });

test.each([
  ['clarithromycin 0.5 g twice a day for 5 days of 0.25 g', usage({}), tablet(0.25), 20],
  ['ambroxol 30 mg three times for 5 days of 30 mg', usage({ dose: 30, doseUnit: 'mg', frequency: 'tid' }), tablet(30, 'mg'), 15],
  ['prednisone 30 mg in the morning for 5 days of 5 mg', usage({ dose: 30, doseUnit: 'mg', frequency: 'qdm' }), tablet(5, 'mg'), 30],
  ['a dose in mg of a tablet in g', usage({ dose: 500, doseUnit: 'mg' }), tablet(0.25), 20],
  ['a dose in tablets', usage({ dose: 2, doseUnit: '片' }), tablet(0.25), 20],
  ['0.3 g of 0.1 g is 3, whatever binary says', usage({ dose: 0.3, frequency: 'qd', days: 1 }), tablet(0.1), 3],
  ['half tablets add up over the course', usage({ dose: 12.5, doseUnit: 'mg', frequency: 'qd', days: 7 }), tablet(25, 'mg'), 4],
  ['capsules cannot be cut', usage({ dose: 0.3, frequency: 'tid', days: 3 }), { ...tablet(0.25), unit: '粒' }, 18],
  ['each injection opens its own ampoules', usage({ dose: 100, doseUnit: '万U', route: 'im', frequency: 'bid', days: 3 }), { unit: '支', strengthPerUnit: { amount: 80, unit: '万U' }, defaultRoute: 'im' }, 12],
  ['a pen of insulin serves many doses', usage({ dose: 12, doseUnit: 'U', route: 'sc', frequency: 'bid', days: 28 }), { unit: '支', strengthPerUnit: { amount: 300, unit: 'U' }, defaultRoute: 'sc' }, 3],
  ['one bottle of drops', usage({ dose: 1, doseUnit: '滴', route: 'eye', frequency: 'qid', days: 5 }), { unit: '支', strengthPerUnit: { amount: 100, unit: '滴' }, defaultRoute: 'eye' }, 1],
  ['every other day', usage({ frequency: 'qod', days: 5 }), tablet(0.25), 6],
  ['once a week', usage({ frequency: 'qw', days: 8 }), tablet(0.25), 4],
  ['once, now', usage({ frequency: 'st', days: 5 }), tablet(0.25), 2],
] as const)('%s', (_title, taken, product, units) => {
  expect(dispensingUnits(taken, product)).toMatchObject({ ok: true, units });
});

test.each([
  [usage({ dose: null }), 'dose', 'missing'], [usage({ dose: 0 }), 'dose', 'notPositive'], [usage({ dose: -1 }), 'dose', 'notPositive'], [usage({ dose: Number.NaN }), 'dose', 'notPositive'],
  [usage({ dose: 1e9 }), 'dose', 'tooLarge'], [usage({ days: null }), 'days', 'missing'], [usage({ days: 0 }), 'days', 'notPositive'], [usage({ days: -3 }), 'days', 'notPositive'],
  [usage({ days: 2.5 }), 'days', 'notWhole'], [usage({ days: 100_000 }), 'days', 'tooLarge'], [usage({ days: Number.POSITIVE_INFINITY }), 'days', 'tooLarge'],
  [usage({ doseUnit: 'mL' }), 'doseUnit', 'unitMismatch'], [usage({ dose: 5000, days: 7 }), 'quantity', 'tooLarge'],
] as const)('refuses %j at %s: %s', (wrong, field, code) => {
  expect(dispensingUnits(wrong, tablet(0.25))).toEqual({ ok: false, field, code });
});

test.each([
  ['what the days need', 20, 5], ['less than they need', 3, 5], ['one too many', 21, 6], ['two weeks of it', 56, 14], ['as much as a document takes', 10_000, 181],
])('a typed quantity lasts: %s (%d) lasts %d days', (_title, units, days) => {
  expect(supplyDays(usage({}), tablet(0.25), units)).toBe(days);
});

test('where nothing can be worked out a quantity lasts for the days as written', () => {
  expect(supplyDays(usage({ dose: null }), tablet(0.25), 500)).toBe(5);
  expect(supplyDays(usage({ doseUnit: 'mL' }), tablet(0.25), 500)).toBe(5);
  expect(supplyDays(usage({ days: null }), tablet(0.25), 500)).toBeNull();
  // One dose at once needs two tablets, however many days are written.
  expect([2, 3].map((units) => supplyDays(usage({ frequency: 'st' }), tablet(0.25), units))).toEqual([5, 181]);
});

test('a computed quantity never lasts longer than it was computed for', () => {
  fc.assert(fc.property(fc.record({ dose: fc.double({ min: 0.01, max: 20, noNaN: true }), days: fc.integer({ min: 1, max: 60 }), frequency: fc.constantFrom(...frequencies.map(({ code }) => code)) }), (over) => {
    const computed = dispensingUnits(usage(over), tablet(0.25));
    fc.pre(computed.ok);
    expect(supplyDays(usage(over), tablet(0.25), computed.units)).toBe(over.days);
  }));
});

test.each([[0, 'notPositive'], [-5, 'notPositive'], [1.5, 'notWhole'], [10_001, 'tooLarge'], [Number.POSITIVE_INFINITY, 'tooLarge'], [Number.NaN, 'tooLarge'], [null, 'missing']])('a typed quantity of %s is %s', (typed, code) => {
  expect(typedQuantity(typed)).toMatchObject({ ok: false, code });
});

const dose = fc.integer({ min: 1, max: 40 }).map((quarter) => quarter / 4);
const strength = fc.constantFrom(0.1, 0.125, 0.25, 0.5, 1, 2.5, 5);
const frequency = fc.constantFrom(...frequencies.map(({ code }) => code));
const days = fc.integer({ min: 1, max: 84 });

test('the units cover the course, and by less than one unit more for what can be divided', () => {
  fc.assert(
    fc.property(dose, strength, frequency, days, (taken, perUnit, often, length) => {
      const result = dispensingUnits({ dose: taken, doseUnit: 'g', route: 'po', frequency: often, days: length }, tablet(perUnit));
      const needed = (taken * dosesOf(often, length)) / perUnit;
      fc.pre(result.ok);
      expect(Number.isInteger(result.units)).toBe(true);
      expect(result.units).toBeGreaterThanOrEqual(needed - 1e-6);
      expect(result.units).toBeLessThan(Math.max(1, needed) + 1);
    }),
  );
});

test('longer, oftener and more never gives less', () => {
  fc.assert(
    fc.property(dose, dose, strength, frequency, days, days, (a, b, perUnit, often, first, second) => {
      const units = (taken: number, length: number): number => {
        const result = dispensingUnits({ dose: taken, doseUnit: 'g', route: 'po', frequency: often, days: length }, tablet(perUnit));
        return result.ok ? result.units : Number.POSITIVE_INFINITY;
      };
      expect(units(Math.max(a, b), Math.max(first, second))).toBeGreaterThanOrEqual(units(Math.min(a, b), Math.min(first, second)));
    }),
  );
});

test('a dose is the same number of units in whatever unit of its kind it is written', () => {
  fc.assert(fc.property(dose, strength, (taken, perUnit) => { expect(doseInUnits(taken * 1000, 'mg', tablet(perUnit))).toBeCloseTo(taken / perUnit, 9); }));
  expect(convertAmount(1, '万U', 'U')).toBe(10_000);
  expect(convertAmount(1, 'g', 'mL')).toBeNull();
});

test.each([
  ['two tablets', 0.5, 'g', tablet(0.25), 2],
  ['a quarter of a tablet', 6.25, 'mg', tablet(25, 'mg'), 0.25],
  ['half an ampoule', 40, 'mg', { unit: '支', strengthPerUnit: { amount: 80, unit: 'mg' } }, 0.5],
  ['no part of a bottle of drops', 1, '滴', { unit: '支', strengthPerUnit: { amount: 160, unit: '滴' } }, null],
  ['no tenth of a bottle of syrup', 10, 'mL', { unit: '瓶', strengthPerUnit: { amount: 100, unit: 'mL' } }, null],
  ['no third of a tablet', 10, 'mg', tablet(30, 'mg'), null],
] as const)('a dose is counted out: %s', (_title, taken, unit, product, units) => {
  expect(countedUnits(taken, unit, product)).toBe(units);
});
