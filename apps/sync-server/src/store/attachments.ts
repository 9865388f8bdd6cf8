import { sql } from 'kysely';
import type { MediaType } from '@lianyi/schema/codes/mediaType';
import type { Attachment } from '@lianyi/schema/documents/attachment';
import { attachment } from '@lianyi/schema/documents/attachment';
import type { Database } from './database.ts';
import type { Reader } from './reach.ts';

/** An attachment's document, where it is a member, and whose it is. */
export interface NamedAttachment {
  readonly document: Attachment;
  readonly scopes: readonly string[];
  /** The device whose bundle made it; null: the county. */
  readonly deviceId: string | null;
}

export async function namedAttachments(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, NamedAttachment>> {
  const { rows } = await sql<{ body: unknown; scopes: string[]; deviceId: string | null }>`
    select d.body, b.device_id, array(select s.scope from document_scope s where s.document_id = d.id) as scopes
    from document d left join bundle b on b.id = d.created_by where d.id = any(${[...ids]}::uuid[]) and d.kind = 'attachment'`.execute(db);
  return new Map(rows.map(({ body, scopes, deviceId }) => {
    const document = attachment.parse(body);
    return [document.id, { document, scopes, deviceId }];
  }));
}

/** An attachment's document, if it is a member of one of the scopes now. */
export async function attachmentIn(read: Reader, id: string, scopes: ReadonlySet<string>): Promise<Attachment | null> {
  const { rows: [row] } = await sql<{ body: unknown }>`
    select body from document d where id = ${id} and kind = 'attachment'
      and exists (select from document_scope s where s.scope = any(${[...scopes]}::text[]) and s.document_id = d.id)`.execute(read);
  return row === undefined ? null : attachment.parse(row.body);
}

/** The newest first. */
export async function attachmentsOfPatient(read: Reader, patientId: string): Promise<readonly Attachment[]> {
  const { rows } = await sql<{ body: unknown }>`select body from document where patient_id = ${patientId}::uuid and kind = 'attachment' order by body ->> 'takenAt' desc, id desc`.execute(read);
  return rows.map(({ body }) => attachment.parse(body));
}

/** Bytes that are here, or on their way. */
export interface Blob {
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: MediaType;
  readonly orgId: string;
  readonly salt: Buffer;
  readonly keyName: string;
  readonly isHeld: boolean;
}

export async function blobOf(db: Database, sha256: string): Promise<Blob | undefined> {
  const { rows: [row] } = await sql<Blob>`select sha256, size, media_type, org_id, salt, key_name, held_at is not null as is_held from attachment_blob where sha256 = ${sha256}`.execute(db);
  return row;
}

/** Begins anew, whatever was known of these bytes. */
export async function beginBlob(db: Database, { sha256, size, mediaType, orgId, salt, keyName }: Omit<Blob, 'isHeld'>, now: Date): Promise<void> {
  await sql`
    insert into attachment_blob (sha256, size, media_type, org_id, salt, key_name, begun_at) values (${sha256}, ${size}, ${mediaType}, ${orgId}, ${salt}, ${keyName}, ${now})
    on conflict (sha256) do update set size = excluded.size, media_type = excluded.media_type, org_id = excluded.org_id, salt = excluded.salt, key_name = excluded.key_name, begun_at = excluded.begun_at, held_at = null`.execute(db);
}

export async function holdBlob(db: Database, sha256: string, now: Date): Promise<void> {
  await sql`update attachment_blob set held_at = ${now} where sha256 = ${sha256} and held_at is null`.execute(db);
}

/** Its key goes with it. */
export async function forgetBlob(db: Database, sha256: string): Promise<void> {
  await sql`delete from attachment_blob where sha256 = ${sha256}`.execute(db);
}

/** What an institution has here, and what it has begun to send. */
export async function bytesOfOrganisation(db: Database, orgId: string): Promise<number> {
  const { rows: [row] } = await sql<{ bytes: number }>`select coalesce(sum(size), 0)::bigint as bytes from attachment_blob where org_id = ${orgId}`.execute(db);
  return row?.bytes ?? 0;
}

/** What was begun before, and never came whole. @returns the hashes of what is forgotten */
export async function forgetUnfinished(db: Database, begunBefore: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ sha256: string }>`delete from attachment_blob where held_at is null and begun_at < ${begunBefore} returning sha256`.execute(db);
  return rows.map((row) => row.sha256);
}
