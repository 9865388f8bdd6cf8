import { parseTsv } from '../basics/tsv.ts';

/** An interaction pair of the table, by international nonproprietary names in lower case. */
export interface InteractionPair {
  readonly a: string;
  readonly b: string;
  readonly severity: 'contraindicated' | 'major' | 'moderate';
  readonly mechanism: string;
  readonly effect: string;
  readonly action: string;
}

/** A compound or patent medicine and the Western actives that its name hides (county's domain reference 4.5, unverified). */
export interface HiddenIngredients {
  /** How a product's name begins: `感冒灵` names granules and capsules. */
  readonly product: string;
  readonly ingredients: readonly string[];
  readonly mattersFor: string;
}

/** `resources/ddi_pairs.tsv`. @throws Error naming the line whose severity is none. */
export function interactionPairs(tsv: string): readonly InteractionPair[] {
  return parseTsv(tsv).map((row, at) => {
    const severity = row['severity'];
    if (severity !== 'contraindicated' && severity !== 'major' && severity !== 'moderate') throw new Error(`ddi_pairs.tsv line ${at + 2}: severity ${severity}`);
    const cell = (name: string): string => row[name] ?? '';
    return { a: cell('a_inn').toLowerCase(), b: cell('b_inn').toLowerCase(), severity, mechanism: cell('mechanism'), effect: cell('effect'), action: cell('action') };
  });
}

/** `resources/hidden_ingredients.tsv`, the longest name first, so that 复方利血平氨苯蝶啶 is not taken for 复方利血平. */
export function hiddenIngredients(tsv: string): readonly HiddenIngredients[] {
  return parseTsv(tsv)
    .map((row) => ({ product: row['product'] ?? '', ingredients: (row['ingredients'] ?? '').split(';'), mattersFor: row['matters_for'] ?? '' }))
    .toSorted((a, b) => b.product.length - a.product.length);
}
