import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { ageOn } from '@lianyi/schema/basics/dates';
import type { Sex } from '@lianyi/schema/documents/parts';
import { comparableName, likelyDuplicate } from '@lianyi/schema/rules/likelyDuplicates';
import { linkedPatients } from '../../../chart/linkedRecord.ts';
import type { Reader } from '../../../replica/replica.ts';
import { shownPinyin, typedReadings } from '../../../replica/search/namePinyin.ts';
import type { PatientHit, SearchResult } from '../views.ts';
import type { Match, SearchedPerson } from './match.ts';
import { matchPerson } from './match.ts';
import type { Strictness, Token } from './query.ts';
import type { GroupWord } from './groupWord.ts';
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
const recentVisits = 120;

/**
 * Patients on this PC who match every piece of what was typed, the best first: exact, name, pinyin and initials from
 * the start, then the rest; among equals who waits here today, this institution's residents, the latest visit.
 */
export function searchPatients(read: Reader, search: PatientSearch): SearchResult {
  const startedAt = performance.now();
  const tokens = parseQuery(search.query);
  const onlyHome = search.onlyHere ? search.orgId : null;
  const matching = rowsMatching(read, tokens, 'any', onlyHome, countedMatches + 1);
  const isFew = matching.length <= weighedMatches;
  const recent = isFew ? new Map<number, string>() : recentVisitors(read, search);
  const rows = isFew ? matching : promisingRows(read, tokens, matching, search, recent);
  const weighed = personsOf(read, rows)
    .flatMap((person) => {
      const match = matchPerson(person, tokens);
      return match ? [{ person, match }] : [];
    })
    .toSorted((a, b) => a.match.rank - b.match.rank);
  const visitDay = (person: PersonRow): string | null => (isFew ? lastVisitOn(read, person.patient_id) : (recent.get(person.row) ?? null));
  const hits = inOrder(read, weighed, search, visitDay)
    .slice(0, search.limit)
    .map((ordered) => hitOf(ordered, search.day, isFew ? ordered.visitedOn : lastVisitOn(read, ordered.person.patient_id)));
  return {
    hits: withLikelySame(linkedAsOne(read, hits)),
    // A short list has been looked at one by one; a long one is counted by the index.
    total: isFew ? weighed.length : Math.min(matching.length, countedMatches),
    onThisPc: read.get<{ n: number | null }>("SELECT sum(patients) AS n FROM patient_tally WHERE ? IN ('', home_id)", onlyHome ?? '')?.n ?? 0,
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
  };
}

function rowsMatching(read: Reader, tokens: readonly Token[], strictness: Strictness, homeId: string | null, limit: number): readonly number[] {
  const expression = matchExpression(tokens.filter((token) => token.kind !== 'group'), strictness, homeId);
  const groups = tokens.filter((token) => token.kind === 'group');
  if (groups.length > 0) return rowsOfGroup(read, expression, groups, homeId, limit);
  if (expression === null) return [];
  const rows = read.all<{ row: number }>('SELECT rowid AS row FROM patient_terms WHERE patient_terms MATCH ? ORDER BY rowid DESC LIMIT ?', expression, limit);
  return rows.map(({ row }) => row);
}

/** Of the matches those of a group; without anything else typed, everybody of it. */
function rowsOfGroup(read: Reader, expression: string | null, groups: readonly GroupWord[], homeId: string | null, limit: number): readonly number[] {
  const names = groups.map(({ spellings }) => spellings).reduce((all, next) => all.filter((name) => next.includes(name)));
  if (expression === null) return names.flatMap((name) => everybodyOf(read, name, homeId, limit)).slice(0, limit);
  const rows = read.all<{ row: number }>(
    `SELECT row FROM patient_terms JOIN patient_row ON row = patient_terms.rowid WHERE patient_terms MATCH ? AND village_group IN (SELECT value FROM json_each(?))
       ORDER BY patient_terms.rowid DESC LIMIT ?`,
    expression, JSON.stringify(names), limit,
  );
  return rows.map(({ row }) => row);
}

function everybodyOf(read: Reader, group: string, homeId: string | null, limit: number): readonly number[] {
  const rows = homeId === null
    ? read.all<{ row: number }>('SELECT row FROM patient_row WHERE village_group = ? ORDER BY home_id, row LIMIT ?', group, limit)
    : read.all<{ row: number }>('SELECT row FROM patient_row WHERE village_group = ? AND home_id = ? ORDER BY row LIMIT ?', group, homeId, limit);
  return rows.map(({ row }) => row);
}

/** Of very many matches: the exact, who was here lately, and those that match from the start, this home's first. */
function promisingRows(read: Reader, tokens: readonly Token[], matching: readonly number[], search: PatientSearch, recent: ReadonlyMap<number, string>): readonly number[] {
  const onlyHome = search.onlyHere ? search.orgId : null;
  // A number and a group have no better or worse start.
  const isNumber = tokens.every(({ kind }) => kind === 'digits' || kind === 'group');
  return [...new Set([
    ...(isNumber ? [] : rowsMatching(read, tokens, 'exact', onlyHome, search.limit)),
    ...recent.keys(),
    ...rowsMatching(read, tokens, 'start', search.orgId, search.limit),
    ...(isNumber ? [] : rowsMatching(read, tokens, 'start', onlyHome, search.limit)),
    ...matching.slice(0, search.limit),
  ])];
}

/** Who was here in the last visits, with the day, the latest first. */
function recentVisitors(read: Reader, search: PatientSearch): ReadonlyMap<number, string> {
  const visits = read.all<{ row: number; day: string }>(
    `SELECT p.row, e.day FROM (SELECT id, day FROM encounter_index WHERE org_id = ? ORDER BY day DESC LIMIT ?) v
       JOIN encounter_index e USING (id) JOIN patient_row p ON p.patient_id = e.patient_id WHERE ? IN ('', p.home_id)`,
    search.orgId, recentVisits, search.onlyHere ? search.orgId : '',
  );
  const days = new Map<number, string>();
  for (const { row, day } of visits) if ((days.get(row) ?? '') < day) days.set(row, day);
  return days;
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

interface Ordered extends Weighed {
  readonly visitedOn: string | null;
  readonly queueNumber: number | null;
}

/** Puts equals in order: who waits here today, this home's, the latest visit. Only who can come to be shown is asked for. */
function inOrder(read: Reader, weighed: readonly Weighed[], search: PatientSearch, visitDay: (person: PersonRow) => string | null): readonly Ordered[] {
  const lastRank = weighed[search.limit - 1]?.match.rank ?? Number.MAX_SAFE_INTEGER;
  const numbers = queueNumbers(read, search);
  return weighed
    .filter(({ match }) => match.rank <= lastRank)
    .map((entry) => ({ ...entry, visitedOn: visitDay(entry.person), queueNumber: numbers.get(entry.person.patient_id) ?? null }))
    .toSorted(
      (a, b) =>
        a.match.rank - b.match.rank ||
        Number(a.queueNumber === null) - Number(b.queueNumber === null) ||
        Number(a.person.home_id !== search.orgId) - Number(b.person.home_id !== search.orgId) ||
        compareTexts(b.visitedOn ?? '', a.visitedOn ?? '') ||
        compareTexts(a.person.name, b.person.name) ||
        a.person.row - b.person.row,
    );
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const hitOf = ({ person, match, queueNumber }: Ordered, day: CalendarDate, visitedOn: string | null): PatientHit => ({
  patientId: person.patient_id,
  name: person.name,
  pinyin: shownPinyin(person.name),
  sex: person.sex,
  birthDate: person.birth_date,
  ageYears: ageOn(person.birth_date, day).years,
  address: person.village + person.village_group,
  phone: person.phone,
  identityNumber: person.identity_number,
  reason: match.reason,
  hasAllergy: person.has_allergy === 1,
  lastVisitOn: visitedOn,
  queueNumber,
  likelySameAs: null,
});

function queueNumbers(read: Reader, search: PatientSearch): ReadonlyMap<string, number> {
  const rows = read.all<{ patient_id: string; number: number }>(
    "SELECT patient_id, number FROM queue_index WHERE org_id = ? AND day = ? AND state IN ('waiting', 'inVisit') ORDER BY number DESC",
    search.orgId, search.day,
  );
  return new Map(rows.map((row) => [row.patient_id, row.number]));
}

const lastVisitOn = (read: Reader, patientId: string): string | null =>
  read.get<{ day: string }>("SELECT day FROM encounter_index WHERE patient_id = ? AND state <> 'enteredInError' ORDER BY started_at DESC LIMIT 1", patientId)?.day ?? null;

/** Of records that are linked the first is shown, with an allergy of any. */
function linkedAsOne(read: Reader, hits: readonly PatientHit[]): readonly PatientHit[] {
  const shown = new Set<string>();
  return hits.flatMap((hit) => {
    const linked = linkedPatients(read, hit.patientId);
    if (linked.some((other) => shown.has(other.id))) return [];
    shown.add(hit.patientId);
    const hasAllergy = hit.hasAllergy || linked.some((other) => Object.values(other.allergies).some((entry) => entry.status === 'active'));
    return [{ ...hit, hasAllergy }];
  });
}

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
