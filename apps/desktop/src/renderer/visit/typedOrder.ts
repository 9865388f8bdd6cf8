import type { Prescription, PrescriptionItem } from '@lianyi/schema/documents/prescription';
import type { Quantity } from '@lianyi/schema/rules/quantity';
import { daysProblem, typedQuantity } from '@lianyi/schema/rules/quantity';
import type { DrugHit, EncounterView } from '../../contract/views.ts';

export type UnfinishedRow = EncounterView['unfinishedRows'][number];

export type OrderType = 'general' | 'emergency' | 'paediatric' | 'long';

/** What a row shows of its drug. */
export interface RowDrug {
  readonly productId: string;
  readonly name: string;
  readonly specification: string;
  /** Dispensing unit (片). */
  readonly unit: string;
  /** The unit that doses are written in (mg). */
  readonly doseUnit: string;
  readonly usualDose: string;
}

/** A row of the prescription as text. `quantity` is empty while it follows from dose, frequency and days. */
export interface TypedItem {
  /** Stays with the row while others come and go. */
  readonly key: number;
  readonly drug: RowDrug;
  readonly dose: string;
  readonly frequency: string;
  readonly route: string;
  readonly days: string;
  readonly quantity: string;
  readonly note: string;
}

export interface TypedOrder {
  readonly type: OrderType;
  readonly items: readonly TypedItem[];
  /** Reasons for setting an alert aside, by its rule's id. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly supplyReason: string;
}

/** What the host takes: `prescriptions.check`, `save` and `sign`. */
export interface OrderDraft {
  type: OrderType;
  items: { itemNo: number; productId: string; dose: number | null; route: string; frequency: string; days: number | null; quantity: number | null; note: string }[];
  overrides: { ruleId: string; reason: string }[];
  supplyReason: string;
}

export const emptyOrder: TypedOrder = { type: 'general', items: [], overrides: {}, supplyReason: '' };

export function drugOfHit(hit: DrugHit): RowDrug {
  const { productId, name, specification, unit, strengthPerUnit, usualAdultDose } = hit;
  return { productId, name, specification, unit, doseUnit: strengthPerUnit?.unit ?? unit, usualDose: usualAdultDose };
}

/** A new row: only what is certain is filled in; the doctor writes the dose. The days are those of the row above. */
export function newItem(order: TypedOrder, hit: DrugHit): TypedItem {
  return {
    key: nextKey(order), drug: drugOfHit(hit), dose: '', frequency: '', route: hit.defaultRoute, days: order.items.at(-1)?.days ?? '', quantity: '', note: '',
  };
}

export function nextKey(order: TypedOrder): number {
  return Math.max(0, ...order.items.map(({ key }) => key)) + 1;
}

export function prescriptionToTyped(prescription: Prescription | null): TypedOrder {
  if (prescription === null) return emptyOrder;
  const { type, items, overrides, supplyReason } = prescription.order;
  return {
    type,
    items: items.map((item, index) => itemToTyped(item, index + 1)),
    overrides: Object.fromEntries(overrides.map(({ ruleId, reason }) => [ruleId, reason])),
    supplyReason,
  };
}

function itemToTyped(item: PrescriptionItem, key: number): TypedItem {
  const { productId, name, specification, unit, doseUnit } = item;
  return {
    key,
    drug: { productId, name, specification, unit, doseUnit, usualDose: '' },
    dose: String(item.dose), frequency: item.frequency, route: item.route, days: String(item.days), quantity: String(item.quantity), note: item.note,
  };
}

const maximumDose = 100_000;

/** A positive number, or null while there is none. */
export function positiveNumber(text: string): number | null {
  const value = /^\d{1,6}(\.\d{0,4})?$/.test(text.trim()) ? Number(text) : 0;
  return value > 0 ? value : null;
}

/** A quantity as typed; null while it follows. What is no number is none: nothing else may be reckoned in its place. */
function quantityTyped(text: string): number | null {
  const typed = text.trim();
  if (typed === '') return null;
  return /^-?\d+(\.\d+)?$/.test(typed) ? Math.min(Number(typed), 1e9) : 0;
}

/** Days of treatment; one single dose is one day. */
export function daysOf({ days, frequency }: TypedItem): number | null {
  if (days.trim() === '' && frequency === 'st') return 1;
  const value = positiveNumber(days);
  return value !== null && Number.isInteger(value) ? value : null;
}

/** What is typed wrongly in a row, at once and without asking anybody: the same limits that the host has. */
export interface RowProblem {
  readonly field: 'dose' | 'days' | 'quantity';
  readonly code: 'notANumber' | 'notPositive' | 'tooLarge' | 'notWhole';
}

export function rowProblems({ dose, days, quantity }: TypedItem): readonly RowProblem[] {
  return [
    ...problemOf('dose', dose, (value) => (value <= 0 ? 'notPositive' : value > maximumDose ? 'tooLarge' : null)),
    ...problemOf('days', days, (value) => codeOf(daysProblem(value))),
    ...problemOf('quantity', quantity, (value) => codeOf(typedQuantity(value))),
  ];
}

function problemOf(field: RowProblem['field'], text: string, judge: (value: number) => RowProblem['code'] | null): readonly RowProblem[] {
  const typed = text.trim();
  if (typed === '') return [];
  const code = /^[-+]?(\d+\.?\d*|\.\d+)$/.test(typed) ? judge(Number(typed)) : 'notANumber';
  return code === null ? [] : [{ field, code }];
}

function codeOf(judged: Quantity | null): RowProblem['code'] | null {
  return judged === null || judged.ok || judged.code === 'missing' || judged.code === 'unitMismatch' ? null : judged.code;
}

export function isCompleteItem(item: TypedItem): boolean {
  return unwrittenFields(item).length === 0 && (item.quantity.trim() === '' || positiveNumber(item.quantity) !== null);
}

/** The fields of a row that are not written, or not as they can be. */
export function unwrittenFields(item: TypedItem): readonly ('dose' | 'frequency' | 'route' | 'days' | 'quantity')[] {
  const problems = rowProblems(item);
  const isWrong = (field: RowProblem['field']): boolean => problems.some((problem) => problem.field === field);
  return [
    ...(positiveNumber(item.dose) === null || isWrong('dose') ? ['dose' as const] : []),
    ...(item.frequency === '' ? ['frequency' as const] : []),
    ...(item.route === '' ? ['route' as const] : []),
    ...(daysOf(item) === null || isWrong('days') ? ['days' as const] : []),
    ...(isWrong('quantity') ? ['quantity' as const] : []),
  ];
}

/** Rows are numbered from 1 as they stand. */
export function typedToDraft(order: TypedOrder): OrderDraft {
  return {
    type: order.type,
    items: order.items.map((item, index) => ({
      itemNo: index + 1,
      productId: item.drug.productId,
      dose: positiveNumber(item.dose),
      route: item.route,
      frequency: item.frequency,
      days: daysOf(item),
      quantity: quantityTyped(item.quantity),
      note: item.note.trim(),
    })),
    overrides: Object.entries(order.overrides).flatMap(([ruleId, reason]) => (reason.trim() === '' ? [] : [{ ruleId, reason: reason.trim() }])),
    supplyReason: order.supplyReason.trim(),
  };
}

const longestText = 200;

/** A row as it is kept while it is not written out: what no field takes is cut off. */
export function unfinishedOf({ key: _key, drug, ...texts }: TypedItem, at: number): UnfinishedRow {
  const clip = (text: string): string => text.slice(0, longestText);
  return {
    at, drug: { ...drug, usualDose: drug.usualDose.slice(0, 2 * longestText) },
    dose: clip(texts.dose), frequency: clip(texts.frequency), route: clip(texts.route), days: clip(texts.days), quantity: clip(texts.quantity), note: clip(texts.note),
  };
}

/** Puts rows that were kept back to where they stood. */
export function withUnfinished(order: TypedOrder, rows: readonly UnfinishedRow[]): TypedOrder {
  return rows.toSorted((a, b) => a.at - b.at).reduce((now, { at, ...row }): TypedOrder => ({ ...now, items: now.items.toSpliced(at, 0, { key: nextKey(now), ...row }) }), order);
}
