import { typedExpiry } from '@lianyi/schema/rules/typedText';
import type { DrugHit } from '../../../contract/views.ts';
import { wholeNumber } from './typedNumbers.ts';

/** A line of what has come, as typed. */
export interface TypedReceipt {
  readonly key: number;
  readonly drug: DrugHit | null;
  readonly lotNumber: string;
  readonly expiry: string;
  readonly packs: string;
  readonly looseUnits: string;
  readonly packCostYuan: string;
  readonly shelf: string;
}

export const receiptFields = ['lotNumber', 'expiry', 'packs', 'looseUnits', 'packCostYuan', 'shelf'] as const;
export type ReceiptField = (typeof receiptFields)[number];

export function emptyReceipt(key: number, drug: DrugHit | null = null): TypedReceipt {
  return { key, drug, lotNumber: '', expiry: '', packs: '', looseUnits: '', packCostYuan: '', shelf: '' };
}

/** Nothing has been written into it: it is not sent. */
export function isEmptyReceipt(line: TypedReceipt): boolean {
  return line.drug === null && receiptFields.every((field) => line[field].trim() === '');
}

/** What the host takes. A line without a product is sent with an empty one, so that it is refused at its place. */
export function receiptToSend({ drug, lotNumber, expiry, packs, looseUnits, packCostYuan, shelf }: TypedReceipt) {
  return {
    productId: drug?.productId ?? '', lotNumber: lotNumber.trim(), expiry: typedExpiry(expiry) ?? expiry.trim(),
    packs: wholeNumber(packs), looseUnits: wholeNumber(looseUnits), packCostYuan: packCostYuan.trim(), shelf: shelf.trim(),
  };
}
