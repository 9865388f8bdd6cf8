import { sql } from 'kysely';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument, KindTable } from '@lianyi/schema/documents/kinds';
import { isKind, kindTable, parseDocument, patientOf } from '@lianyi/schema/documents/kinds';
import { liftedBody } from '@lianyi/schema/documents/lifting';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';
import type { Database, Tx } from '../store/database.ts';
import { onSnapshot } from '../store/inTransaction.ts';
import { linkIdsOf } from '../store/links.ts';
import { homesOf } from '../store/patientHomes.ts';
import type { Records } from './membership.ts';
import { membershipsOf } from './membership.ts';

/** What of a row is not what the rest of it says: changed past this program, or by a failing disk. */
export type RowFault = 'content' | 'version' | 'scopes';

export interface ExaminedRow {
  readonly id: string;
  readonly kind: string;
  readonly faults: readonly RowFault[];
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly hash: string;
  readonly body: Record<string, unknown>;
  readonly scopes: readonly string[];
}

const pageSize = 500;

/** Every document's row in the order of the ids, a page in memory at a time; writes go on meanwhile, nothing is written. */
export async function* examineDocuments(db: Database, kinds: KindTable = kindTable): AsyncGenerator<ExaminedRow> {
  for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined;) {
    const from: string = after;
    const page = await onSnapshot(db, async (tx) => examinePage(tx, from, kinds));
    yield* page;
    after = page.at(-1)?.id;
  }
}

async function examinePage(tx: Tx, after: string, kinds: KindTable): Promise<readonly ExaminedRow[]> {
  const { rows } = await sql<Row>`
    select id, kind, version, hash, body, array(select scope from document_scope s where s.document_id = d.id) as scopes
    from document d where id > ${after}::uuid order by id limit ${pageSize}`.execute(tx);
  const read = rows.map((row) => ({ row, document: documentIn(row, kinds) }));
  const records = await recordsAbout(tx, read.flatMap(({ document }) => document ?? []));
  return read.map(({ row, document }) => ({ id: row.id, kind: row.kind, faults: faultsOf(row, document, records) }));
}

/** As the present version of its kind writes it; null where it is no document of the row's kind, id and version. */
function documentIn({ id, kind, version, body }: Row, kinds: KindTable): AnyDocument | null {
  if (!isKind(kind) || version < 1 || version > kinds.rules[kind].version) return null;
  try {
    const parsed = parseDocument(liftedBody(body, kind, version, kinds), kinds);
    return parsed.success && parsed.data.kind === kind && parsed.data.id === id ? parsed.data : null;
  } catch {
    return null;
  }
}

function faultsOf({ hash, body, scopes }: Row, document: AnyDocument | null, records: Records): readonly RowFault[] {
  const faults: RowFault[] = [];
  if (contentHash(body) !== hash) faults.push('content');
  if (document === null) return [...faults, 'version'];
  const expected = new Set(membershipsOf(document, records));
  if (expected.size !== scopes.length || scopes.some((scope) => !expected.has(scope))) faults.push('scopes');
  return faults;
}

/** What the memberships of these documents are decided from. */
async function recordsAbout(tx: Tx, documents: readonly AnyDocument[]): Promise<Records> {
  const patientIds = documents.flatMap((document) => (document.kind === 'patientLink' ? document.patientIds : (patientOf(document) ?? [])));
  const linkIds = await linkIdsOf(tx, patientIds);
  const { rows } = await sql<{ body: PatientLink }>`select body from document where id = any(${[...linkIds]}::uuid[])`.execute(tx);
  const links = rows.map(({ body }) => body).filter((link) => link.state.name === 'linked');
  const homes = await homesOf(tx, [...patientIds, ...links.flatMap((link) => link.patientIds)]);
  return {
    homeOf: (patientId) => (patientId === null ? undefined : homes.get(patientId)?.homeId),
    linksOf: (patientId) => links.filter((link) => link.patientIds.some((id) => id === patientId)),
  };
}
