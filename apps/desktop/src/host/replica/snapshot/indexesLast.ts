import type { SqliteDatabase } from '../database.ts';
import type { Tables } from '../tables.ts';
import { tablesOf } from '../tables.ts';

/** In `meta`: the `CREATE INDEX` of those that are away. */
const away = 'indexesAway';
const table = 'patient_row';

/**
 * Takes away what finds patients by number and birth date, before the first of a first sync come: these indexes lie in
 * another order than patients come in, and each transaction would write nearly every page of them again. Names are found
 * meanwhile as ever, the rest by looking through the table. Call it inside the transaction of the first patients.
 * A PC that is ended in the midst has them again when it is opened.
 */
export function putIndexesLast(database: SqliteDatabase, tables: Tables): void {
  if (tables.get(`SELECT 1 FROM ${table} LIMIT 1`) !== undefined) return;
  const indexes = tables.all<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql LIKE 'CREATE INDEX%'", table);
  if (indexes.length === 0) return;
  tables.setMeta(away, indexes.map(({ sql }) => sql));
  for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`);
}

/** Builds what is away. Inside a transaction. */
export function buildIndexes(database: SqliteDatabase, tables: Tables): void {
  const indexes = tables.meta<readonly string[]>(away) ?? [];
  if (indexes.length === 0) return;
  for (const sql of indexes) database.exec(sql);
  tables.setMeta(away, []);
}

/** Before anything else of a file that is opened: a migration may count on them. */
export function buildIndexesAtOpening(database: SqliteDatabase): void {
  const tables = tablesOf(database);
  if (tables.get("SELECT 1 FROM sqlite_master WHERE name = 'meta'") === undefined) return;
  database.immediately(() => buildIndexes(database, tables));
}
