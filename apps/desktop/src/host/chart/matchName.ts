import { pinyin } from 'pinyin-pro';

export type Range = readonly [number, number];

/** A name with its letters, as a table gives them: `急性咽炎`, `jixingyanyan`, `JXYY`. */
export interface Spelled {
  readonly text: string;
  readonly pinyin: string;
  readonly initials: string;
}

export interface NameMatch {
  readonly by: 'name' | 'pinyin' | 'initials';
  /** Letters of `text` that matched, [start, end) in UTF-16 units; empty where letters cannot be laid over it. */
  readonly ranges: readonly Range[];
  /** 0 from the beginning, 1 within. */
  readonly tier: 0 | 1;
}

/** A query as typed, as names are compared: half-width, lower case, no spaces. */
export const foldQuery = (typed: string): string => typed.normalize('NFKC').toLowerCase().replaceAll(/[\s']/g, '').replaceAll('ü', 'v');

/** Finds a folded query in a name: in its characters, from a syllable of its pinyin, or in its initials. */
export function matchName(query: string, name: Spelled): NameMatch | null {
  const at = name.text.toLowerCase().indexOf(query);
  if (at >= 0) return { by: 'name', ranges: [[at, at + query.length]], tier: at === 0 ? 0 : 1 };
  if (!/^[a-z0-9]+$/.test(query)) return null;
  const initial = name.initials.toLowerCase().indexOf(query);
  if (initial >= 0) return { by: 'initials', ranges: rangeOf(lettersUnderInitials(name), initial, initial + query.length), tier: initial === 0 ? 0 : 1 };
  return matchPinyin(query, name);
}

function matchPinyin(query: string, name: Spelled): NameMatch | null {
  if (!name.pinyin.includes(query)) return null;
  const syllables = syllablesOf(name);
  if (syllables === null) return name.pinyin.startsWith(query) ? { by: 'pinyin', ranges: [], tier: 0 } : null;
  let before = 0;
  for (const [first, syllable] of syllables.entries()) {
    if (name.pinyin.startsWith(query, before)) {
      let last = first;
      for (let length = syllable.typed.length; length < query.length && last + 1 < syllables.length; length += syllables[last]?.typed.length ?? 1) last += 1;
      return { by: 'pinyin', ranges: [[syllable.start, syllables[last]?.end ?? syllable.end]], tier: first === 0 ? 0 : 1 };
    }
    before += syllable.typed.length;
  }
  return null;
}

interface Letter {
  readonly start: number;
  readonly end: number;
}

const isHan = (char: string): boolean => /\p{Script=Han}/u.test(char);

/** The characters that the initials stand for: each Han character, and Latin letters and digits that the table kept. */
function lettersUnderInitials({ text, initials }: Spelled): readonly Letter[] {
  const letters: Letter[] = [];
  let start = 0;
  for (const char of text) {
    const isNext = isHan(char) || char.toUpperCase() === initials[letters.length];
    if (isNext && letters.length < initials.length) letters.push({ start, end: start + char.length });
    start += char.length;
  }
  return letters;
}

function rangeOf(letters: readonly Letter[], from: number, to: number): readonly Range[] {
  const [first, last] = [letters[from], letters[to - 1]];
  return first && last ? [[first.start, last.end]] : [];
}

type Syllable = Letter & { readonly typed: string };
const remembered = new Map<string, readonly Syllable[] | null>();

/** The syllables of a name with the characters they are of; null where reading it gives another pinyin than the table. */
function syllablesOf(name: Spelled): readonly Syllable[] | null {
  const known = remembered.get(name.text);
  if (known !== undefined) return known;
  const letters = lettersUnderInitials(name);
  const text = letters.map(({ start, end }) => name.text.slice(start, end)).join('');
  const typed = pinyin(text, { toneType: 'none', type: 'array', v: true }).map((syllable) => syllable.toLowerCase());
  const isAligned = typed.length === letters.length && typed.join('') === name.pinyin;
  const syllables = isAligned ? letters.map((letter, at) => ({ ...letter, typed: typed[at] ?? '' })) : null;
  remembered.set(name.text, syllables);
  return syllables;
}
