import type { Core } from '../core.ts';
import { digestHex } from '../deviceKey.ts';
import { rebuildProjections } from '../projections/applyProjections.ts';
import { projections } from '../projections/index.ts';
import type { Tables } from '../tables.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './finding.ts';

/** Builds every projection anew from what is shown, and says which tables had held something else. */
export function checkProjections({ database, tables }: Core): readonly Finding[] {
  const names = projections.flatMap((projection) => projection.tables);
  return database.immediately(() => {
    const before = names.map((name) => tableSum(tables, name));
    rebuildProjections(tables, projections);
    const stale = names.filter((name, at) => tableSum(tables, name) !== before[at]);
    return findingsOf('projections', names.length, { projectionStale: stale.length });
  });
}

/** What a table holds, whatever the order and the row numbers. */
function tableSum(tables: Tables, name: string): string {
  const definition = tables.get<{ sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?', name)?.sql ?? '';
  const source = /^CREATE VIRTUAL/i.test(definition) ? searchTerms(tables, name) : `SELECT ${columnsOf(tables, name)} FROM "${name}"`;
  let sum = 0n;
  let rows = 0;
  for (const row of tables.iterate(source)) {
    rows += 1;
    sum += BigInt(`0x${digestHex(JSON.stringify(row)).slice(0, 15)}`);
  }
  return `${rows} ${sum}`;
}

/** A row number is given in the order of arrival and means nothing. */
function columnsOf(tables: Tables, name: string): string {
  const columns = tables.all<{ name: string; type: string; pk: number }>('SELECT name, type, pk FROM pragma_table_info(?)', name);
  const isRowNumber = (column: { readonly type: string; readonly pk: number }): boolean => column.type === 'INTEGER' && column.pk === 1 && columns.every((other) => other.pk <= 1);
  return columns.filter((column) => !isRowNumber(column)).map((column) => `"${column.name}"`).join(', ');
}

/** A full-text index keeps no rows: its terms are counted instead. */
function searchTerms(tables: Tables, name: string): string {
  tables.run(`CREATE VIRTUAL TABLE IF NOT EXISTS temp."${name}_vocabulary" USING fts5vocab('main', '${name}', 'row')`);
  return `SELECT term, doc FROM temp."${name}_vocabulary"`;
}
