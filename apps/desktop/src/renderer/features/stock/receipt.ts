import { maximumMove, typedExpiryProblem } from '@lianyi/schema/rules/receivedStock';
import { typedExpiry, yuanProblem } from '@lianyi/schema/rules/typedText';
import type { DrugHit } from '../../../contract/views.ts';
import { lengthProblem, problemOf, type Problem } from './problems.ts';
import { wholeNumber, wholeProblem } from './typedNumbers.ts';

/** A line of what has come, as typed. */
export interface TypedReceipt {
  readonly key: number;
  readonly drug: DrugHit | null;
  /** Typed to find it, and not chosen from. */
  readonly drugText: string;
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
  return { key, drug, drugText: '', lotNumber: '', expiry: '', packs: '', looseUnits: '', packCostYuan: '', shelf: '' };
}

/** Nothing has been written into it: it is not sent. */
export function isEmptyReceipt(line: TypedReceipt): boolean {
  return line.drug === null && line.drugText.trim() === '' && receiptFields.every((field) => line[field].trim() === '');
}

/** What the host takes. A line without a product is sent with an empty one, so that it is refused at its place. */
export function receiptToSend({ drug, lotNumber, expiry, packs, looseUnits, packCostYuan, shelf }: TypedReceipt) {
  return {
    productId: drug?.productId ?? '', lotNumber: lotNumber.trim(), expiry: typedExpiry(expiry) ?? expiry.trim(),
    packs: wholeNumber(packs), looseUnits: wholeNumber(looseUnits), packCostYuan: packCostYuan.trim(), shelf: shelf.trim(),
  };
}

/** What is wrong with what is typed in a field, as the host would say; null for what is right, and while nothing is typed. */
export function receiptProblem(line: TypedReceipt, field: ReceiptField, today: string): Problem | null {
  const text = line[field].trim();
  if (text === '') return null;
  switch (field) {
    case 'lotNumber': return lengthProblem(text, 40);
    case 'shelf': return lengthProblem(text, 20);
    case 'expiry': return typedExpiryProblem(text, today);
    case 'packs': return problemOf(wholeProblem(text, wholeNumber(text)) ?? ((wholeNumber(text) ?? 0) * (line.drug?.packSize ?? 1) > maximumMove ? 'tooLarge' : null));
    case 'looseUnits': return problemOf(wholeProblem(text, wholeNumber(text)));
    case 'packCostYuan': return problemOf(yuanProblem(text));
  }
}
