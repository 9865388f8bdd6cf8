import { sql } from 'kysely';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Review } from '@lianyi/schema/documents/review';
import { isUnitOf, unitValue } from '@lianyi/schema/documents/units';
import type { Database } from '../store/database.ts';
import type { Reader } from '../store/reach.ts';
import { idsIn, namesOf, patientBriefs } from './named.ts';
import type { PatientBrief, ReviewRow } from './views.ts';

/** Reviews, the newest first, with whom they are about; at most 500. */
export async function reviewRows(read: Reader, state: 'open' | 'resolved'): Promise<readonly ReviewRow[]> {
  const rows = await reviewsOfNobody(read, state);
  return ofPatients(rows, await patientBriefs(read, patientIdsIn(rows)));
}

/** With the patients that are known; the others are nobody's. */
export const ofPatients = (rows: readonly ReviewRow[], patients: ReadonlyMap<string, PatientBrief>): readonly ReviewRow[] =>
  rows.map((row) => ({ ...row, patient: patients.get(row.review.patientId ?? '') ?? null }));

export const patientIdsIn = (rows: readonly ReviewRow[]): readonly (string | null)[] => rows.map(({ review }) => review.patientId);

/** The same as work that is to be done, which says of nobody whose record it is. */
export async function reviewsOfNobody(db: Database, state: 'open' | 'resolved'): Promise<readonly ReviewRow[]> {
  const { rows } = await sql<{ body: Review }>`
    select body from document where kind = 'review' and ${state === 'open' ? sql`body -> 'resolution' = 'null'` : sql`body -> 'resolution' <> 'null'`}
    order by changed_at desc limit 500`.execute(db);
  const reviews = rows.map((row) => row.body);
  const abouts = await sql<{ body: AnyDocument }>`select body from document where id = any(${reviews.filter(({ about }) => about.unit !== null).map(({ about }) => about.id)}::uuid[])`.execute(db);
  const presentOf = presentValues(abouts.rows.map(({ body }) => body));
  const names = await namesOf(db, reviews.flatMap((review) => [...idsIn(review), ...idsIn(presentOf(review))]));
  return reviews.map((review) => {
    const orgId = organisationOf(review);
    return {
      review,
      present: presentOf(review),
      patient: null,
      organisation: orgId === null ? null : { id: orgId, name: names[orgId] ?? '' },
      names: Object.fromEntries([...idsIn(review), ...idsIn(presentOf(review))].flatMap((id) => (names[id] === undefined ? [] : [[id, names[id]]]))),
    };
  });
}

function presentValues(documents: readonly AnyDocument[]): (review: Review) => ReviewRow['present'] {
  const documentsById = new Map<string, AnyDocument>(documents.map((document) => [document.id, document]));
  return ({ about: { id, unit } }) => {
    const document = documentsById.get(id);
    return unit === null || !document || !isUnitOf(document.kind, unit) ? null : { value: unitValue(document, unit) };
  };
}

/** Whose losing value it is, or the first institution that the review travels to. */
export const organisationOf = (review: Review): string | null =>
  review.losing.orgId ?? review.scopes.find((scope) => scope.startsWith('org:'))?.slice(4) ?? null;
