import { readFileSync } from 'node:fs';
import type { ProductId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Product } from '@lianyi/schema/documents/county';
import { productsOf } from '@lianyi/schema/documents/productTable';

const table = (name: string): string => readFileSync(new URL(`../../resources/${name}`, import.meta.url), 'utf8');
let products: readonly Product[] | undefined;

/** Every product of the tables that the app ships with. */
export function catalogueProducts(): readonly Product[] {
  products ??= productsOf(table('products.tsv'), table('drugs.tsv'));
  return products;
}

/** A product of the tables by its name: `productNamed('克拉霉素片')`. */
export function productNamed(name: string): Product {
  const found = catalogueProducts().find((product) => product.name === name);
  if (!found) throw new Error(`no product is called ${name}`);
  return found;
}

/** A made-up product with its own id: tablets of 30 mg, 20 in a box of 6.40 yuan. */
export function aProduct(parts: Partial<Product> = {}): Product {
  return { ...productNamed('氨溴索片'), id: newId() as ProductId, ...parts };
}
