/** A village with the ways its name is typed, syllable by syllable: `qing shi ping cun`. */
export interface TypedVillage {
  readonly name: string;
  readonly readings: readonly string[];
}

/** Villages by a part of their name, by initials (`qsp`) or by pinyin (`qingshi`, `qshp`); those that begin with it first. */
export function findVillages<Village extends TypedVillage>(villages: readonly Village[], typed: string): readonly Village[] {
  const query = typed.normalize('NFKC').toLowerCase().replaceAll(/[\s']/g, '');
  if (query === '') return villages;
  return villages
    .map((village) => ({ village, at: placeOf(query, village) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => Math.sign(a.at) - Math.sign(b.at))
    .map(({ village }) => village);
}

/** Where in the name the query begins, in characters or syllables; -1 if it is not in it. */
function placeOf(query: string, { name, readings }: TypedVillage): number {
  const at = name.toLowerCase().indexOf(query);
  if (at >= 0) return at;
  for (const reading of readings) {
    const syllables = reading.split(' ');
    const from = syllables.findIndex((_, index) => isTypedAs(query, syllables.slice(index)));
    if (from >= 0) return from;
  }
  return -1;
}

/** Each syllable by any of its beginnings, in order, until the query is used up: `q`, `qsp`, `qingsp`, `qingshi`. */
function isTypedAs(query: string, [first, ...rest]: readonly string[]): boolean {
  if (query === '') return true;
  if (first === undefined) return false;
  for (let letters = first.length; letters > 0; letters -= 1) {
    if (query.startsWith(first.slice(0, letters)) && isTypedAs(query.slice(letters), rest)) return true;
    if (first.startsWith(query)) return true;
  }
  return false;
}
