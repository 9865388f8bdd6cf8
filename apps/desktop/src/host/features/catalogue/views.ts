import type { SubstanceStanding } from '@lianyi/schema/rules/substance';

/** A diagnosis found; `ranges` mark the letters of `title` or, where an alias was found, of `alias` that matched. */
export interface DiagnosisHit {
  readonly system: 'icd10' | 'tcm';
  readonly code: string;
  readonly title: string;
  readonly english: string;
  readonly alias: string;
  readonly by: 'code' | 'name' | 'pinyin' | 'initials' | 'alias' | 'english';
  readonly ranges: readonly (readonly [number, number])[];
  /** Times used here in the last 30 days. */
  readonly usedLately: number;
}

export interface DrugHit {
  readonly productId: string;
  readonly name: string;
  readonly specification: string;
  readonly form: string;
  readonly unit: string;
  readonly packUnit: string;
  readonly packSize: number;
  readonly packPriceFen: number;
  readonly strengthPerUnit: { readonly amount: number; readonly unit: string } | null;
  readonly defaultRoute: string;
  readonly usualAdultDose: string;
  /** Dispensing units this PC knows its clinic to hold, unexpired. */
  readonly inStock: number;
  readonly by: 'name' | 'pinyin' | 'initials' | 'english';
  readonly ranges: readonly (readonly [number, number])[];
}

/** How a substance is understood: the class that its name tells, and whether prescribing is checked against it. */
export interface SubstanceRead {
  readonly allergyClass: string | null;
  readonly standing: SubstanceStanding;
}
