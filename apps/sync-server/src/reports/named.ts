import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import type { Reader } from '../store/reach.ts';
import type { NamedView, PatientBrief } from './views.ts';
import type { Patient } from '@lianyi/schema/documents/patient';

/** Names of organisations, people, devices and products, by id; what nobody knows is left out. */
export async function namesOf(db: Database, ids: Iterable<string>): Promise<Readonly<Record<string, string>>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return {};
  const { rows } = await sql<NamedView>`
    select id, short_name as name from organisation where id = any(${wanted}::uuid[])
    union all select id, name from person where id = any(${wanted}::uuid[])
    union all select id, name from device where id = any(${wanted}::uuid[])
    union all select id, body ->> 'name' from document where kind = 'product' and id = any(${wanted}::uuid[])`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.id, row.name]));
}

/** Those of the patients whom the reader reaches. */
export async function patientBriefs(read: Reader, ids: Iterable<string | null>): Promise<ReadonlyMap<string, PatientBrief>> {
  const wanted = [...new Set([...ids].filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ body: Patient }>`select body from document where kind = 'patient' and id = any(${wanted}::uuid[])`.execute(read);
  return new Map(rows.map(({ body }) => [body.id as string, briefOf(body)]));
}

export const briefOf = ({ id, identity }: Patient): PatientBrief => ({ id, name: identity.name, sex: identity.sex, birthDate: identity.birthDate });

const anId = /[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Every id that a JSON value mentions. */
export const idsIn = (value: unknown): readonly string[] => JSON.stringify(value ?? null).match(anId) ?? [];
