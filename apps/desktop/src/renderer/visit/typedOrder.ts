import type { Prescription, PrescriptionItem } from '@lianyi/schema/documents/prescription';
import type { DrugHit } from '../../contract/views.ts';

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

/** A positive number, or null while there is none. */
export function positiveNumber(text: string): number | null {
  const value = /^\d{1,6}(\.\d{0,4})?$/.test(text.trim()) ? Number(text) : 0;
  return value > 0 ? value : null;
}

/** Days of treatment; one single dose is one day. */
export function daysOf({ days, frequency }: TypedItem): number | null {
  if (days.trim() === '' && frequency === 'st') return 1;
  const value = positiveNumber(days);
  return value !== null && Number.isInteger(value) ? value : null;
}

export function isCompleteItem(item: TypedItem): boolean {
  return positiveNumber(item.dose) !== null && item.frequency !== '' && item.route !== '' && daysOf(item) !== null
    && (item.quantity.trim() === '' || positiveNumber(item.quantity) !== null);
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
      quantity: positiveNumber(item.quantity),
      note: item.note.trim(),
    })),
    overrides: Object.entries(order.overrides).flatMap(([ruleId, reason]) => (reason.trim() === '' ? [] : [{ ruleId, reason: reason.trim() }])),
    supplyReason: order.supplyReason.trim(),
  };
}

/** What may go to the disk: a row that is not written out yet stays on the screen alone. */
export function completePart(order: TypedOrder): TypedOrder {
  return { ...order, items: order.items.filter(isCompleteItem) };
}
