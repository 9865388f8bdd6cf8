import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** The links that name one of these patients, standing or not. Whole while the patients are locked, shared or not. */
export async function linkIdsOf(tx: Tx, patientIds: readonly string[]): Promise<readonly string[]> {
  if (patientIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from document
    where kind = 'patientLink' and body -> 'patientIds' ?| ${[...new Set(patientIds)]}::text[]`.execute(tx);
  return rows.map((row) => row.id);
}

/** The patients that these links name, which never changes: read before anything is locked. */
export async function patientsOfLinks(tx: Tx, linkIds: readonly string[]): Promise<readonly string[]> {
  if (linkIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct jsonb_array_elements_text(body -> 'patientIds') as id from document where kind = 'patientLink' and id = any(${[...linkIds]}::uuid[])`.execute(tx);
  return rows.map((row) => row.id);
}
