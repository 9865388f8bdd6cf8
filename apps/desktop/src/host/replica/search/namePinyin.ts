import { pinyin, polyphonic } from 'pinyin-pro';

/** One way to read a name. `shown` has tone marks (`zhāng`), `typed` the letters as typed (`zhang`, `lv` for lǚ). */
export interface Reading {
  readonly shown: readonly string[];
  readonly typed: readonly string[];
}

/** A name with many polyphones has many readings; those after the eighth are given up. */
const maxReadings = 8;
const maxRemembered = 2_000;
const remembered = new Map<string, readonly Reading[]>();

/**
 * The readings of a name, the likeliest first: surnames as surnames are read (曾 zēng, 单 shàn, 尉迟 yù chí), then the
 * other readings of each character. A word in Latin letters is one syllable; a character that nobody can read, or
 * an emoji, reads as itself. Computed once for each name that people share.
 */
export function readingsOf(name: string): readonly Reading[] {
  const known = remembered.get(name);
  if (known) return known;
  const readings = computeReadings(name);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(name, readings);
  return readings;
}

/** The likeliest reading with tone marks: `zhāng sù fēn`. */
export const shownPinyin = (name: string): string => readingsOf(name)[0]?.shown.join(' ') ?? '';

/** Every reading without tones, `zhang su fen`, each once: what names of one sound are compared by. */
export const typedReadings = (name: string): readonly string[] => [...new Set(readingsOf(name).map((reading) => reading.typed.join(' ')))];

/** The letters of a syllable as people type them: no tone, `ü` as `u`. */
export const typedLetters = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

function computeReadings(name: string): readonly Reading[] {
  const parts = partsOf(name);
  const first: string[] = [];
  const others: (readonly string[])[] = [];
  for (const part of parts) {
    if (part.isWord) {
      first.push(part.text);
      others.push([]);
      continue;
    }
    const isHead = first.length === 0;
    const syllables = pinyin(part.text, { type: 'array', toneType: 'symbol', ...(isHead ? { mode: 'surname' as const, surname: 'head' as const } : {}) });
    const alternatives = [...part.text].flatMap(readingsOfCharacter);
    for (const [at, syllable] of syllables.entries()) {
      first.push(syllable);
      others.push((alternatives[at] ?? []).filter((other) => other !== syllable));
    }
  }
  const readings = [toReading(first, false)];
  for (const [at, alternatives] of others.entries()) {
    for (const other of alternatives) readings.push(toReading(first.with(at, other), false));
  }
  // 吕 and 女 are typed lv and nv as well as lu and nu.
  if (first.some((syllable) => syllable.normalize('NFD').includes('u\u0308'))) readings.splice(1, 0, toReading(first, true));
  return distinct(readings).slice(0, maxReadings);
}

/** People share few characters: each is looked up once. */
const ofCharacter = new Map<string, readonly (readonly string[])[]>();

function readingsOfCharacter(character: string): readonly (readonly string[])[] {
  const known = ofCharacter.get(character);
  if (known) return known;
  const readings = polyphonic(character, { type: 'array', toneType: 'symbol' });
  if (ofCharacter.size >= maxRemembered) ofCharacter.clear();
  ofCharacter.set(character, readings);
  return readings;
}

interface NamePart {
  readonly isWord: boolean;
  readonly text: string;
}

/** Words of ASCII or accented Latin letters and digits stay whole; what is between is read character by character. */
function partsOf(name: string): readonly NamePart[] {
  const parts = name.normalize('NFC').match(/[\p{Script=Latin}\d'’-]+|[^\p{Script=Latin}\d\s·•．.'’-]+/gu) ?? [];
  return parts.map((text) => ({ isWord: /^[\p{Script=Latin}\d]/u.test(text), text }));
}

function toReading(shown: readonly string[], withV: boolean): Reading {
  const typed = shown.map((syllable) => {
    const letters = withV ? syllable.normalize('NFD').replace(/u\u0308/g, 'v') : syllable;
    return typedLetters(letters).replace(/['’-]/g, '');
  });
  return { shown, typed };
}

/** Readings that differ in tones only are one to somebody who types. */
function distinct(readings: readonly Reading[]): readonly Reading[] {
  const seen = new Set<string>();
  return readings.filter((reading) => {
    const typed = reading.typed.join(' ');
    return !seen.has(typed) && Boolean(seen.add(typed));
  });
}
