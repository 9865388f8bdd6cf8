import type { Tables } from './tables.ts';

/** A shown document as `clinic -- dump` prints it. */
export interface DumpedDocument {
  readonly id: string;
  readonly kind: string;
  readonly revision: number;
  readonly scopes: readonly string[];
  /** True while bundles that are not settled lie on it. */
  readonly waiting: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The next shown documents by id after `after`, at most `limit`. */
export function dumpPage(tables: Tables, after: string, limit: number): readonly DumpedDocument[] {
  const rows = tables.all<{ number: number; id: string; kind: string; revision: number; shown: string; waiting: number }>(
    `SELECT number, id, kind, revision, shown, EXISTS (SELECT 1 FROM overlay WHERE document_id = id) AS waiting
       FROM document WHERE id > ? AND shown IS NOT NULL ORDER BY id LIMIT ?`,
    after, limit,
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    revision: row.revision,
    scopes: tables
      .all<{ name: string }>('SELECT s.name FROM membership m JOIN scope s ON s.number = m.scope WHERE m.document = ? ORDER BY s.name', row.number)
      .map((scope) => scope.name),
    waiting: row.waiting === 1,
    body: JSON.parse(row.shown) as Readonly<Record<string, unknown>>,
  }));
}
