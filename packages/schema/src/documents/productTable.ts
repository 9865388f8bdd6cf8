import { idFromHash } from '../basics/ids.ts';
import { parseTsv } from '../basics/tsv.ts';
import type { Product } from './county.ts';
import { product } from './county.ts';

type Row = Readonly<Record<string, string>>;

/**
 * Products from the two tables of `resources/`: `products.tsv` has what is bought in a pack, `drugs.tsv` what is known
 * of the drug (doses, pregnancy, contraindications, allergy class, antibiotic grade, control). Ids hash name,
 * strength and pack, so that every county that loads the tables names a product alike.
 * @throws Error naming the line of `products.tsv` that is wrong: the tables are ours, so it is a mistake of ours.
 */
export function productsOf(productsTsv: string, drugsTsv: string): readonly Product[] {
  const drugs = new Map(parseTsv(drugsTsv).map((row) => [row['zh'] ?? '', row]));
  return parseTsv(productsTsv).map((row, at) => {
    const key = row['drug'] ?? '';
    const drug = drugs.get(key);
    if (key !== '' && !drug) throw new Error(`products.tsv line ${at + 2}: no drug ${key}`);
    const parsed = product.safeParse(productOf(row, drug ?? {}));
    if (!parsed.success) throw new Error(`products.tsv line ${at + 2}: ${parsed.error.message}`);
    return parsed.data;
  });
}

function productOf(row: Row, drug: Row): unknown {
  const cell = (name: string): string => row[name] ?? '';
  const known = (name: string): string => (drug[name] === '-' ? '' : (drug[name] ?? ''));
  return {
    id: idFromHash(['product', cell('name'), cell('strength'), cell('pack_size')]),
    kind: 'product',
    name: cell('name'),
    ingredients: cell('ingredients').split(';'),
    atc: cell('atc') || known('atc'),
    form: cell('form'),
    strength: cell('strength'),
    unit: cell('unit'),
    packUnit: cell('pack_unit'),
    packSize: Number(cell('pack_size')),
    packPriceFen: Math.round(Number(cell('pack_price_yuan')) * 100),
    strengthPerUnit: cell('strength_amount') === '' ? null : { amount: Number(cell('strength_amount')), unit: cell('strength_unit') },
    defaultRoute: cell('route'),
    usualAdultDose: known('adult_usual'),
    maximumPerDay: known('adult_max_per_day'),
    paediatricDose: known('paediatric'),
    pregnancy: known('pregnancy'),
    contraindications: known('key_contraindications'),
    allergyClass: known('allergy_class'),
    antibioticGrade: gradeOf(known('antibiotic_grade')),
    specialControl: known('special_control'),
    essential: known('eml2018') === 'Y',
    pinyin: cell('pinyin'),
    initials: cell('py_initials'),
    minimumUnits: Number(cell('minimum_units')),
    active: true,
  };
}

/** The table's letters; a star marks a grade that provinces set differently. */
function gradeOf(letters: string): Product['antibioticGrade'] {
  switch (letters.slice(0, 1)) {
    case 'N': return 'nonRestricted';
    case 'R': return 'restricted';
    case 'S': return 'special';
    default: return '';
  }
}
