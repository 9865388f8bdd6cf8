import { sql } from 'kysely';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { Tx } from './database.ts';

/** Where a patient's record is, and where it has been. */
export interface PatientHome {
  readonly homeId: OrganisationId;
  readonly absences: readonly Absence[];
}

/** The record was not in a scope from number `leftAt` of its log on, until `backAt` (null: it has not come back). */
export interface Absence {
  readonly scope: ScopeId;
  readonly leftAt: number;
  readonly backAt: number | null;
}

export type PatientHomes = ReadonlyMap<string, PatientHome>;

/** Of the patients that exist among these. Call it with their locks held: no move comes between. */
export async function homesOf(tx: Tx, patientIds: readonly string[]): Promise<PatientHomes> {
  if (patientIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; homeId: OrganisationId; absences: readonly Absence[] }>`
    select d.id, d.body ->> 'homeId' as home_id,
      coalesce((select jsonb_agg(jsonb_build_object('scope', a.scope, 'leftAt', a.left_at, 'backAt', a.back_at) order by a.scope, a.left_at)
        from patient_absence a where a.patient_id = d.id), '[]') as absences
    from document d where d.id = any(${[...new Set(patientIds)]}::uuid[]) and d.kind = 'patient'`.execute(tx);
  return new Map(rows.map(({ id, homeId, absences }) => [id, { homeId, absences }]));
}

/** The patient of each document that has one, without a lock: a document's patient never changes. */
export async function patientsOf(tx: Tx, documentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (documentIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; patientId: string }>`
    select id, patient_id from document where id = any(${[...new Set(documentIds)]}::uuid[]) and patient_id is not null`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.patientId]));
}

/** The ids of all documents of the patients' records. Whole only while the patients are locked exclusively. */
export async function recordsOf(tx: Tx, patientIds: readonly string[]): Promise<readonly string[]> {
  if (patientIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`select id from document where patient_id = any(${[...new Set(patientIds)]}::uuid[])`.execute(tx);
  return rows.map((row) => row.id);
}

/** A membership that begins or ends. */
export interface MembershipChange {
  readonly documentId: string;
  readonly scope: ScopeId;
}

/** Memberships of documents that exist; one that is there already, or is not there, is no error. */
export async function changeMemberships(tx: Tx, begun: readonly MembershipChange[], ended: readonly MembershipChange[]): Promise<void> {
  if (ended.length > 0) {
    await sql`
      delete from document_scope s
      using unnest(${ended.map((row) => row.scope)}::text[], ${ended.map((row) => row.documentId)}::uuid[]) as n (scope, document_id)
      where s.scope = n.scope and s.document_id = n.document_id`.execute(tx);
  }
  if (begun.length > 0) {
    await sql`
      insert into document_scope (scope, document_id)
      select * from unnest(${begun.map((row) => row.scope)}::text[], ${begun.map((row) => row.documentId)}::uuid[])
      on conflict do nothing`.execute(tx);
  }
}

/** A patient's record left a scope, or came (back) to one, at a number of its log. */
export interface Passage {
  readonly patientId: string;
  readonly scope: ScopeId;
  readonly number: number;
  readonly direction: 'left' | 'came';
}

/** In the order given: what came back ends the absence that lasts. */
export async function recordPassages(tx: Tx, passages: readonly Passage[]): Promise<void> {
  for (const { patientId, scope, number, direction } of passages) {
    await (direction === 'left'
      ? sql`insert into patient_absence (patient_id, scope, left_at) values (${patientId}, ${scope}, ${number})`.execute(tx)
      : sql`update patient_absence set back_at = ${number} where patient_id = ${patientId} and scope = ${scope} and back_at is null`.execute(tx));
  }
}
