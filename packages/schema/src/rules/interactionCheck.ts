import type { Product } from '../documents/county.ts';
import type { ClinicalAlert } from './clinicalAlert.ts';
import { classInteractions } from './interactionClasses.ts';
import type { HiddenIngredients, InteractionPair } from './interactionTable.ts';
import type { PrescribedItem } from './prescribedItem.ts';
import { isLocal } from './prescribedItem.ts';

/** A medicine that the patient takes already. `ingredients` may be empty where only a name was written down. */
export interface MedicineTaken {
  readonly name: string;
  readonly ingredients: readonly string[];
  /** Null if unknown. */
  readonly atc: string | null;
}

export interface InteractionCheck {
  readonly items: readonly PrescribedItem[];
  readonly taken: readonly MedicineTaken[];
  readonly pairs: readonly InteractionPair[];
  readonly hidden: readonly HiddenIngredients[];
}

/** A drug in the body: an item of the prescription, or one taken already. */
interface Drug {
  readonly itemNo: number | null;
  readonly name: string;
  readonly ingredients: readonly string[];
  readonly atc: string;
}

/**
 * Interactions and duplicates of the items with each other and with what is taken already, ingredient by ingredient:
 * combinations count as all they hold, patent medicines as what they hide. What acts locally is left out. Of each pair
 * of drugs the gravest interaction; a pair of the table before a rule of classes.
 */
export function checkInteractions({ items, taken, pairs, hidden }: InteractionCheck): readonly ClinicalAlert[] {
  const prescribed: readonly Drug[] = items
    .filter((item) => !isLocal(item))
    .map(({ itemNo, product }) => ({ itemNo, name: product.name, ingredients: ingredientsOf(product, hidden), atc: product.atc }));
  const inUse: readonly Drug[] = taken.map((medicine) => ({ itemNo: null, name: medicine.name, ingredients: ingredientsOf(medicine, hidden), atc: medicine.atc ?? '' }));
  const table = indexOf(pairs);
  return prescribed.flatMap((drug, at) =>
    [...inUse, ...prescribed.slice(0, at)].flatMap((other) => {
      const interaction = interactionOf(drug, other, table);
      const duplicate = duplicateOf(drug, other);
      return [...(interaction ? [interaction] : []), ...(duplicate ? [duplicate] : [])];
    }),
  );
}

/** Ingredients in lower case, with what the name hides: the same for a product and for a name in a record. */
export function ingredientsOf(medicine: { readonly name: string; readonly ingredients: readonly string[] }, hidden: readonly HiddenIngredients[]): readonly string[] {
  const known = hidden.find(({ product }) => medicine.name.startsWith(product));
  return [...new Set([...medicine.ingredients.map((ingredient) => ingredient.toLowerCase()), ...(known?.ingredients ?? [])])];
}

const key = (a: string, b: string): string => (a < b ? `${a}+${b}` : `${b}+${a}`);
const indexOf = (pairs: readonly InteractionPair[]): ReadonlyMap<string, InteractionPair> => new Map(pairs.map((pair) => [key(pair.a, pair.b), pair]));

type Words = Pick<InteractionPair, 'severity' | 'mechanism' | 'effect' | 'action'>;
const severities = ['contraindicated', 'major', 'moderate'] as const;

function interactionOf(drug: Drug, other: Drug, table: ReadonlyMap<string, InteractionPair>): ClinicalAlert | null {
  let gravest: { id: string; words: Words; source: string } | null = null;
  for (const a of drug.ingredients) {
    for (const b of other.ingredients) {
      if (a === b) continue;
      const found = wordsOf(a, b, table);
      if (found && (gravest === null || severities.indexOf(found.words.severity) < severities.indexOf(gravest.words.severity))) gravest = found;
    }
  }
  if (!gravest) return null;
  const { id, words, source } = gravest;
  return {
    ruleId: `DDI:${id}`, rule: 'interaction', itemNo: drug.itemNo, severity: words.severity, overridable: true,
    values: { name: drug.name, other: other.name, otherInUse: other.itemNo === null ? 1 : 0, otherItemNo: other.itemNo ?? 0, mechanism: words.mechanism },
    effect: words.effect, advice: words.action, source,
  };
}

function wordsOf(a: string, b: string, table: ReadonlyMap<string, InteractionPair>): { id: string; words: Words; source: string } | null {
  const pair = table.get(key(a, b));
  if (pair) return { id: key(a, b), words: pair, source: '相互作用表' };
  const rule = classInteractions.find(({ one, other }) => (one.has(a) && other.has(b)) || (one.has(b) && other.has(a)));
  return rule ? { id: `${rule.id}:${key(a, b)}`, words: rule.words, source: '相互作用分类规则 4.4' } : null;
}

/** The same ingredient, or another of the same ATC level 4. Going on with what runs out is ordinary, and only told. */
function duplicateOf(drug: Drug, other: Drug): ClinicalAlert | null {
  const same = drug.ingredients.filter((ingredient) => other.ingredients.includes(ingredient));
  const isSameGroup = drug.atc.length >= 5 && drug.atc.slice(0, 5) === other.atc.slice(0, 5);
  if (same.length === 0 && !isSameGroup) return null;
  const isContinued = other.itemNo === null && drug.name === other.name;
  return {
    ruleId: same.length > 0 ? `DUP:${same.toSorted().join('+')}` : `DUP:ATC:${drug.atc.slice(0, 5)}`,
    rule: 'duplicate', itemNo: drug.itemNo,
    severity: isContinued ? 'info' : same.length > 0 ? 'major' : 'moderate',
    overridable: true,
    values: { name: drug.name, other: other.name, otherInUse: other.itemNo === null ? 1 : 0, ingredient: same.join('、'), group: same.length > 0 ? '' : drug.atc.slice(0, 5) },
    effect: same.length > 0 ? '同一成分重复' : '同类药物重复', advice: isContinued ? '核对剩余药量' : '只用其中一种', source: '重复用药规则 4.4',
  };
}

/** Products of the same ATC level 3 that are in stock and that nothing contraindicates, as many as fit under an alert. */
export function alternativesTo(product: Product, candidates: readonly Product[], isRefused: (candidate: Product) => boolean, most = 3): readonly Product[] {
  const group = product.atc.slice(0, 4);
  if (group.length < 4) return [];
  const near = (candidate: Product): boolean => candidate.atc.startsWith(group);
  const sorted = candidates
    .filter((candidate) => candidate.active && candidate.id !== product.id && candidate.defaultRoute === product.defaultRoute && candidate.atc.startsWith(product.atc.slice(0, 3)))
    .filter((candidate) => !candidate.ingredients.some((ingredient) => product.ingredients.includes(ingredient)))
    .toSorted((a, b) => Number(near(b)) - Number(near(a)));
  const offered: Product[] = [];
  for (const candidate of sorted) {
    if (offered.length === most) break;
    if (!isRefused(candidate)) offered.push(candidate);
  }
  return offered;
}
