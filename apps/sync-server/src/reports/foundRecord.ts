import { sql } from 'kysely';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { FoundRecord } from '@lianyi/schema/wire/lookup';
import type { Database } from '../store/database.ts';
import { within } from '../store/reach.ts';
import { namesOf } from './named.ts';

const mostVisits = 10;
const mostPrescriptions = 10;

/** By the whole number of an identity document; the record that was changed last, if there are several. */
export async function patientWithNumber(db: Database, number: string): Promise<Patient | null> {
  const { rows } = await sql<{ body: Patient }>`
    select body from document where kind = 'patient' and body -> 'identity' -> 'document' ->> 'number' = ${number.trim().toUpperCase()} order by changed_at desc limit 1`.execute(db);
  return rows[0]?.body ?? null;
}

/** Allergies, problems, what was prescribed and for what: what a stranger's doctor needs, and no more. */
export async function foundRecordOf(db: Database, patient: Patient): Promise<FoundRecord> {
  const { rows } = await within(db, { patients: [patient.id] }, async (read) => sql<{ body: AnyDocument }>`
    select body from document where patient_id = ${patient.id}::uuid and kind in ('encounter', 'prescription')`.execute(read));
  const documents = rows.map(({ body }) => body);
  const visits = documents.filter((document) => document.kind === 'encounter').filter(({ progress }) => progress.state === 'signed')
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt)).slice(0, mostVisits);
  const prescriptions = documents.filter((document) => document.kind === 'prescription').filter(({ order, stopped }) => order.state === 'signed' && stopped === null)
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, mostPrescriptions);
  const names = await namesOf(db, [patient.homeId, ...visits.map(({ orgId }) => orgId)]);
  const allergies = Object.values(patient.allergies).filter(({ status }) => status === 'active');
  return {
    name: patient.identity.name, sex: patient.identity.sex, birthDate: patient.identity.birthDate, home: names[patient.homeId] ?? '',
    allergies: allergies.map(({ substance, reaction, severity }) => ({ substance, reaction, severity })),
    hasNoKnownAllergies: patient.noKnownAllergies !== null && allergies.length === 0,
    problems: Object.values(patient.problems).filter(({ status }) => status === 'active').map(({ text }) => text),
    prescriptions: prescriptions.map(({ createdAt, order }) => ({ on: createdAt.slice(0, 10), drugs: order.items.map(({ name, specification }) => `${name} ${specification}`.trim()) })),
    visits: visits.map(({ startedAt, orgId, diagnoses, plan }) => ({ on: startedAt.slice(0, 10), place: names[orgId] ?? '', diagnoses: diagnoses.map(({ text }) => text), plan })),
  };
}
