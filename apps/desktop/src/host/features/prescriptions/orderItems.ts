import { linePriceFen } from '@lianyi/schema/basics/money';
import { frequencyCode, routeCode } from '@lianyi/schema/codes/usage';
import type { Product } from '@lianyi/schema/documents/county';
import type { PrescriptionItem } from '@lianyi/schema/documents/prescription';
import { specificationOf } from '@lianyi/schema/rules/doseText';
import type { PrescribedItem } from '@lianyi/schema/rules/prescribedItem';
import type { Quantity } from '@lianyi/schema/rules/quantity';
import { daysProblem, dispensingUnits, supplyDays, typedQuantity } from '@lianyi/schema/rules/quantity';
import type * as z from 'zod';
import type { FieldError } from '../../chart/views.ts';
import type { Reader } from '../../replica/replica.ts';
import type { itemDraft } from './inputs.ts';

export type ItemDraft = z.infer<typeof itemDraft>;

/** An item as typed with what the catalogue and the rules of quantity make of it. */
export interface ResolvedItem {
  readonly draft: ItemDraft;
  readonly product: Product | null;
  /** What the clinical rules look at, from the moment that the drug is chosen; null without a product. */
  readonly prescribed: PrescribedItem | null;
  readonly quantity: Quantity;
  readonly amountFen: number | null;
}

/** The unit that a product's doses are written in. */
export const doseUnitOf = (product: Pick<Product, 'strengthPerUnit' | 'unit'>): string => product.strengthPerUnit?.unit ?? product.unit;

export function resolveItem(read: Reader, draft: ItemDraft): ResolvedItem {
  const product = read.document('product', draft.productId) ?? null;
  const missing: Quantity = { ok: false, field: 'quantity', code: 'missing' };
  if (!product) return { draft, product, prescribed: null, quantity: missing, amountFen: null };
  const frequency = frequencyCode.safeParse(draft.frequency);
  const usage = { dose: draft.dose, doseUnit: doseUnitOf(product), route: draft.route, frequency: frequency.data ?? 'qd', days: draft.days };
  // An allergy does not wait for the frequency; what is worked out from one does: without a dose nothing is.
  if (!frequency.success) return { draft, product, prescribed: { itemNo: draft.itemNo, product, ...usage, dose: null, supplyDays: draft.days }, quantity: missing, amountFen: null };
  const quantity = draft.quantity === null ? dispensingUnits(usage, product) : typedQuantity(draft.quantity);
  return {
    draft, product,
    prescribed: { itemNo: draft.itemNo, product, ...usage, supplyDays: quantity.ok ? supplyDays(usage, product, quantity.units) : draft.days },
    quantity,
    amountFen: quantity.ok ? linePriceFen(quantity.units, product.packPriceFen, product.packSize) : null,
  };
}

/** What keeps an item from being part of a prescription, at `items.N.field` where N counts from 0. */
export function itemErrors({ draft, product, quantity }: ResolvedItem, at: number): readonly FieldError[] {
  const field = (name: string): string => `items.${at}.${name}`;
  if (!product) return [{ field: field('productId'), code: 'notFound' }];
  const errors: FieldError[] = [];
  if (!product.active) errors.push({ field: field('productId'), code: 'inactive' });
  if (!routeCode.safeParse(draft.route).success) errors.push({ field: field('route'), code: 'required' });
  if (!frequencyCode.safeParse(draft.frequency).success) errors.push({ field: field('frequency'), code: 'required' });
  const { dose } = draft;
  if (dose === null) errors.push({ field: field('dose'), code: 'required' });
  else if (!(dose > 0)) errors.push({ field: field('dose'), code: 'notPositive' });
  else if (dose > 100_000) errors.push({ field: field('dose'), code: 'tooLarge' });
  const days = daysProblem(draft.days);
  if (days) errors.push({ field: field('days'), code: worded(days.code) });
  if (!quantity.ok && errors.length === 0) errors.push({ field: field(quantity.field), code: worded(quantity.code) });
  if (draft.note.length > 200) errors.push({ field: field('note'), code: 'tooLong', values: { max: 200, length: draft.note.length } });
  return errors;
}

const worded = (code: (Quantity & { ok: false })['code']): string => (code === 'missing' ? 'required' : code);

/** An item of the document, once nothing is wrong with it. */
export function prescriptionItemOf({ draft, product, quantity, amountFen }: ResolvedItem, itemNo: number): PrescriptionItem | null {
  const [route, frequency] = [routeCode.safeParse(draft.route), frequencyCode.safeParse(draft.frequency)];
  if (!product || !quantity.ok || amountFen === null || draft.dose === null || draft.days === null || !route.success || !frequency.success) return null;
  return {
    itemNo,
    productId: product.id,
    name: product.name,
    specification: specificationOf(product),
    dose: draft.dose,
    doseUnit: doseUnitOf(product),
    route: route.data,
    frequency: frequency.data,
    days: draft.days,
    quantity: quantity.units,
    unit: product.unit,
    amountFen,
    note: draft.note,
  };
}
