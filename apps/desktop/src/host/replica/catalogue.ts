import type { HiddenIngredients, InteractionPair } from '@lianyi/schema/rules/interactionTable';

/** One row of the diagnosis catalogue. */
export interface DiagnosisRow {
  readonly system: 'icd10' | 'tcm';
  readonly code: string;
  readonly title: string;
  readonly english: string;
  readonly pinyin: string;
  readonly initials: string;
  /** Of a traditional disease with its syndrome, 感冒·风寒束表: the disease's name. Who types only that means the disease. */
  readonly disease?: string;
  /** Other names that people use: 上感, 老慢支. */
  readonly aliases: readonly { readonly text: string; readonly pinyin: string; readonly initials: string }[];
}

/** The clinical tables of `resources/`, read once. */
export interface Catalogue {
  readonly diagnoses: readonly DiagnosisRow[];
  readonly interactions: readonly InteractionPair[];
  /** Western actives that patent medicines hide. */
  readonly hiddenIngredients: readonly HiddenIngredients[];
  /** English names of products by their Chinese ones: `Aspirin enteric tablets`. */
  readonly productsInEnglish: ReadonlyMap<string, string>;
}
