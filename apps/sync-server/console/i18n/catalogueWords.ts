import { catalogueWords } from '@lianyi/schema/rules/catalogueWords';
import { englishNames, type EnglishNames } from '@lianyi/schema/rules/englishNames';
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

/** In the language of this browser. Pages redraw when it changes, so none is a hook. */
export const { productText, diagnosisText, substanceText, reactionText, unitText, specificationText } = catalogueWords(inEnglish);
