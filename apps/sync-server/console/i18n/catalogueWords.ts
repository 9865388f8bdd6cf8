import { englishNames, englishSpecification, englishUnit, type EnglishNames } from '@lianyi/schema/rules/englishNames';
import { useLanguageStore } from './language.ts';

let english: EnglishNames | null = null;

/** Reads the English names of the catalogue, once, for those who read English: they are a file of their own. */
export async function loadEnglishNames(): Promise<void> {
  if (english !== null) return;
  const [products, drugs, icd10, traditional, interactions] = await Promise.all([
    import('../../../../resources/products.tsv?raw'), import('../../../../resources/drugs.tsv?raw'), import('../../../../resources/icd10_primary_care.tsv?raw'),
    import('../../../../resources/tcm_diagnoses.tsv?raw'), import('../../../../resources/ddi_pairs.tsv?raw'),
  ]);
  english = englishNames({ products: products.default, drugs: drugs.default, icd10: icd10.default, traditional: traditional.default, interactions: interactions.default });
}

const inEnglish = (): EnglishNames | null => (useLanguageStore.getState().language === 'en' ? english : null);

/*
 * Records and packages name things in Chinese, whoever reads them. These give the words in the language of this browser;
 * what has no English name stands as it is written. Pages redraw when the language changes, so none is a hook.
 */

export const productText = (name: string): string => inEnglish()?.product(name) ?? name;
export const diagnosisText = ({ code, text }: { readonly code: string | null; readonly text: string }): string => inEnglish()?.diagnosis(code ?? '', text) ?? text;
export const substanceText = (substance: string): string => inEnglish()?.substance(substance) ?? substance;

/** A reaction as it was written down, with the common ones in English. */
export const reactionText = (reaction: string): string => inEnglish()?.phrase(reaction) ?? reaction;

export const unitText = (unit: string, count: number | null = null, product = ''): string => (inEnglish() === null ? unit : englishUnit(unit, count, product));
export const specificationText = (specification: string): string => (inEnglish() === null ? specification : englishSpecification(specification));
