import { addDays, localDay } from '@lianyi/schema/basics/dates';
import { syndromeSign } from '@lianyi/schema/rules/englishNames';
import type { DiagnosisRow } from '../../replica/catalogue.ts';
import type { Reader } from '../../replica/replica.ts';
import { foldQuery, matchName } from '../../chart/matchName.ts';
import type { DiagnosisHit } from './views.ts';

/** Days over which a clinic's own use counts. */
const recentDays = 30;

type Match = Pick<DiagnosisHit, 'by' | 'alias' | 'ranges'> & { readonly tier: number };
interface Ranked {
  readonly hit: DiagnosisHit;
  readonly tier: number;
}

/**
 * Diagnoses by the beginning of their code, by name, pinyin, initials, alias or English name; what is found exactly
 * first, then what this clinic used most in the last 30 days. An empty query gives what it used.
 */
export function searchDiagnoses(read: Reader, rows: readonly DiagnosisRow[], orgId: string, query: string, limit: number, now: Date): readonly DiagnosisHit[] {
  const used = usedLately(read, orgId, addDays(localDay(now), -recentDays));
  const folded = foldQuery(query);
  const found = rows.flatMap((row): readonly Ranked[] => {
    const times = used.get(keyOf(row.system, row.code, row.title)) ?? 0;
    const match: Match | null = folded === '' ? (times > 0 ? { by: 'name', alias: '', ranges: [], tier: 1 } : null) : matchRow(folded, row);
    if (!match) return [];
    const { system, code, title, english } = row;
    return [{ hit: { system, code, title, english, alias: match.alias, usedLately: times, by: match.by, ranges: match.ranges }, tier: match.tier }];
  });
  return found
    .toSorted(({ hit: a, tier }, { hit: b, tier: other }) => Number(other < 0) - Number(tier < 0) || b.usedLately - a.usedLately || tier - other || a.title.length - b.title.length || compare(a.code, b.code))
    .slice(0, limit)
    .map(({ hit }) => hit);
}

function matchRow(query: string, row: DiagnosisRow): Match | null {
  const code = row.code.toLowerCase();
  if (code !== '' && (code.startsWith(query) || code.replace('.', '').startsWith(query))) return { by: 'code', alias: '', ranges: [], tier: code === query ? -1 : 0 };
  if (row.disease !== undefined) return matchSyndrome(query, row, row.disease);
  const title = matchName(query, { text: row.title, pinyin: row.pinyin, initials: row.initials });
  if (title) return { by: title.by, alias: '', ranges: title.ranges, tier: row.title.toLowerCase() === query || row.initials.toLowerCase() === query ? -1 : title.tier };
  return matchAlias(query, row) ?? (isEnglishOf(query, row.english) ? { by: 'english', alias: '', ranges: [], tier: 3 } : null);
}

/** By what is said of its syndrome, 风寒 or 感冒风寒: of the disease alone there is a row of its own. */
function matchSyndrome(query: string, row: DiagnosisRow, disease: string): Match | null {
  // Typed without the sign between the two.
  const found = matchName(query, { text: `${disease}${row.title.slice(disease.length + syndromeSign.length)}`, pinyin: row.pinyin, initials: row.initials });
  const [from = 0, to = 0] = found?.ranges[0] ?? [];
  if (!found || to <= disease.length) return null;
  const start = from < disease.length ? from : from + syndromeSign.length;
  return { by: found.by, alias: '', ranges: [[start, to + syndromeSign.length]], tier: 2 };
}

function matchAlias(query: string, { aliases }: DiagnosisRow): Match | null {
  const [best] = aliases
    .flatMap((alias): readonly Match[] => {
      const found = matchName(query, alias);
      if (!found) return [];
      const isWhole = [alias.text, alias.pinyin, alias.initials].some((name) => name.toLowerCase() === query);
      return [{ by: 'alias', alias: alias.text, ranges: found.ranges, tier: alias.text.toLowerCase() === query ? -1 : isWhole ? 0 : 1 + found.tier }];
    })
    .toSorted((a, b) => a.tier - b.tier);
  return best ?? null;
}

/** From the beginning of a word: `sgr` is no part of `hyperemesis gravidarum`. */
function isEnglishOf(query: string, english: string): boolean {
  if (query.length < 3) return false;
  const words = english.toLowerCase().split(/[^a-z0-9]+/);
  return words.some((_, at) => words.slice(at).join('').startsWith(query.replaceAll(/[^a-z0-9]/g, '') || query));
}

/** Traditional diagnoses have no code in the table: their name is their key. */
const keyOf = (system: string, code: string, title: string): string => `${system} ${code === '' ? title : code}`;

function usedLately(read: Reader, orgId: string, since: string): ReadonlyMap<string, number> {
  const rows = read.all<{ system: string; code: string; text: string; times: number }>(
    'SELECT system, code, text, count(*) AS times FROM encounter_diagnosis WHERE org_id = ? AND day >= ? GROUP BY system, code, text', orgId, since,
  );
  const used = new Map<string, number>();
  for (const { system, code, text, times } of rows) used.set(keyOf(system, code, text), (used.get(keyOf(system, code, text)) ?? 0) + times);
  return used;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
