import { sql } from 'kysely';

/**
 * Whether an encounter `d` of table document is a visit in which somebody was seen: not entered in error, and not a draft in
 * which nothing is written and no drug ordered, as an F8 by mistake leaves it. The clinic's own day counts the same.
 */
export const isSeenVisit = sql<boolean>`(
  d.body -> 'progress' ->> 'state' = 'signed'
  or d.body -> 'progress' ->> 'state' = 'draft' and (
    concat(d.body ->> 'complaint', d.body ->> 'history', d.body ->> 'examination', d.body ->> 'plan') <> ''
    or d.body -> 'vitals' <> 'null' or d.body -> 'diagnoses' <> '[]' or d.body -> 'variants' <> '{}'
    or exists (select 1 from document p where p.patient_id = d.patient_id and p.kind = 'prescription' and p.body ->> 'encounterId' = d.id::text
      and p.body -> 'order' -> 'items' <> '[]')))`;
