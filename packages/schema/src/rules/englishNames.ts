import { parseTsv } from '../basics/tsv.ts';
import { allergyClasses } from './drugClass.ts';
import { englishPhrases } from './englishPhrases.ts';

/** The tables of `resources/` that give Chinese words their English ones, as text. */
export interface EnglishTables {
  readonly products: string;
  readonly drugs: string;
  readonly icd10: string;
  readonly traditional: string;
  readonly interactions: string;
}

/** English for what records and alerts say in the catalogue's Chinese words; null where it is not known. */
export interface EnglishNames {
  readonly product: (name: string) => string | null;
  readonly diagnosis: (code: string, title: string) => string | null;
  /** What a person reacts to: a class, a drug, a product, or a common word. */
  readonly substance: (substance: string) => string | null;
  /** A sentence or a part of one, as the rules and tables word it; several stand apart by `；`, `;` or `、`. */
  readonly phrase: (words: string) => string | null;
}

/** Between a traditional disease and its syndrome: 感冒·风寒束表. */
export const syndromeSign = '·';

export function englishNames(tables: EnglishTables): EnglishNames {
  const column = (tsv: string, from: string, to: string): ReadonlyMap<string, string> =>
    new Map(parseTsv(tsv).flatMap((row) => (row[from] && row[to] ? [[row[from], row[to]] as const] : [])));
  const products = column(tables.products, 'name', 'name_en');
  const drugs = column(tables.drugs, 'zh', 'inn');
  const byCode = column(tables.icd10, 'code6', 'en');
  const byTitle = new Map([...column(tables.traditional, 'zh', 'en'), ...column(tables.icd10, 'zh', 'en')]);
  const traditional = column(tables.traditional, 'zh', 'en');
  /** A syndrome has no English name in the table: it stands behind the disease's as it is. */
  const traditionalOf = (title: string): string | null => {
    const [disease = '', ...syndrome] = title.split(syndromeSign);
    const name = capital(traditional.get(disease));
    return name === undefined || syndrome.length === 0 ? name ?? null : `${name} (${syndrome.join(syndromeSign)})`;
  };
  const classes = new Map<string, string>(allergyClasses.map(({ zh, en }) => [zh, en]));
  const phrases = new Map([...column(tables.interactions, 'effect', 'effect_en'), ...column(tables.interactions, 'action', 'action_en'), ...Object.entries(englishPhrases)]);
  const substance = (name: string): string | null => classes.get(name) ?? products.get(name) ?? phrases.get(name) ?? capital(drugs.get(name)) ?? null;
  return {
    product: (name) => products.get(name) ?? null,
    diagnosis: (code, title) => (code === '' ? traditionalOf(title) ?? byTitle.get(title) ?? null : byCode.get(code) ?? byTitle.get(title) ?? null),
    substance,
    phrase: (words) => {
      const whole = phrases.get(words);
      if (whole !== undefined) return whole;
      const dailyMost = /^每日最大 (\P{Script=Han}+)$/u.exec(words)?.[1];
      if (dailyMost !== undefined) return `at most ${dailyMost} a day`;
      const [law, article] = /^(.+) (第.+条)$/u.exec(words)?.slice(1) ?? [];
      const lawName = law === undefined ? undefined : phrases.get(law);
      if (lawName !== undefined && article !== undefined) return `${lawName}, article ${articleNumber(article)}`;
      const parts = words.split(/[；、]/).map((part) => phrases.get(part.trim()));
      return parts.length > 1 && parts.every((part) => part !== undefined) ? parts.join(', ') : null;
    },
  };
}

/** `第十九条` is 19. */
function articleNumber(article: string): number {
  const digits = '零一二三四五六七八九';
  const number = article.slice(1, -1);
  const [tens = '', ones = ''] = number.includes('十') ? number.split('十') : ['零', number];
  return (tens === '' ? 1 : digits.indexOf(tens)) * 10 + (ones === '' ? 0 : digits.indexOf(ones));
}

/**
 * `15 tablets`, `1 box`: the English of a dispensing unit; the unit itself where none is known (mg, mL). What a 支 is
 * depends on the product: a tube of ointment, a vial, an inhaler.
 */
export function englishUnit(unit: string, count: number | null, product = ''): string {
  const forms = unit === '支' ? pieces.find(([named]) => named.test(product))?.[1] ?? ['vial', 'vials'] : units[unit];
  if (forms === undefined) return unit;
  return count !== null && Math.abs(count) === 1 ? forms[0] : forms[1];
}

/** `30 mg×20 片` is `30 mg × 20 tablets`, `80 万U×10 支` is `80 × 10,000 U × 10 vials`; the product's name tells what a 支 is. */
export function englishSpecification(specification: string, product = ''): string {
  return specification
    .replaceAll('复方', 'compound')
    .replaceAll('钙', 'Ca ')
    .replaceAll(/\s*万(I?U)/g, ' × 10,000 $1')
    .replaceAll(/(\d*)\s*([片粒盒支瓶袋丸揿滴])/g, (_, count: string, unit: string) => `${count} ${englishUnit(unit, count === '' ? null : Number(count), product)}`)
    .replaceAll('×', ' × ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

const pieces: readonly (readonly [RegExp, readonly [one: string, more: string]])[] = [
  [/眼膏|软膏|乳膏|凝胶|开塞露/, ['tube', 'tubes']], [/滴眼|滴耳|滴鼻|水|口服/, ['bottle', 'bottles']], [/气雾|喷雾|吸入/, ['inhaler', 'inhalers']],
];

const units: Readonly<Record<string, readonly [one: string, more: string]>> = {
  片: ['tablet', 'tablets'], 粒: ['capsule', 'capsules'], 盒: ['box', 'boxes'], 瓶: ['bottle', 'bottles'], 袋: ['sachet', 'sachets'],
  丸: ['pill', 'pills'], 揿: ['puff', 'puffs'], 滴: ['drop', 'drops'], 万U: ['× 10,000 U', '× 10,000 U'], 万IU: ['× 10,000 IU', '× 10,000 IU'],
};

const capital = (words: string | undefined): string | undefined => words && `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
