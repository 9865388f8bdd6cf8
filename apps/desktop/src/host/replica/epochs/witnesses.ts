import type { CountyDocument } from '@lianyi/schema/wire/exchange';
import type { Tables } from '../tables.ts';

/** A document as the former history's county had sent it. */
export interface FormerContent {
  readonly id: string;
  readonly revision: number;
  readonly hash: string;
}

/** The next contents of a former epoch by id, at most `limit`. */
export function formerContents(tables: Tables, after: string, limit: number): readonly FormerContent[] {
  return tables.all<FormerContent>(
    `SELECT d.id, d.revision, lower(hex(d.hash)) AS hash FROM former_content f JOIN document d ON d.id = f.document_id
      WHERE f.document_id > ? AND d.revision > 0 ORDER BY f.document_id LIMIT ?`, after, limit,
  );
}

/** Whole, without what lies on top; parked ones as they came. */
export function countyDocumentOf(tables: Tables, id: string): CountyDocument | null {
  const row = tables.get<Omit<CountyDocument, 'body'> & { body: string | null }>(
    `SELECT d.id, d.kind, d.version, d.revision, lower(hex(d.hash)) AS hash, coalesce(p.body, d.base, d.shown) AS body
       FROM document d LEFT JOIN parked p ON p.document_id = d.id WHERE d.id = ? AND d.revision > 0`, id,
  );
  return row === undefined || row.body === null ? null : { ...row, body: JSON.parse(row.body) as unknown };
}

/** A content of a former epoch yields to whatever comes, once. */
export const isOfFormerEpoch = (tables: Tables, id: string): boolean => tables.get('SELECT 1 FROM former_content WHERE document_id = ?', id) !== undefined;
export const isOfThisEpoch = (tables: Tables, id: string): void => tables.run('DELETE FROM former_content WHERE document_id = ?', id);
