import type { Reading } from '../../../replica/search/namePinyin.ts';
import { readingsOf } from '../../../replica/search/namePinyin.ts';
import { placeWithoutTown, searchableName } from '../../../replica/search/patientTerms.ts';
import type { MatchReason } from '../views.ts';
import type { Token } from './query.ts';

/** What a row of `patient_row` is matched by. */
export interface SearchedPerson {
  readonly name: string;
  readonly former_name: string | null;
  readonly birth_date: string;
  readonly identity_number: string | null;
  readonly phone: string | null;
  readonly record_number: string | null;
  readonly village: string;
  readonly village_group: string;
}

/** How a person matches: `rank` sums up the pieces' (0 best), `reason` is the one that explains most. */
export interface Match {
  readonly rank: number;
  readonly reason: MatchReason;
}

type Range = readonly [number, number];

/** One way that one piece matches. */
interface Hit {
  readonly by: MatchReason['by'];
  readonly rank: number;
  readonly text: string;
  readonly ranges: readonly Range[];
}

/** Kinds of match, the best first; an exact name or number comes before all. */
const ranks = {
  exact: 0, nameStart: 1, pinyinWhole: 2, initialsWhole: 3, nameInside: 4, pinyinStart: 5, initialsStart: 6,
  number: 7, pinyinInside: 8, pinyinMixed: 9, birthDate: 10, formerName: 11, address: 12,
} as const;

/** Why a person is found by what was typed; null if they are not. */
export function matchPerson(person: SearchedPerson, tokens: readonly Token[]): Match | null {
  return best([matchAll(person, tokens), matchAll(person, withDigitsJoined(tokens))]);
}

function withDigitsJoined(tokens: readonly Token[]): readonly Token[] {
  const digits = tokens.filter((token) => token.kind === 'digits');
  if (digits.length < 2) return [];
  return [...tokens.filter((token) => token.kind !== 'digits'), { kind: 'digits', text: digits.map((token) => token.text).join('') }];
}

function matchAll(person: SearchedPerson, tokens: readonly Token[]): Match | null {
  if (tokens.length === 0) return null;
  const hits: Hit[] = [];
  for (const token of tokens) {
    const hit = matchToken(person, token);
    if (!hit) return null;
    hits.push(hit);
  }
  const rank = hits.reduce((sum, hit) => sum + hit.rank, 0);
  return { rank, reason: reasonOf(hits) };
}

/** The text that most pieces are found in, a number before a name since it is not in sight; their marks together. */
function reasonOf(hits: readonly Hit[]): MatchReason {
  const count = (hit: Hit): number => hits.filter((other) => other.text === hit.text).length;
  const isNumber = (hit: Hit): number => Number(!['exact', 'name', 'pinyin', 'initials'].includes(hit.by));
  const [chosen] = hits.toSorted((a, b) => count(b) - count(a) || isNumber(b) - isNumber(a) || a.rank - b.rank);
  if (!chosen) return { by: 'name', text: '', ranges: [] };
  return { by: chosen.by, text: chosen.text, ranges: joinRanges(hits.filter((hit) => hit.text === chosen.text).flatMap((hit) => hit.ranges)) };
}

function matchToken(person: SearchedPerson, token: Token): Hit | null {
  switch (token.kind) {
    case 'characters':
      return best([nameHit(person.name, token.text), formerNameHit(person, token.text), addressHit(person, token.text)]);
    case 'letters':
      return best([pinyinHit(person.name, token.text), formerPinyinHit(person, token.text)]);
    case 'group':
      return groupHit(person, token.spellings);
    case 'digits':
      return numberHit(person, token.text);
    case 'mixed': {
      const word = pinyinHit(person.name, token.text);
      const pieces = matchAll(person, token.pieces);
      return best([word, pieces && { ...pieces.reason, rank: pieces.rank }]);
    }
  }
}

function best<Ranked extends { readonly rank: number }>(candidates: readonly (Ranked | null)[]): Ranked | null {
  return candidates.reduce<Ranked | null>((chosen, next) => (next && (!chosen || next.rank < chosen.rank) ? next : chosen), null);
}

function nameHit(name: string, typed: string): Hit | null {
  const found = findCharacters(name, typed);
  if (!found) return null;
  const isWhole = searchableName(name) === typed;
  return { by: isWhole ? 'exact' : 'name', rank: isWhole ? ranks.exact : found.isStart ? ranks.nameStart : ranks.nameInside, text: name, ranges: [found.range] };
}

/** Where typed characters stand in a text whose spaces and dots do not count. */
function findCharacters(text: string, typed: string): { readonly range: Range; readonly isStart: boolean } | null {
  const searchable: string[] = [];
  const places: number[] = [];
  let place = 0;
  for (const character of text) {
    for (const unit of searchableName(character)) {
      searchable.push(unit);
      places.push(place);
    }
    place += character.length;
  }
  const wanted = [...typed];
  const at = searchable.findIndex((_unit, from) => wanted.every((unit, offset) => searchable[from + offset] === unit));
  const start = places[at];
  if (at < 0 || start === undefined) return null;
  return { range: [start, places[at + wanted.length] ?? text.length], isStart: at === 0 };
}

function formerNameHit(person: SearchedPerson, typed: string): Hit | null {
  const found = person.former_name === null ? null : findCharacters(person.former_name, typed);
  return found && person.former_name !== null ? { by: 'formerName', rank: ranks.formerName, text: person.former_name, ranges: [found.range] } : null;
}

function addressHit(person: SearchedPerson, typed: string): Hit | null {
  const text = person.village + person.village_group;
  const place = searchableName(text);
  const isMeant = place.startsWith(typed) || placeWithoutTown(place).startsWith(placeWithoutTown(typed));
  const found = isMeant ? (findCharacters(text, typed) ?? findCharacters(text, placeWithoutTown(typed))) : null;
  return found ? { by: 'address', rank: ranks.address, text, ranges: [found.range] } : null;
}

function groupHit({ village, village_group: group }: SearchedPerson, spellings: readonly string[]): Hit | null {
  return spellings.includes(group) ? { by: 'address', rank: ranks.address, text: village + group, ranges: [[village.length, village.length + group.length]] } : null;
}

function formerPinyinHit(person: SearchedPerson, typed: string): Hit | null {
  const hit = person.former_name === null ? null : pinyinHit(person.former_name, typed);
  if (!hit || person.former_name === null) return null;
  const offset = person.former_name.length + 1;
  return { by: 'formerName', rank: ranks.formerName, text: `${person.former_name} ${hit.text}`, ranges: hit.ranges.map(([from, to]) => [from + offset, to + offset]) };
}

/** Letters against every reading of a name: the text of the hit is that reading, with tone marks. */
function pinyinHit(name: string, typed: string): Hit | null {
  return best(readingsOf(name).flatMap((reading) => reading.typed.map((_syllable, start) => readingHit(reading, typed, start))));
}

function readingHit(reading: Reading, typed: string, start: number): Hit | null {
  const lengths = consume(reading.typed, typed, start);
  if (!lengths) return null;
  const isInitials = lengths.every((length) => length === 1);
  const isToEnd = start + lengths.length === reading.typed.length;
  const isWhole = start === 0 && isToEnd && lengths.every((length, at) => length === reading.typed[at]?.length);
  const ranges: Range[] = [];
  let offset = 0;
  for (const [at, shown] of reading.shown.entries()) {
    const length = lengths[at - start];
    if (at >= start && length !== undefined) ranges.push([offset, offset + Math.min(length, shown.length)]);
    offset += shown.length + 1;
  }
  // `zhang` is 张 to everybody, wherever it stands in a name; z-hang (郑航) is meant by few.
  const isMixed = !isInitials && lengths.length > 1 && (lengths[0] ?? 0) < (reading.typed[start]?.length ?? 0);
  const rank = isMixed ? ranks.pinyinMixed
    : start > 0 ? ranks.pinyinInside
    : isWhole ? ranks.pinyinWhole
    : isInitials && isToEnd ? ranks.initialsWhole
    : isInitials && lengths.length > 1 ? ranks.initialsStart
    : ranks.pinyinStart;
  return { by: isInitials ? 'initials' : 'pinyin', rank, text: reading.shown.join(' '), ranges: isInitials ? ranges : joinRanges(ranges) };
}

/**
 * How many letters of each syllable from `start` the typed letters take: each syllable whole or its initial, the last
 * as far as it was typed. Whole syllables are tried first: `fan` is fan before f-an. Null if they do not fit.
 */
function consume(syllables: readonly string[], typed: string, start: number): readonly number[] | null {
  const syllable = syllables[start];
  if (syllable === undefined || syllable === '') return null;
  if (syllable.startsWith(typed)) return [typed.length];
  if (typed.startsWith(syllable)) {
    const rest = consume(syllables, typed.slice(syllable.length), start + 1);
    if (rest) return [syllable.length, ...rest];
  }
  const initial = [...syllable][0] ?? '';
  if (!typed.startsWith(initial)) return null;
  const rest = consume(syllables, typed.slice(initial.length), start + 1);
  return rest ? [initial.length, ...rest] : null;
}

/** A telephone, identity or record number from its start or its end, or the birth date. */
function numberHit(person: SearchedPerson, typed: string): Hit | null {
  return best([
    partOf('phone', person.phone, typed, [4, 8]),
    partOf('identityNumber', person.identity_number?.toLowerCase() ?? null, typed, [4]),
    partOf('recordNumber', person.record_number, typed, [5, 8]),
    birthDateHit(person, typed),
  ]);
}

function partOf(by: 'phone' | 'identityNumber' | 'recordNumber', number: string | null, typed: string, ends: readonly number[]): Hit | null {
  if (number === null) return null;
  const digits = number.replace(/[^\da-z]/g, '');
  const text = by === 'identityNumber' ? number.toUpperCase() : number;
  if (digits === typed) return { by: 'exact', rank: ranks.exact, text, ranges: [[0, text.length]] };
  const start = digits.startsWith(typed) ? 0 : ends.map((length) => digits.length - length).find((from) => from > 0 && digits.startsWith(typed, from));
  if (start === undefined) return null;
  const places = [...number].flatMap((character, at) => (/[\da-z]/.test(character) ? [at] : []));
  const [from = 0, to = 0] = [places[start], places[start + typed.length - 1]];
  return { by, rank: ranks.number, text, ranges: [[from, to + 1]] };
}

function birthDateHit(person: SearchedPerson, typed: string): Hit | null {
  if (!person.birth_date.replaceAll('-', '').startsWith(typed)) return null;
  const length = typed.length + (typed.length > 4 ? 1 : 0) + (typed.length > 6 ? 1 : 0);
  return { by: 'birthDate', rank: ranks.birthDate, text: person.birth_date, ranges: [[0, length]] };
}

/** Ranges in order, those that meet as one. */
function joinRanges(ranges: readonly Range[]): readonly Range[] {
  const joined: Range[] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && from <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], to)];
    else joined.push([from, to]);
  }
  return joined;
}
