import type { FrequencyCode } from '../codes/usage.ts';
import type { Product } from '../documents/county.ts';

/** The most dispensing units of one drug, days of one supply and dose that a document takes. */
export const maximumUnits = 10_000;
export const maximumDays = 180;
const maximumDose = 100_000;

export type QuantityProduct = Pick<Product, 'unit' | 'strengthPerUnit' | 'defaultRoute'>;

export interface Usage {
  readonly dose: number | null;
  readonly doseUnit: string;
  readonly route: string;
  readonly frequency: FrequencyCode;
  readonly days: number | null;
}

export type Quantity =
  | { readonly ok: true; readonly units: number; readonly doses: number }
  | { readonly ok: false; readonly field: 'dose' | 'doseUnit' | 'days' | 'quantity'; readonly code: 'missing' | 'notPositive' | 'tooLarge' | 'notWhole' | 'unitMismatch' };

/**
 * Dispensing units that dose, frequency and days come to, rounded up to whole units: what cannot be divided (capsules,
 * ampoules that are injected) at each dose, the rest over the whole course. A dose may be in the unit of the strength,
 * in another unit of the same kind (0.5 g of a 250 mg tablet) or in dispensing units (2 片).
 */
export function dispensingUnits(usage: Usage, product: QuantityProduct): Quantity {
  const { dose, days } = usage;
  if (dose === null) return refused('dose', 'missing');
  if (!Number.isFinite(dose) || dose <= 0) return refused('dose', 'notPositive');
  if (dose > maximumDose) return refused('dose', 'tooLarge');
  const dayProblem = daysProblem(days);
  if (dayProblem || days === null) return dayProblem ?? refused('days', 'missing');

  const units = unitsFor({ ...usage, dose }, product, days);
  if (units === null) return refused('doseUnit', 'unitMismatch');
  if (units > maximumUnits) return refused('quantity', 'tooLarge');
  return { ok: true, units, doses: dosesOf(usage.frequency, days) };
}

/** Whole units for so many days, at least one; null where the dose says nothing about the product. */
function unitsFor({ dose, doseUnit, route, frequency }: Usage & { readonly dose: number }, product: QuantityProduct, days: number): number | null {
  const unitsPerDose = doseInUnits(dose, doseUnit, product);
  if (unitsPerDose === null) return null;
  const doses = dosesOf(frequency, days);
  return Math.max(1, isTakenWhole(product, route) ? roundUp(unitsPerDose) * doses : roundUp(unitsPerDose * doses));
}

/**
 * How many days a quantity lasts at this usage: the days as written, or more where the units are more than those days
 * need. Whoever types a quantity prescribes for as long as it lasts. As written where nothing can be worked out, or
 * where days do not matter (one dose at once: then any quantity above it lasts for ever, told as one day above the most).
 */
export function supplyDays(usage: Usage, product: QuantityProduct, units: number): number | null {
  const { dose, days } = usage;
  if (dose === null || !Number.isFinite(dose) || dose <= 0 || days === null || daysProblem(days) !== null) return days;
  const needs = (forDays: number): number => unitsFor({ ...usage, dose }, product, forDays) ?? units;
  if (needs(days) >= units) return days;
  if (needs(maximumDays) < units) return maximumDays + 1;
  let lasts = days;
  while (needs(lasts) < units) lasts += 1;
  return lasts;
}

/** Judges a quantity that somebody typed: a whole number of dispensing units, 1 to 10,000. */
export function typedQuantity(quantity: number | null): Quantity {
  if (quantity === null) return refused('quantity', 'missing');
  if (!Number.isFinite(quantity)) return refused('quantity', 'tooLarge');
  if (quantity <= 0) return refused('quantity', 'notPositive');
  if (quantity > maximumUnits) return refused('quantity', 'tooLarge');
  if (!Number.isInteger(quantity)) return refused('quantity', 'notWhole');
  return { ok: true, units: quantity, doses: 0 };
}

/** What is wrong with a number of days, or null. */
export function daysProblem(days: number | null): (Quantity & { ok: false }) | null {
  if (days === null) return refused('days', 'missing');
  if (!Number.isFinite(days) || days > maximumDays) return days < 0 ? refused('days', 'notPositive') : refused('days', 'tooLarge');
  if (days <= 0) return refused('days', 'notPositive');
  return Number.isInteger(days) ? null : refused('days', 'notWhole');
}

/** Doses in so many days. Every other day and weekly start on the first; "as needed" is reckoned at three a day. */
export function dosesOf(frequency: FrequencyCode, days: number): number {
  switch (frequency) {
    case 'st': return 1;
    case 'qod': return Math.ceil(days / 2);
    case 'qw': return Math.ceil(days / 7);
    case 'qd': case 'qdm': case 'qn': return days;
    case 'bid': case 'q12h': return days * 2;
    case 'tid': case 'q8h': case 'prn': return days * 3;
    case 'qid': case 'q6h': return days * 4;
  }
}

/** A dose in dispensing units, not rounded; null if its unit says nothing about the product. */
export function doseInUnits(dose: number, doseUnit: string, product: Pick<Product, 'unit' | 'strengthPerUnit'>): number | null {
  if (doseUnit === product.unit) return dose;
  const { strengthPerUnit } = product;
  if (strengthPerUnit === null) return null;
  const converted = convertAmount(dose, doseUnit, strengthPerUnit.unit);
  return converted === null ? null : converted / strengthPerUnit.amount;
}

/**
 * Dispensing units of one dose as a person counts them out: quarters of a tablet, halves of anything else. Null where
 * nobody could: a drop is no part of a bottle, nor is a spoonful.
 */
export function countedUnits(dose: number, doseUnit: string, product: Pick<Product, 'unit' | 'strengthPerUnit'>): number | null {
  const units = doseInUnits(dose, doseUnit, product);
  if (units === null || units <= 0) return null;
  const parts = Number((units * (product.unit === '片' ? 4 : 2)).toPrecision(6));
  return Number.isInteger(parts) ? Number(units.toPrecision(6)) : null;
}

const families: readonly Readonly<Record<string, number>>[] = [
  { 'μg': 1, 'µg': 1, ug: 1, mcg: 1, mg: 1e3, g: 1e6 },
  { U: 1, IU: 1, '万U': 1e4, '万IU': 1e4 },
  { mL: 1, ml: 1, L: 1e3 },
];

/** An amount in another unit of its kind (mass, units of activity, volume), or null if they are of different kinds. */
export function convertAmount(amount: number, from: string, to: string): number | null {
  if (from === to) return amount;
  for (const family of families) {
    const [source, target] = [family[from], family[to]];
    if (source !== undefined && target !== undefined) return (amount * source) / target;
  }
  return null;
}

/** A capsule cannot be cut, and what is left in an opened ampoule is thrown away. */
function isTakenWhole(product: QuantityProduct, route: string): boolean {
  return product.unit === '粒' || (product.unit === '支' && (route === 'im' || route === 'iv'));
}

/** 0.3 / 0.1 must be 3, not 4: a trace of binary arithmetic is no tablet. */
const roundUp = (units: number): number => Math.ceil(Number(units.toPrecision(12)));

const refused = (field: (Quantity & { ok: false })['field'], code: (Quantity & { ok: false })['code']): Quantity & { ok: false } => ({ ok: false, field, code });
