import type { Product } from '@lianyi/schema/documents/county';
import type { Reader } from '../replica/replica.ts';

interface Kept {
  readonly stamp: string;
  readonly products: readonly Product[];
}
const kept = new WeakMap<Reader, Kept>();

/** The products of the catalogue, read again only when the county has changed one. */
export function allProducts(read: Reader): readonly Product[] {
  const { n, revisions } = read.get<{ n: number; revisions: number | null }>("SELECT count(*) AS n, sum(revision) AS revisions FROM document WHERE kind = 'product'") ?? { n: 0, revisions: 0 };
  const stamp = `${n}:${revisions ?? 0}`;
  const known = kept.get(read);
  if (known?.stamp === stamp) return known.products;
  const products = read
    .all<{ shown: string }>("SELECT shown FROM document WHERE kind = 'product' AND shown IS NOT NULL ORDER BY id")
    .map(({ shown }) => JSON.parse(shown) as Product);
  kept.set(read, { stamp, products });
  return products;
}
