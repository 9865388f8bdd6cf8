import { catalogueWords } from '@lianyi/schema/rules/catalogueWords';
import { englishNames, type EnglishNames } from '@lianyi/schema/rules/englishNames';
import { useLanguageStore } from './language.ts';

let english: EnglishNames | null = null;

/** Reads the English names of the catalogue, once, for those who read English: they are a file of their own. */
export async function loadEnglishNames(): Promise<void> {
  if (english !== null) return;
  const [products, drugs, icd10, traditional, interactions] = await Promise.all([
    import('../../../../../resources/products.tsv?raw'), import('../../../../../resources/drugs.tsv?raw'), import('../../../../../resources/icd10_primary_care.tsv?raw'),
    import('../../../../../resources/tcm_diagnoses.tsv?raw'), import('../../../../../resources/ddi_pairs.tsv?raw'),
  ]);
  english = englishNames({ products: products.default, drugs: drugs.default, icd10: icd10.default, traditional: traditional.default, interactions: interactions.default });
}

const inEnglish = (): EnglishNames | null => (useLanguageStore.getState().language === 'en' ? english : null);

/** In the language of this PC. Pages redraw when it changes, so none is a hook. */
export const { productText, diagnosisText, substanceText, reactionText, unitText, specificationText } = catalogueWords(inEnglish);

/** What several names were joined into for a line of the timeline: drugs of a dispense, diagnoses of a visit. */
export function titleText(joined: string): string {
  const names = inEnglish();
  return names === null ? joined : joined.split('、').map((name) => names.product(name) ?? names.diagnosis('', name) ?? names.substance(name) ?? name).join(', ');
}

/** Words of a table or rule; those without English are quoted, so that a sentence stays one of one language. */
export function phraseText(words: string): string {
  const names = inEnglish();
  if (names === null || words === '' || !/\p{Script=Han}/u.test(words)) return words;
  return names.phrase(words) ?? `“${words}”`;
}

/** A usual dose of the table; in English only where it is all figures and abbreviations, since half of one misleads. */
export const doseWords = (usualDose: string): string => (inEnglish() !== null && /\p{Script=Han}/u.test(usualDose) ? '' : usualDose);
