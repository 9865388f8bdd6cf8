import type { EnglishNames } from './englishNames.ts';
import { englishSpecification, englishUnit } from './englishNames.ts';

/** The words of records and packages for who reads them. */
export interface CatalogueWords {
  productText(this: void, name: string): string;
  diagnosisText(this: void, diagnosis: { readonly code: string | null; readonly text: string }): string;
  substanceText(this: void, substance: string): string;
  /** A reaction as it was written down, with the common ones in English. */
  reactionText(this: void, reaction: string): string;
  /** @param count of which the unit is; null where none is said */
  unitText(this: void, unit: string, count?: number | null, product?: string): string;
  specificationText(this: void, specification: string, product?: string): string;
}

/**
 * Records and packages name things in Chinese, whoever reads them. These give the words in the reader's language; what
 * has no English name stands as it is written.
 * @param inEnglish the English names; null for who reads Chinese
 */
export const catalogueWords = (inEnglish: () => EnglishNames | null): CatalogueWords => ({
  productText: (name) => inEnglish()?.product(name) ?? name,
  diagnosisText: ({ code, text }) => inEnglish()?.diagnosis(code ?? '', text) ?? text,
  substanceText: (substance) => inEnglish()?.substance(substance) ?? substance,
  reactionText: (reaction) => inEnglish()?.phrase(reaction) ?? reaction,
  unitText: (unit, count = null, product = '') => (inEnglish() === null ? unit : englishUnit(unit, count, product)),
  specificationText: (specification, product = '') => (inEnglish() === null ? specification : englishSpecification(specification, product)),
});
