import { sql } from 'kysely';
import { isMarkOfDump } from '@lianyi/schema/documents/doorEvents';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
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
 * Every document in the order of the ids but what dumps at clinics have written of themselves, a page in memory at a time. A page is of one moment; the whole may not be.
 * With `within` only what is in one of these scopes, and of its scopes only these: as a clinic has it that follows them.
 */
export async function* everyDocument(db: Database, within: readonly string[] | null = null): AsyncGenerator<DumpedDocument> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await onSnapshot(db, async (tx) => {
      const page = await sql<Omit<DumpedDocument, 'waiting'>>`
        select id, kind, revision, array(select scope from document_scope s where s.document_id = d.id order by scope collate "C") as scopes, body
        from document d where id > ${after}::uuid order by id limit ${pageSize}`.execute(tx);
      return page.rows;
    });
    for (const { scopes, ...row } of rows) {
      if (isMarkOfDump(row)) continue;
      const shown = within === null ? scopes : scopes.filter((scope) => within.includes(scope));
      if (within === null || shown.length > 0) yield { ...row, scopes: shown, waiting: false };
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
