import { sql } from 'kysely';
import type { Review } from '@lianyi/schema/documents/review';
import type { Database } from '../store/database.ts';
import { idsIn, namesOf, patientBriefs } from './named.ts';
import type { ReviewRow } from './views.ts';

/** Reviews, the newest first; at most 500. */
export async function reviewRows(db: Database, state: 'open' | 'resolved'): Promise<readonly ReviewRow[]> {
  const { rows } = await sql<{ body: Review }>`
    select body from document where kind = 'review' and ${state === 'open' ? sql`body -> 'resolution' = 'null'` : sql`body -> 'resolution' <> 'null'`}
    order by changed_at desc limit 500`.execute(db);
  const reviews = rows.map((row) => row.body);
  const patients = await patientBriefs(db, reviews.map((review) => review.patientId));
  const names = await namesOf(db, reviews.flatMap(idsIn));
  return reviews.map((review) => {
    const orgId = organisationOf(review);
    return {
      review,
      patient: review.patientId === null ? null : (patients.get(review.patientId) ?? null),
      organisation: orgId === null ? null : { id: orgId, name: names[orgId] ?? '' },
      names: Object.fromEntries(idsIn(review).flatMap((id) => (names[id] === undefined ? [] : [[id, names[id]]]))),
    };
  });
}

/** Whose losing value it is, or the first institution that the review travels to. */
export const organisationOf = (review: Review): string | null =>
  review.losing.orgId ?? review.scopes.find((scope) => scope.startsWith('org:'))?.slice(4) ?? null;
