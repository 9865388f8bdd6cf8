import { sql } from 'kysely';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Database } from './database.ts';
import { onSnapshot } from './inTransaction.ts';

export interface DumpedDocument {
  readonly id: string;
  readonly kind: string;
  readonly revision: number;
  readonly scopes: readonly string[];
  readonly body: AnyDocument;
}

const pageSize = 1000;

/** Every document in the order of the ids, a page in memory at a time. A page is of one moment; the whole may not be. */
export async function* everyDocument(db: Database): AsyncGenerator<DumpedDocument> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await onSnapshot(db, async (tx) => {
      const page = await sql<{ id: string; kind: string; revision: number; scopes: readonly string[]; body: AnyDocument }>`
        select id, kind, revision, array(select scope from document_scope where document_id = document.id order by scope collate "C") as scopes, body from document where id > ${after}::uuid order by id limit ${pageSize}`.execute(tx);
      return page.rows;
    });
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
