import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { openAsOwner } from './database.ts';

const folder = join(import.meta.dirname, 'migrations');
/** Any number that no other advisory lock of ours uses. */
const migrationLock = 710_001;

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The migrations of this version, in order. Each is history: frozen once it has run anywhere. */
export async function migrations(): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-.+\.sql$/.test(file)).toSorted();
  return Promise.all(files.map(async (file) => ({ name: file.slice(0, -4), sql: await readFile(join(folder, file), 'utf8') })));
}

/** The one work of the tables' owner beside a restore: brings the database to this version. @returns the names of the migrations that ran */
export async function bringUpToDate(ownersUrl: string): Promise<readonly string[]> {
  const owner = openAsOwner(ownersUrl, { maxConnections: 1 });
  try {
    return await migrate(owner);
  } finally {
    await owner.destroy();
  }
}

/**
 * Brings the database to this version: each missing migration in a transaction of its own, one server at a time.
 * @param db as the owner of the tables (`openAsOwner`)
 * @returns the names of those that ran
 * @throws Error if one that ran has been edited since, or if the database is of a newer version
 */
export async function migrate(db: Database, wanted?: readonly Migration[]): Promise<readonly string[]> {
  const all = wanted ?? (await migrations());
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${migrationLock})`.execute(connection);
    try {
      await sql`create table if not exists migration (name text primary key, hash text not null, ran_at timestamptz not null default now())`.execute(connection);
      const { rows } = await sql<{ name: string; hash: string }>`select name, hash from migration order by name`.execute(connection);
      const hashesByName = new Map(rows.map((row) => [row.name, row.hash]));
      const unknown = rows.find((row) => !all.some((migration) => migration.name === row.name));
      if (unknown) throw new Error(`the database is newer than this server: it has run ${unknown.name}`);

      const ran: string[] = [];
      for (const migration of all) {
        const hash = createHash('sha256').update(migration.sql).digest('hex');
        const before = hashesByName.get(migration.name);
        if (before !== undefined && before !== hash) throw new Error(`migration ${migration.name} was changed after it had run`);
        if (before !== undefined) continue;
        await connection.transaction().execute(async (tx) => {
          // The rows are hidden from their tables' owner too. What changes rows lifts that first; forgotten, it fails here, and does not pass over them in silence.
          await sql`set local row_security = off`.execute(tx);
          await sql.raw(migration.sql).execute(tx);
          await sql`insert into migration (name, hash) values (${migration.name}, ${hash})`.execute(tx);
        });
        ran.push(migration.name);
      }
      return ran;
    } finally {
      await sql`select pg_advisory_unlock(${migrationLock})`.execute(connection);
    }
  });
}
