import { localDay } from '@lianyi/schema/basics/dates';
import type { Product } from '@lianyi/schema/documents/county';
import { specificationOf } from '@lianyi/schema/rules/doseText';
import { allProducts } from '../../chart/products.ts';
import { unitsByProduct } from '../../chart/shelf.ts';
import type { Reader } from '../../replica/replica.ts';
import { foldQuery, matchName } from '../../chart/matchName.ts';
import type { DrugHit } from './views.ts';

type Match = Pick<DrugHit, 'by' | 'ranges'> & { readonly tier: number };

/**
 * Products by name, pinyin, initials or international nonproprietary name, with what the clinic's stock holds; what
 * matches from its beginning first, of those what is in stock.
 */
export function searchDrugs(read: Reader, ownerId: string, query: string, limit: number, now: Date): readonly DrugHit[] {
  const stock = unitsByProduct(read, ownerId, localDay(now));
  const folded = foldQuery(query);
  return allProducts(read)
    .flatMap((product): readonly { readonly hit: DrugHit; readonly tier: number }[] => {
      const match: Match | null = !product.active ? null : folded === '' ? { by: 'name', ranges: [], tier: 1 } : matchProduct(folded, product);
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

function matchProduct(query: string, product: Product): Match | null {
  const name = matchName(query, { text: product.name, pinyin: product.pinyin, initials: product.initials });
  if (name) return name;
  const at = product.ingredients.findIndex((ingredient) => ingredient.toLowerCase().replaceAll(/[\s']/g, '').includes(query));
  return query.length >= 3 && at >= 0 ? { by: 'english', ranges: [], tier: 2 } : null;
}

function hitOf(product: Product, inStock: number): DrugHit {
  const { id, name, form, unit, packUnit, packSize, packPriceFen, strengthPerUnit, defaultRoute, usualAdultDose } = product;
  return {
    productId: id, name, specification: specificationOf(product), form, unit, packUnit, packSize, packPriceFen, strengthPerUnit, defaultRoute, usualAdultDose,
    inStock, by: 'name', ranges: [],
  };
}
