import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { ageOn } from '@lianyi/schema/basics/dates';
import type { Sex } from '@lianyi/schema/documents/parts';
import { comparableName, likelyDuplicate } from '@lianyi/schema/rules/likelyDuplicates';
import type { Reader } from '../../../replica/replica.ts';
import { shownPinyin, typedReadings } from '../../../replica/search/namePinyin.ts';
import type { PatientHit, SearchResult } from '../views.ts';
import type { Match, SearchedPerson } from './match.ts';
import { matchPerson } from './match.ts';
import type { Strictness, Token } from './query.ts';
import { matchExpression, parseQuery } from './query.ts';

export interface PatientSearch {
  readonly query: string;
  readonly limit: number;
  /** Only residents of this institution. */
  readonly onlyHere: boolean;
  readonly orgId: string;
  readonly day: CalendarDate;
}

/** More matches than this are not counted. */
const countedMatches = 500;
/** Up to so many matches are all weighed; of more only the promising. */
const weighedMatches = 160;
const recentVisits = 150;

/**
 * Patients on this PC who match every piece of what was typed, the best first: exact, name, pinyin and initials from
 * the start, then the rest; among equals who waits here today, this institution's residents, the latest visit.
 */
export function searchPatients(read: Reader, search: PatientSearch): SearchResult {
  const startedAt = performance.now();
  const tokens = parseQuery(search.query);
  const onlyHome = search.onlyHere ? search.orgId : null;
  const matching = rowsMatching(read, tokens, 'any', onlyHome, countedMatches + 1);
  const rows = matching.length <= weighedMatches ? matching : promisingRows(read, tokens, matching, search);
  const weighed = personsOf(read, rows)
    .flatMap((person) => {
      const match = matchPerson(person, tokens);
      return match ? [{ person, match }] : [];
    })
    .toSorted((a, b) => a.match.rank - b.match.rank);
  const hits = inOrder(read, weighed, search).slice(0, search.limit);
  return {
    hits: withLikelySame(hits),
    // A short list has been looked at one by one; a long one is counted by the index.
    total: matching.length <= weighedMatches ? weighed.length : Math.min(matching.length, countedMatches),
    onThisPc: read.get<{ n: number | null }>("SELECT sum(patients) AS n FROM patient_tally WHERE ? IN ('', home_id)", onlyHome ?? '')?.n ?? 0,
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
  };
}

function rowsMatching(read: Reader, tokens: readonly Token[], strictness: Strictness, homeId: string | null, limit: number): readonly number[] {
  const expression = matchExpression(tokens, strictness, homeId);
  if (expression === null) return [];
  const rows = read.all<{ row: number }>('SELECT rowid AS row FROM patient_terms WHERE patient_terms MATCH ? ORDER BY rowid DESC LIMIT ?', expression, limit);
  return rows.map(({ row }) => row);
}

/** Of very many matches: the exact, who was here lately, and those that match from the start, this home's first. */
function promisingRows(read: Reader, tokens: readonly Token[], matching: readonly number[], search: PatientSearch): readonly number[] {
  const onlyHome = search.onlyHere ? search.orgId : null;
  return [...new Set([
    ...rowsMatching(read, tokens, 'exact', onlyHome, 60),
    ...recentRows(read, search),
    ...rowsMatching(read, tokens, 'start', search.orgId, 50),
    ...rowsMatching(read, tokens, 'start', onlyHome, 50),
    ...matching.slice(0, 50),
  ])];
}

function recentRows(read: Reader, search: PatientSearch): readonly number[] {
  const rows = read.all<{ row: number; home_id: string }>(
    `SELECT DISTINCT p.row, p.home_id FROM (SELECT patient_id FROM encounter_index WHERE org_id = ? ORDER BY day DESC LIMIT ?) v
       JOIN patient_row p ON p.patient_id = v.patient_id`,
    search.orgId, recentVisits,
  );
  return rows.filter((row) => !search.onlyHere || row.home_id === search.orgId).map(({ row }) => row);
}

interface PersonRow extends SearchedPerson {
  readonly row: number;
  readonly patient_id: string;
  readonly home_id: string;
  readonly sex: Sex;
  readonly has_allergy: number;
}

function personsOf(read: Reader, rows: readonly number[]): readonly PersonRow[] {
  return read.all<PersonRow>(
    `SELECT row, patient_id, home_id, name, former_name, sex, birth_date, identity_number, phone, record_number, village, village_group, has_allergy
       FROM patient_row WHERE row IN (SELECT value FROM json_each(?))`,
    JSON.stringify(rows),
  );
}

interface Weighed {
  readonly person: PersonRow;
  readonly match: Match;
}

/** Puts equals in order by what only the best need to be asked for. */
function inOrder(read: Reader, weighed: readonly Weighed[], search: PatientSearch): readonly PatientHit[] {
  const lastRank = weighed[search.limit - 1]?.match.rank ?? Number.MAX_SAFE_INTEGER;
  const numbers = queueNumbers(read, search);
  const known = weighed
    .filter(({ match }) => match.rank <= lastRank)
    .map((entry) => ({ ...entry, lastVisitOn: lastVisitOn(read, entry.person.patient_id), queueNumber: numbers.get(entry.person.patient_id) ?? null }));
  const rankOf = (entry: (typeof known)[number]): readonly number[] => [
    entry.match.rank, entry.queueNumber === null ? 1 : 0, entry.person.home_id === search.orgId ? 0 : 1,
  ];
  return known
    .toSorted((a, b) => {
      const [left, right] = [rankOf(a), rankOf(b)];
      const at = left.findIndex((value, index) => value !== right[index]);
      if (at >= 0) return (left[at] ?? 0) - (right[at] ?? 0);
      return (b.lastVisitOn ?? '').localeCompare(a.lastVisitOn ?? '') || a.person.name.localeCompare(b.person.name) || a.person.row - b.person.row;
    })
    .map(({ person, match, lastVisitOn: visitedOn, queueNumber }) => ({
      patientId: person.patient_id,
      name: person.name,
      pinyin: shownPinyin(person.name),
      sex: person.sex,
      birthDate: person.birth_date,
      ageYears: ageOn(person.birth_date, search.day).years,
      address: person.village + person.village_group,
      phone: person.phone,
      reason: match.reason,
      hasAllergy: person.has_allergy === 1,
      lastVisitOn: visitedOn,
      queueNumber,
      likelySameAs: null,
      identityNumber: person.identity_number,
    }));
}

function queueNumbers(read: Reader, search: PatientSearch): ReadonlyMap<string, number> {
  const rows = read.all<{ patient_id: string; number: number }>(
    "SELECT patient_id, number FROM queue_index WHERE org_id = ? AND day = ? AND state IN ('waiting', 'inVisit') ORDER BY number DESC",
    search.orgId, search.day,
  );
  return new Map(rows.map((row) => [row.patient_id, row.number]));
}

const lastVisitOn = (read: Reader, patientId: string): string | null =>
  read.get<{ day: string }>("SELECT day FROM encounter_index WHERE patient_id = ? AND state <> 'enteredInError' ORDER BY started_at DESC LIMIT 1", patientId)?.day ?? null;

/** Marks hits that may be one person's two records: who shares neither birth date nor name and telephone cannot be. */
function withLikelySame(hits: readonly PatientHit[]): readonly PatientHit[] {
  const keyed = hits.flatMap((hit) => [hit.birthDate, ...(hit.phone === null ? [] : [`${comparableName(hit.name)} ${hit.phone}`])].map((key) => ({ key, hit })));
  const sameAs = new Map<string, string>();
  for (const group of Map.groupBy(keyed, ({ key }) => key).values()) {
    for (const [at, { hit: a }] of group.entries()) {
      for (const { hit: b } of group.slice(at + 1)) {
        if (likelyDuplicate(compared(a), compared(b)).length === 0) continue;
        if (!sameAs.has(a.patientId)) sameAs.set(a.patientId, b.patientId);
        if (!sameAs.has(b.patientId)) sameAs.set(b.patientId, a.patientId);
      }
    }
  }
  return hits.map((hit) => ({ ...hit, likelySameAs: sameAs.get(hit.patientId) ?? null }));
}

const compared = (hit: PatientHit): Parameters<typeof likelyDuplicate>[0] => ({
  name: hit.name, formerName: null, pinyin: typedReadings(hit.name), birthDate: hit.birthDate, identityNumber: hit.identityNumber, phone: hit.phone,
});
