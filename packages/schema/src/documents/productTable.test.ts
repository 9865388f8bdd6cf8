import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { productsOf } from './productTable.ts';

const table = (name: string): string => readFileSync(new URL(`../../../../resources/${name}`, import.meta.url), 'utf8');
const products = productsOf(table('products.tsv'), table('drugs.tsv'));
const named = (name: string) => products.find((product) => product.name === name);

describe('the product table', () => {
  it('gives every product its own id, the same each time it is read', () => {
    expect(new Set(products.map((product) => product.id)).size).toBe(products.length);
    expect(productsOf(table('products.tsv'), table('drugs.tsv'))).toEqual(products);
    expect(products.length).toBeGreaterThanOrEqual(90);
  });

  it('joins the pack with what is known of the drug', () => {
    expect(named('克拉霉素片')).toMatchObject({
      ingredients: ['clarithromycin'], atc: 'J01FA09', packSize: 12, packPriceFen: 1140, strengthPerUnit: { amount: 0.25, unit: 'g' },
      allergyClass: 'macrolide', antibioticGrade: 'nonRestricted', maximumPerDay: '1g', initials: 'KLMSP', minimumUnits: 24, essential: true,
    });
    expect(named('注射用哌拉西林钠他唑巴坦钠')).toMatchObject({ antibioticGrade: 'restricted', specialControl: 'skin-test' });
  });

  it('has patent medicines, which no list of drugs names', () => {
    expect(named('藿香正气水')).toMatchObject({ atc: 'A07X', allergyClass: '', antibioticGrade: '', usualAdultDose: '' });
  });

  it('names the line that is wrong', () => {
    const wrong = table('products.tsv').replace('克拉霉素\t', '克拉霉\t');
    expect(() => productsOf(wrong, table('drugs.tsv'))).toThrow(/line \d+: no drug 克拉霉/);
    expect(() => productsOf(table('products.tsv').replace('\t11.40\t', '\t11,40\t'), table('drugs.tsv'))).toThrow(/line \d+: /);
  });
});
