import { isCalendarDate } from '@lianyi/schema/basics/dates';
import { tidyText } from '@lianyi/schema/basics/text';
import type { OrganisationId, ProductId } from '@lianyi/schema/basics/ids';
import type { Product } from '@lianyi/schema/documents/county';
import type { Lot } from '@lianyi/schema/documents/stock';
import { maximumMove, unreadExpiry } from '@lianyi/schema/rules/receivedStock';
import { typedExpiry } from '@lianyi/schema/rules/typedText';
import { stockOwners } from '../../chart/shelf.ts';
import type { FieldError } from '../../chart/views.ts';
import type { Reader } from '../../replica/replica.ts';

/** A lot as typed. */
export interface LotDraft {
  readonly productId: string;
  readonly lotNumber: string;
  readonly expiry: string;
}

export interface TypedLot {
  readonly lot: Lot;
  readonly product: Product;
}

/** The lot that was typed, or what is wrong with it. `at` names a field: `lines.0.expiry`. */
export function lotOf(read: Reader, ownerId: string, draft: LotDraft, at: (name: string) => string): TypedLot | readonly FieldError[] {
  const product = read.document('product', draft.productId);
  const lotNumber = tidyText(draft.lotNumber);
  const expiry = isCalendarDate(draft.expiry) ? draft.expiry : typedExpiry(draft.expiry);
  const errors: FieldError[] = [];
  if (!product) errors.push({ field: at('productId'), code: draft.productId === '' ? 'required' : 'unknownProduct' });
  if (lotNumber === '') errors.push({ field: at('lotNumber'), code: 'required' });
  else if (lotNumber.length > 40) errors.push({ field: at('lotNumber'), code: 'tooLong', values: { max: 40, length: lotNumber.length } });
  if (expiry === null) errors.push({ field: at('expiry'), ...(draft.expiry.trim() === '' ? { code: 'required' } : unreadExpiry(draft.expiry)) });
  if (errors.length > 0 || !product || expiry === null) return errors;
  return { product, lot: { ownerId: ownerId as OrganisationId, productId: draft.productId as ProductId, lotNumber, expiry } };
}

export const isTypedLot = (lot: TypedLot | readonly FieldError[]): lot is TypedLot => 'lot' in lot;

/** Stock is written of owners that this PC knows: the institution it stands in, and those whose scope it follows. */
export function ownerErrors(read: Reader, ownOrgId: string, ownerId: string): readonly FieldError[] {
  return stockOwners(read, [ownOrgId]).some(({ orgId }) => orgId === ownerId) ? [] : [{ field: 'ownerId', code: 'notFound' }];
}

/** A whole number of units within limits, or the code of what is wrong with it. */
export function unitsProblem(units: number, minimum: 0 | 1): string | null {
  if (units < minimum) return minimum === 0 ? 'negative' : units < 0 ? 'negative' : 'notPositive';
  if (units > maximumMove) return 'tooLarge';
  return Number.isInteger(units) ? null : 'notWhole';
}

/** The lines, from the second on, that name a lot which an earlier one has named. */
export function repeatedLots(lots: readonly (TypedLot | readonly FieldError[])[]): readonly FieldError[] {
  const seen = new Set<string>();
  return lots.flatMap((typed, at) => {
    if (!isTypedLot(typed)) return [];
    const key = JSON.stringify(typed.lot);
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated ? [{ field: `lines.${at}.lotNumber`, code: 'duplicate' }] : [];
  });
}
