import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import { namesOf } from './named.ts';
import type { NamedView, OriginView } from './views.ts';

interface OriginRow {
  readonly documentId: string;
  readonly unit: string;
  readonly bundleId: string;
  readonly action: string;
  readonly orgId: string | null;
  readonly personId: string | null;
  readonly deviceId: string | null;
  readonly savedAt: string | null;
  readonly receivedAt: Date;
}

/** Who set each unit of the documents of a patient's record, with names. The unit `''` stands for the document as it was created. */
export async function originViews(db: Database, patientId: string): Promise<(documentId: string, unit: string) => OriginView | null> {
  const { rows } = await sql<OriginRow>`
    select o.document_id, o.unit, b.id as bundle_id, b.action, b.org_id, b.person_id, b.device_id, b.saved_at, b.received_at
    from (
      select u.document_id, u.unit, u.bundle_id from document d join unit_origin u on u.document_id = d.id where d.patient_id = ${patientId}::uuid
      union all
      select id, '', created_by from document where patient_id = ${patientId}::uuid
    ) o join bundle b on b.id = o.bundle_id`.execute(db);
  const names = await namesOf(db, rows.flatMap((row) => [row.orgId, row.personId, row.deviceId].filter((id) => id !== null)));
  const named = (id: string | null): NamedView | null => (id === null ? null : { id, name: names[id] ?? '' });
  const views = new Map(rows.map((row) => [`${row.documentId} ${row.unit}`, {
    bundleId: row.bundleId,
    action: row.action,
    organisation: named(row.orgId),
    person: named(row.personId),
    device: named(row.deviceId),
    savedAt: row.savedAt,
    receivedAt: row.receivedAt.toISOString(),
  }]));
  return (documentId, unit) => views.get(`${documentId} ${unit}`) ?? views.get(`${documentId} `) ?? null;
}
