import { sql } from 'kysely';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { scopesOf } from '@lianyi/schema/documents/kinds';
import type { Database } from './database.ts';
import { onSnapshot } from './inTransaction.ts';

export interface DumpedDocument {
  readonly id: string;
  readonly kind: string;
  readonly revision: number;
  readonly scopes: readonly string[];
  /** At a clinic true while something unsettled lies on it; nothing ever waits here. */
  readonly waiting: false;
  readonly body: AnyDocument;
}

const pageSize = 1000;

/**
 * Every document in the order of the ids, a page in memory at a time. A page is of one moment; the whole may not be.
 * With `within` only what is in one of these scopes, and of its scopes only these: as a clinic has it that follows them.
 */
export async function* everyDocument(db: Database, within: readonly string[] | null = null): AsyncGenerator<DumpedDocument> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await onSnapshot(db, async (tx) => {
      const page = await sql<{ id: string; kind: string; revision: number; body: AnyDocument }>`
        select id, kind, revision, body from document where id > ${after}::uuid order by id limit ${pageSize}`.execute(tx);
      return page.rows;
    });
    for (const { id, kind, revision, body } of rows) {
      const scopes = scopesOf(body).filter((scope) => within === null || within.includes(scope)).toSorted();
      if (within === null || scopes.length > 0) yield { id, kind, revision, scopes, waiting: false, body };
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
