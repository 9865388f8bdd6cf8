import { typedExpiryProblem } from '@lianyi/schema/rules/receivedStock';
import { typedExpiry } from '@lianyi/schema/rules/typedText';
import type { DrugHit } from '../../../contract/views.ts';
import { lengthProblem, problemOf, type Problem } from './problems.ts';
import { countedUnits, countProblem } from './typedNumbers.ts';

/** A lot that stands on the shelf and not in the book. */
export interface FoundLot {
  readonly key: number;
  readonly drug: DrugHit | null;
  readonly lotNumber: string;
  readonly expiry: string;
  readonly counted: string;
}

export function isEmptyFound({ lotNumber, expiry, counted }: FoundLot): boolean {
  return `${lotNumber}${expiry}${counted}`.trim() === '';
}

/** The book knew of none of it. */
export function foundToSend({ drug, lotNumber, expiry, counted }: FoundLot) {
  return { productId: drug?.productId ?? '', lotNumber: lotNumber.trim(), expiry: typedExpiry(expiry) ?? expiry.trim(), counted: countedUnits(counted, drug?.packSize ?? 1), known: 0 };
}

export const foundFields = ['lotNumber', 'expiry', 'counted'] as const;
export type FoundField = (typeof foundFields)[number];

/** What is wrong with what is typed in a field, as the host would say; null for what is right, and while nothing is typed. What has expired may well stand on a shelf. */
export function foundProblem(lot: FoundLot, field: FoundField, today: string): Problem | null {
  const text = lot[field].trim();
  if (text === '') return null;
  switch (field) {
    case 'lotNumber': return lengthProblem(text, 40);
    case 'counted': return problemOf(countProblem(text, lot.drug?.packSize ?? 1));
    case 'expiry': {
      const problem = typedExpiryProblem(text, today);
      return problem?.code === 'expired' ? null : problem;
    }
  }
}
