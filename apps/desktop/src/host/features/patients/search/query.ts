import { toHalfWidth } from '@lianyi/schema/basics/text';
import { typedLetters } from '../../../replica/search/namePinyin.ts';
import type { TermClass } from '../../../replica/search/patientTerms.ts';
import { homeTerm, placeWithoutTown, searchableName, termClass } from '../../../replica/search/patientTerms.ts';
import type { GroupWord } from './groupWord.ts';
import { groupPattern, groupWord } from './groupWord.ts';

/**
 * A piece of what was typed that the index holds; every piece must match. `characters`: Chinese or another script. `letters`: pinyin, initials
 * or a Latin word. `digits`: part of any number. `mixed` (`alberto639`): a Latin word with digits, or its two pieces.
 */
export type IndexedToken =
  | { readonly kind: 'characters' | 'letters' | 'digits'; readonly text: string }
  | { readonly kind: 'mixed'; readonly text: string; readonly pieces: readonly IndexedToken[] };
/** A group is no term of the index: a number says little, and the row has it. */
export type Token = IndexedToken | GroupWord;

const wordRuns = new RegExp(`(?<!\\S)${groupPattern}(?!\\S)|[\\p{Script=Latin}\\p{Mn}\\d]+|[^\\p{Script=Latin}\\p{ASCII}\\s]+`, 'gu');
const maxTokens = 8;
const maxTokenLength = 40;

/** What was typed, in pieces: full-width digits, dates with signs (1959-02-14) and 15-digit halves are put right. */
export function parseQuery(typed: string): readonly Token[] {
  const text = toHalfWidth(typed)
    .replace(/(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/g, (_date, year: string, month: string, day: string) => year + month.padStart(2, '0') + day.padStart(2, '0'))
    .replace(/(?<=\d)-(?=\d)/g, '')
    // Pinyin as passports write it: Yi-ming, Xi'an.
    .replace(/(?<=\p{Script=Latin}\p{Mn}*)[-‐‑–](?=\p{Script=Latin})/gu, '')
    .replace(/['’‘`ʼ·•．]/g, '');
  // A village's group is one word, also with a digit in it: 3组.
  // A surname may stand alone in its script: Latin with its accents, digits, and all the rest.
  const runs = text.match(wordRuns) ?? [];
  return runs.slice(0, maxTokens).flatMap((run): readonly Token[] => {
    const group = groupWord(run);
    return group === null ? tokensOf(run) : [group];
  });
}

function tokensOf(run: string): readonly IndexedToken[] {
  const plain = typedLetters(run).slice(0, maxTokenLength);
  if (/^\d+x?$/.test(plain)) return [{ kind: 'digits', text: plain }];
  if (/^[a-z]+$/.test(plain)) return [{ kind: 'letters', text: plain }];
  if (/^[a-z\d]+$/.test(plain)) {
    const pieces = plain.match(/\d+|[a-z]+/g) ?? [];
    return [{ kind: 'mixed', text: plain, pieces: pieces.flatMap(tokensOf) }];
  }
  const characters = searchableName(run);
  return characters === '' ? [] : [{ kind: 'characters', text: [...characters].slice(0, maxTokenLength).join('') }];
}

/** How strictly the index is asked: `any` is what matches at all, the others are the better of many. */
export type Strictness = 'any' | 'start' | 'exact';

/** The index's expression for a query; null for an empty one. `homeId` narrows it to one home. */
export function matchExpression(tokens: readonly IndexedToken[], strictness: Strictness, homeId: string | null): string | null {
  if (tokens.length === 0) return null;
  const all = [allOf(tokens, strictness), ...joinedDigits(tokens, strictness)];
  const expression = anyOf(all);
  return homeId === null ? expression : `(${expression}) AND ${whole('home', homeTerm(homeId))}`;
}

function allOf(tokens: readonly IndexedToken[], strictness: Strictness): string {
  return tokens.map((token, at) => `(${alternatives(token, strictness, at === 0)})`).join(' AND ');
}

/** Digits typed in groups, 150 0000 8936, are one number as well as several. */
function joinedDigits(tokens: readonly IndexedToken[], strictness: Strictness): readonly string[] {
  const digits = tokens.filter((token) => token.kind === 'digits');
  if (digits.length < 2) return [];
  const joined: IndexedToken = { kind: 'digits', text: digits.map((token) => token.text).join('') };
  if (joined.text.length > 18) return [];
  return [allOf([...tokens.filter((token) => token.kind !== 'digits'), joined], strictness)];
}

function alternatives(token: IndexedToken, strictness: Strictness, isFirst: boolean): string {
  switch (token.kind) {
    case 'characters':
      if (strictness === 'exact') return whole('nameStart', token.text);
      if (strictness === 'start' && isFirst) return prefix('nameStart', token.text);
      return anyOf([
        prefix('nameStart', token.text), prefix('nameInside', token.text), prefix('formerName', token.text),
        prefix('village', token.text), prefix('village', placeWithoutTown(token.text)),
      ]);
    case 'letters':
      if (strictness === 'exact') return whole('pinyinStart', token.text);
      if (strictness === 'start' && isFirst) return prefix('pinyinStart', token.text);
      return anyOf([prefix('pinyinStart', token.text), prefix('pinyinInside', token.text), prefix('formerPinyin', token.text)]);
    case 'digits':
      return anyOf(digitAlternatives(token.text));
    case 'mixed':
      return anyOf([
        strictness === 'exact' ? whole('pinyinStart', token.text) : anyOf([prefix('pinyinStart', token.text), prefix('pinyinInside', token.text)]),
        `(${allOf(token.pieces, 'any')})`,
      ]);
  }
}

/** A part of a telephone, identity or record number, or of a birth date: see `termClass` for their pieces. */
function digitAlternatives(digits: string): readonly string[] {
  const found = [prefix('numberStart', digits)];
  if (digits.length <= 8) found.push(prefix('numberEnd', digits), prefix('birthDate', digits));
  if (digits.endsWith('x')) found.push(prefix('identityWhole', digits));
  else found.push(...identityAlternatives(digits), ...recordAlternatives(digits));
  return found;
}

function identityAlternatives(digits: string): readonly string[] {
  if (digits.length < 6) return [prefix('identityArea', digits)];
  if (digits.length === 6) return [whole('identityArea', digits)];
  if (digits.length <= 14) return [`(${whole('identityArea', digits.slice(0, 6))} AND ${prefix('birthDate', digits.slice(6))})`];
  return digits.length <= 18 ? [prefix('identityWhole', digits)] : [];
}

function recordAlternatives(digits: string): readonly string[] {
  const [county, place, serial] = [digits.slice(0, 6), digits.slice(6, 12), digits.slice(12)];
  if (digits.length > 17) return [];
  if (digits.length < 6) return [prefix('recordCounty', county), ...(digits.length === 5 ? [whole('recordSerial', digits)] : [])];
  const parts = [whole('recordCounty', county), ...(place === '' ? [] : [place.length < 6 ? prefix('recordPlace', place) : whole('recordPlace', place)]), ...(serial === '' ? [] : [prefix('recordSerial', serial)])];
  return [`(${parts.join(' AND ')})`];
}

const anyOf = (expressions: readonly string[]): string => (expressions.length === 1 ? (expressions[0] ?? '') : `(${[...new Set(expressions)].join(' OR ')})`);
const prefix = (name: TermClass, text: string): string => `${whole(name, text)} *`;
/** Texts hold no ASCII signs (`searchableName`, `typedLetters`), so that nothing needs to be escaped; quotes go anyway. */
const whole = (name: TermClass, text: string): string => `"${termClass[name]}${text.replaceAll('"', '')}"`;
