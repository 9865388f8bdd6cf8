import { sql } from 'kysely';
import { tidyText } from '@lianyi/schema/basics/text';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { Reader } from '../store/reach.ts';
import { briefOf, namesOf } from './named.ts';
import type { PatientRow } from './views.ts';

const limit = 50;

/**
 * Patients by part of a name, or by a whole phone, identity or record number: by beginnings a number that is shown by its end
 * could be found out digit by digit. At most 50. Of the numbers only the end is told: enough to know one from another.
 */
export async function searchPatients(read: Reader, query: string): Promise<readonly PatientRow[]> {
  const text = tidyText(query);
  if (text === '') return [];
  const literal = text.replace(/[\\%_]/g, (char) => `\\${char}`);
  const number = withoutGaps(text);
  const { rows } = await sql<{ body: Patient; matched: PatientRow['matched']; lastVisitAt: string | null }>`
    select p.body, p.matched, (select max(e.body ->> 'startedAt') from document e where e.patient_id = p.id and e.kind = 'encounter') as last_visit_at
    from (
      select id, body, case
        when body -> 'identity' ->> 'name' ilike ${`%${literal}%`} then 'name'
        when replace(replace(body ->> 'phone', '-', ''), ' ', '') = ${number} then 'phone'
        when body -> 'identity' -> 'document' ->> 'number' = ${number.toUpperCase()} then 'identityNumber'
        when body ->> 'recordNumber' = ${number} then 'recordNumber'
      end as matched
      from document where kind = 'patient'
    ) p
    where p.matched is not null
    order by p.body -> 'identity' ->> 'name' <> ${text}, length(p.body -> 'identity' ->> 'name'), p.body -> 'identity' ->> 'name', p.id
    limit ${limit}`.execute(read);
  const names = await namesOf(read, rows.map((row) => row.body.homeId));
  return rows.map(({ body, matched, lastVisitAt }) => ({
    ...briefOf(body),
    identityNumber: endOf(body.identity.document?.number ?? null),
    phone: endOf(body.phone),
    village: body.address?.village ?? null,
    home: { id: body.homeId, name: names[body.homeId] ?? '' },
    lastVisitAt,
    matched,
  }));
}

/** The end of what was searched for, where it is a number; null for a name. */
export function searchedNumber(query: string): string | null {
  const number = withoutGaps(tidyText(query));
  return fewestDigits.test(number) ? number.slice(-4) : null;
}

/** Of fewer digits no phone or identity number is. */
const fewestDigits = /(?:\d\D*){5}/;

const withoutGaps = (text: string): string => text.replace(/[\s-]/g, '');

const endOf = (number: string | null): string | null => (number === null ? null : `••••${number.slice(-4)}`);
