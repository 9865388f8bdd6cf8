import { sql } from 'kysely';
import { tidyText } from '@lianyi/schema/basics/text';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { Database } from '../store/database.ts';
import { within } from '../store/reach.ts';
import { briefOf, namesOf } from './named.ts';
import type { AuditSubject } from './views.ts';

const most = 12;
const fewestLetters = 2;

/**
 * Whom the audit can be asked about: people by part of their name or by their login, patients by the beginning of a name or by a
 * whole number. Enough of each to tell namesakes apart. Who they are is found by the county, and read within their reach.
 */
export async function auditSubjects(db: Database, query: string): Promise<readonly AuditSubject[]> {
  const text = tidyText(query);
  if ([...text].length < fewestLetters) return [];
  return [...await peopleLike(db, text), ...await patientsLike(db, text)];
}

async function peopleLike(db: Database, text: string): Promise<readonly AuditSubject[]> {
  const { rows } = await sql<{ id: string; name: string; login: string | null; places: readonly string[] }>`
    select p.id, p.name, u.login, coalesce((select array_agg(distinct o.short_name) from post join organisation o on o.id = post.org_id where post.person_id = p.id), '{}') as places
    from person p left join county_user u on u.person_id = p.id
    where p.name ilike ${`%${literal(text)}%`} or u.login = ${text} order by p.name, p.id limit ${most}`.execute(db);
  return rows.map(({ id, name, login, places }) => ({ kind: 'person', id, name, login, places }));
}

async function patientsLike(db: Database, text: string): Promise<readonly AuditSubject[]> {
  const { rows: found } = await sql<{ id: string }>`
    select id from document where kind = 'patient' and (body -> 'identity' ->> 'name' ilike ${`${literal(text)}%`} or body -> 'identity' -> 'document' ->> 'number' = ${text.toUpperCase()}
      or body ->> 'recordNumber' = ${text} or body ->> 'phone' = ${text})
    order by body -> 'identity' ->> 'name', id limit ${most}`.execute(db);
  const patients = found.map(({ id }) => id);
  if (patients.length === 0) return [];
  const { rows } = await within(db, { patients }, async (read) => sql<{ body: Patient }>`
    select body from document where kind = 'patient' and id = any(${patients}::uuid[]) order by body -> 'identity' ->> 'name', id`.execute(read));
  const names = await namesOf(db, rows.map(({ body }) => body.homeId));
  return rows.map(({ body }) => ({ kind: 'patient', ...briefOf(body), numberEnd: body.identity.document?.number.slice(-4) ?? null, home: names[body.homeId] ?? '' }));
}

const literal = (text: string): string => text.replace(/[\\%_]/g, (char) => `\\${char}`);
