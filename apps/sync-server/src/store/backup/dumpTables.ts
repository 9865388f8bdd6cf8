import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database, Tables, Tx } from '../database.ts';

/** What a backup begins with: which history it is of, and how far each scope's log had come. */
export interface BackupManifest {
  readonly epoch: string;
  readonly publicKey: string;
  readonly scopeNumbers: Readonly<Record<string, number>>;
  /** The migrations that had run, by name and hash. */
  readonly migrations: Readonly<Record<string, string>>;
  readonly madeAt: string;
  /** The county's private key, PEM; sealed with all the rest. */
  readonly countyKey: string;
}

export type BackupLine =
  | { readonly manifest: BackupManifest }
  | { readonly table: string }
  | { readonly row: string }
  | { readonly sequence: string; readonly value: string; readonly isCalled: boolean }
  | { readonly end: true; readonly rows: number };

/**
 * Every table in one snapshot, row by row as PostgreSQL writes them, parents before children; a server may go on writing.
 * Of our own, since the embedded PostgreSQL brings no pg_dump.
 */
export async function dumpTables(db: Database, countyKey: string, now: Date, write: (line: BackupLine) => Promise<void>): Promise<BackupManifest> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (tx) => {
    const manifest = await manifestOf(tx, countyKey, now);
    await write({ manifest });
    let rows = 0;
    for (const table of await tablesInOrder(tx)) {
      await write({ table });
      rows += await dumpTable(tx, table, write);
    }
    const sequences = await sql<{ sequence: string }>`select sequencename as sequence from pg_sequences where schemaname = 'public' order by 1`.execute(tx);
    for (const { sequence } of sequences.rows) {
      const { rows: [state] } = await sql<{ value: string; isCalled: boolean }>`select last_value::text as value, is_called from ${sql.table(sequence)}`.execute(tx);
      if (state) await write({ sequence, ...state });
    }
    await write({ end: true, rows });
    return manifest;
  });
}

async function manifestOf(tx: Tx, countyKey: string, now: Date): Promise<BackupManifest> {
  const county = await tx.selectFrom('county').select(['epoch', 'publicKey']).executeTakeFirstOrThrow();
  const counters = await tx.selectFrom('scopeCounter').select(['scope', 'number']).execute();
  const { rows } = await sql<{ name: string; hash: string }>`select name, hash from migration order by name`.execute(tx);
  return {
    ...county, countyKey, madeAt: now.toISOString(),
    scopeNumbers: Object.fromEntries(counters.map(({ scope, number }) => [scope, number])),
    migrations: Object.fromEntries(rows.map(({ name, hash }) => [name, hash])),
  };
}

const pageSize = 1000;

async function dumpTable(tx: Transaction<Tables>, table: string, write: (line: BackupLine) => Promise<void>): Promise<number> {
  let count = 0;
  await sql`declare backup_rows no scroll cursor for select t::text as row from ${sql.table(table)} t`.execute(tx);
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(pageSize)} from backup_rows`.execute(tx);
    for (const { row } of rows) await write({ row });
    count += rows.length;
    if (rows.length < pageSize) break;
  }
  await sql`close backup_rows`.execute(tx);
  return count;
}

/** Tables before those that refer to them; what the migrations keep of themselves is not data, and snapshots are made anew. */
async function tablesInOrder(tx: Tx): Promise<readonly string[]> {
  const { rows: tables } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('migration', 'snapshot', 'snapshot_chunk') order by 1`.execute(tx);
  const { rows: references } = await sql<{ child: string; parent: string }>`
    select child.relname as child, parent.relname as parent from pg_constraint c
    join pg_class child on child.oid = c.conrelid join pg_class parent on parent.oid = c.confrelid
    where c.contype = 'f' and child.oid <> parent.oid`.execute(tx);
  const ordered: string[] = [];
  for (let left = tables.map((row) => row.name); left.length > 0;) {
    const ready = left.filter((name) => references.every(({ child, parent }) => child !== name || ordered.includes(parent) || !left.includes(parent)));
    if (ready.length === 0) throw new Error('the tables refer to each other in a circle');
    ordered.push(...ready);
    left = left.filter((name) => !ready.includes(name));
  }
  return ordered;
}
