import type { Product } from '../documents/county.ts';
import type { AllergyEntry } from '../documents/patient.ts';
import { commonDrugNames, type CommonDrugName } from './commonDrugNames.ts';
import { allergyClassCode, allergyClasses, classesNamed, classesOf, isWithin, listedClassOf, nonDrug } from './drugClass.ts';
import type { HiddenIngredients } from './interactionTable.ts';
import { nonDrugNames } from './nonDrugNames.ts';

/** What a substance's name is looked up in, beside the names that people give drugs. */
export interface KnownDrugs {
  readonly catalogue: readonly Product[];
  readonly hidden: readonly HiddenIngredients[];
}

/** What a substance's name tells of the drug. */
export interface NamedDrug {
  readonly classes: readonly string[];
  /** The drug itself. */
  readonly ingredients: ReadonlySet<string>;
  /** Of a compound: the reaction was to one of them. */
  readonly parts: ReadonlySet<string>;
  /** Products that the name is the name of. */
  readonly isProduct: (product: Product) => boolean;
}

/** Reads a substance as it was typed: several drugs stand apart by 、 and the like. */
export function namedDrug(substance: string, drugs: KnownDrugs): NamedDrug {
  const found = substance.split(/[、,，;；/+]/).map((name) => drugOf(name, drugs));
  return {
    classes: [...new Set(found.flatMap(({ classes }) => classes))],
    ingredients: new Set([substance.toLowerCase(), ...found.flatMap(({ ingredients }) => ingredients)]),
    parts: new Set(found.flatMap(({ parts }) => parts)),
    isProduct: (product) => found.some(({ names }) => names.some((name) => isNamed(product, name))),
  };
}

export type SubstanceStanding = 'checked' | 'nonDrug' | 'unchecked';

/** Whether prescribing is checked against an allergy: by its class, or because its substance is recognised. */
export function standingOf({ substance, allergyClass }: Pick<AllergyEntry, 'substance' | 'allergyClass'>, drugs: KnownDrugs): SubstanceStanding {
  const recorded = allergyClass === null ? null : allergyClassCode(allergyClass);
  if (recorded === nonDrug) return 'nonDrug';
  const compared = [...allergyClasses.map(({ code }) => code), ...drugs.catalogue.flatMap(classesOf)];
  if (recorded !== null && compared.some((code) => isWithin(code, recorded) || isWithin(recorded, code))) return 'checked';
  const { classes, ingredients, parts, isProduct } = namedDrug(substance, drugs);
  // The substance's own name is always among the ingredients.
  if (classes.length > 0 || ingredients.size > 1 || parts.size > 0 || drugs.catalogue.some(isProduct)) return 'checked';
  return isNonDrug(substance) ? 'nonDrug' : 'unchecked';
}

/** The class of the picker that a substance belongs to, for a form to set; null if its name tells none, or several. */
export function classOfSubstance(substance: string, drugs: KnownDrugs): string | null {
  const listed = listedClassOf(namedDrug(substance, drugs).classes);
  return listed ?? (standingOf({ substance, allergyClass: null }, drugs) === 'nonDrug' ? nonDrug : null);
}

interface Found {
  readonly names: readonly string[];
  readonly classes: readonly string[];
  readonly ingredients: readonly string[];
  readonly parts: readonly string[];
}

/** The products of that name tell more than the table of names, and that more than a word of a class. */
function drugOf(typed: string, { catalogue, hidden }: KnownDrugs): Found {
  const name = fold(typed);
  const plain = plainName(name);
  const names = [...new Set([name, plain])].filter((candidate) => candidate.length >= 2 && plain.length >= 2);
  const products = catalogue.filter((product) => names.some((candidate) => isNamed(product, candidate)));
  const known = commonNamesIn(name);
  const fromProducts = products.flatMap(classesOf);
  const fromNames = known.flatMap(({ classes }) => classes);
  const made = [...products.map(({ ingredients }) => ingredients), ...known.map(({ ingredients }) => ingredients)];
  return {
    names,
    classes: fromProducts.length > 0 ? fromProducts : fromNames.length > 0 ? fromNames : classesNamed(name),
    ingredients: made.flatMap((ingredients) => (ingredients.length === 1 ? ingredients : [])).map((ingredient) => ingredient.toLowerCase()),
    parts: [...known.flatMap(({ ingredients }) => (ingredients.length > 1 ? ingredients : [])), ...hidden.find(({ product }) => name.startsWith(product))?.ingredients ?? []],
  };
}

const fold = (typed: string): string => typed.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');

/** `注射用青霉素钠80万U过敏` is 青霉素钠: without how it was given, how much, and in what form. */
function plainName(name: string): string {
  return name
    .replace(/^(?:对|注射用|注射|口服|静滴|静脉滴注|肌注|外用)+/, '')
    .replace(/过敏.*$/, '')
    .replace(/\d+(?:\.\d+)?(?:万u|mg|ml|g|u).*$/, '')
    .replace(/(?:肠溶|缓释|控释|分散|咀嚼|泡腾)?(?:胶囊|片剂|片|颗粒|冲剂|糖浆|混悬液|口服液|注射液|针剂|针|滴眼液|眼膏|软膏|乳膏|药)$/, '');
}

/** By name, by an ingredient, by its letters, or by an ATC code. */
function isNamed({ name, ingredients, pinyin, initials, atc }: Product, typed: string): boolean {
  if (name.toLowerCase().includes(typed) || ingredients.some((ingredient) => ingredient.toLowerCase().replaceAll(' ', '') === typed)) return true;
  if (/^[a-z]\d{2}[a-z]{1,2}(?:\d{2})?$/.test(typed)) return atc.toLowerCase().startsWith(typed);
  if (!/^[a-z]+$/.test(typed)) return false;
  return (typed.length >= 5 && pinyin.startsWith(typed)) || (typed.length >= 3 && initials.toLowerCase().startsWith(typed));
}

/** Names of the table within what was typed, a name within a longer one not counted: 泰诺 is not in 泰诺林. */
function commonNamesIn(typed: string): readonly CommonDrugName[] {
  const found = commonDrugNames.flatMap((drug) => drug.names.filter((name) => isIn(name, typed)).map((name) => ({ name, drug })));
  return found.filter(({ name }) => !found.some((other) => other.name !== name && other.name.includes(name))).map(({ drug }) => drug);
}

/** Latin names are whole words, so that `apc` is not in `capcin`. */
function isIn(name: string, typed: string): boolean {
  const at = typed.indexOf(name);
  if (at < 0) return false;
  if (!/^[a-z0-9-]+$/.test(name)) return true;
  return !/[a-z0-9]/.test(typed.charAt(at - 1)) && !/[a-z0-9]/.test(typed.charAt(at + name.length));
}

const isNonDrug = (substance: string): boolean =>
  substance.split(/[、,，;；/+]/).every((name) => nonDrugNames.has(fold(name).replace(/过敏$/, '').replace(/类$/, '')));
