import { localDay } from '@lianyi/schema/basics/dates';
import type { Product } from '@lianyi/schema/documents/county';
import { specificationOf } from '@lianyi/schema/rules/doseText';
import { allProducts } from '../../chart/products.ts';
import { unitsByProduct } from '../../chart/shelf.ts';
import type { Reader } from '../../replica/replica.ts';
import { foldQuery, matchName } from '../../chart/matchName.ts';
import type { DrugHit } from './views.ts';

type Match = Pick<DrugHit, 'by' | 'ranges'> & { readonly tier: number };

/** What prescribers write short, as the ingredient it stands for. */
const ingredientsByAbbreviation: Readonly<Record<string, string>> = {
  apap: 'paracetamol', asa: 'acetylsalicylic acid', hctz: 'hydrochlorothiazide', pcn: 'benzylpenicillin', smz: 'sulfamethoxazole', smzco: 'sulfamethoxazole', smztmp: 'sulfamethoxazole', tmp: 'trimethoprim',
};

/**
 * Products by name, pinyin, initials, English name, abbreviation or international nonproprietary name, with what the clinic's stock holds; what
 * matches from its beginning first, of those what is in stock.
 */
export function searchDrugs(read: Reader, productsInEnglish: ReadonlyMap<string, string>, ownerId: string, query: string, limit: number, now: Date): readonly DrugHit[] {
  const stock = unitsByProduct(read, ownerId, localDay(now));
  const folded = foldQuery(query);
  return allProducts(read)
    .flatMap((product): readonly { readonly hit: DrugHit; readonly tier: number }[] => {
      const match: Match | null = !product.active ? null : folded === '' ? { by: 'name', ranges: [], tier: 1 } : matchProduct(folded, product, productsInEnglish.get(product.name) ?? '');
      return match ? [{ hit: { ...hitOf(product, stock.get(product.id)?.usable ?? 0), by: match.by, ranges: match.ranges }, tier: match.tier }] : [];
    })
    .toSorted(({ hit: a, tier }, { hit: b, tier: other }) => tier - other || Number(b.inStock > 0) - Number(a.inStock > 0) || a.name.length - b.name.length || a.name.localeCompare(b.name, 'zh-CN') || a.packSize - b.packSize)
    .slice(0, limit)
    .map(({ hit }) => hit);
}

/** One product as a search would find it; null if it is not in the catalogue. */
export function drugHit(read: Reader, ownerId: string, productId: string, now: Date): DrugHit | null {
  const product = read.document('product', productId);
  return product ? hitOf(product, unitsByProduct(read, ownerId, localDay(now)).get(productId)?.usable ?? 0) : null;
}

function matchProduct(query: string, product: Product, english: string): Match | null {
  const name = matchName(query, { text: product.name, pinyin: product.pinyin, initials: product.initials });
  if (name) return name;
  if (query.length < 3) return null;
  const short = ingredientsByAbbreviation[query.replaceAll(/[-/]/g, '')];
  const isShort = short !== undefined && product.ingredients.some((ingredient) => ingredient.toLowerCase() === short);
  const isIngredient = product.ingredients.some((ingredient) => ingredient.toLowerCase().replaceAll(/[\s']/g, '').includes(query));
  return isShort || isIngredient || isCalled(query, english) ? { by: 'english', ranges: [], tier: 2 } : null;
}

/** From the beginning of any word but the last, which is a form (tablets, injection) that many share. */
function isCalled(query: string, english: string): boolean {
  const words = english.toLowerCase().split(' ');
  return words.slice(0, -1).some((_word, at) => words.slice(at).join('').startsWith(query));
}

function hitOf(product: Product, inStock: number): DrugHit {
  const { id, name, form, unit, packUnit, packSize, packPriceFen, strengthPerUnit, defaultRoute, usualAdultDose } = product;
  return {
    productId: id, name, specification: specificationOf(product), form, unit, packUnit, packSize, packPriceFen, strengthPerUnit, defaultRoute, usualAdultDose,
    inStock, by: 'name', ranges: [],
  };
}
