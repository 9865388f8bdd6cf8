import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Tx } from '../database.ts';
import { migrate, migrations } from '../migrate.ts';
import type { BackupLine, BackupManifest } from './dumpTables.ts';

/** Why a backup cannot be restored here, in both languages; nothing was written. */
export class NotRestorable extends Error {}

/** True if nobody has worked in this database. */
export async function isEmptyDatabase(db: Database): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(db);
  if (!rows.some(({ name }) => name === 'county')) return rows.every(({ name }) => name === 'migration');
  // An earlier attempt that failed has made the tables.
  return (await db.selectFrom('county').select('epoch').executeTakeFirst()) === undefined;
}

/**
 * Fills an empty database from a backup, and begins a new history in it, in one transaction: the old one stands in its
 * ancestry with the numbers at which it forks, and every device waits to be confirmed.
 * @throws NotRestorable
 */
export async function loadTables(db: Database, lines: AsyncIterable<BackupLine>, newEpoch: string): Promise<BackupManifest> {
  const iterator = lines[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true || !('manifest' in first.value)) throw new NotRestorable('开头不对 · it does not begin with a manifest');
  const { manifest } = first.value;
  await prepareTables(db, manifest);
  await db.transaction().execute(async (tx) => {
    await becomeEngine(tx);
    let table: string | null = null;
    let rows = 0;
    let isWhole = false;
    let batch: string[] = [];
    const flush = async (): Promise<void> => {
      if (table !== null && batch.length > 0) await insertRows(tx, table, batch);
      batch = [];
    };
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      const line = next.value;
      if ('row' in line) {
        batch.push(line.row);
        rows += 1;
        if (batch.length >= batchSize) await flush();
        continue;
      }
      await flush();
      if ('table' in line) table = line.table;
      if ('sequence' in line) await sql`select setval(${line.sequence}::regclass, ${line.value}::bigint, ${line.isCalled})`.execute(tx);
      if ('end' in line) isWhole = line.rows === rows;
    }
    if (!isWhole) throw new NotRestorable('不完整 · it ends too early');
    await beginHistory(tx, manifest, newEpoch);
  });
  return manifest;
}

/** The rows are hidden from who owns the tables; in those of an earlier version, which know no engine, they are not. */
export async function becomeEngine(tx: Tx): Promise<void> {
  await sql`select set_config('role', r.rolname, true) from pg_policy p join pg_roles r on r.oid = any (p.polroles) where p.polrelid = 'document'::regclass and p.polname = 'engine'`.execute(tx);
}

const batchSize = 500;

/** The tables as they were when the backup was made; later migrations run when the server starts. */
async function prepareTables(db: Database, manifest: BackupManifest): Promise<void> {
  const all = await migrations();
  const wanted = all.filter(({ name }) => Object.hasOwn(manifest.migrations, name));
  if (wanted.length < Object.keys(manifest.migrations).length) throw new NotRestorable('它是更新版本的县服务器做的 · a newer version of the county server made it');
  const changed = wanted.find((migration) => createHash('sha256').update(migration.sql).digest('hex') !== manifest.migrations[migration.name]);
  if (changed) throw new NotRestorable(`它是另一种版本的县服务器做的 · another county server made it: migration ${changed.name} is another here`);
  await migrate(db, wanted);
}

async function insertRows(tx: Tx, table: string, rows: readonly string[]): Promise<void> {
  await sql`insert into ${sql.table(table)} select (r.one).* from (select unnest(${[...rows]}::text[])::${sql.table(table)} as one) r`.execute(tx);
}

async function beginHistory(tx: Tx, { epoch, scopeNumbers }: BackupManifest, newEpoch: string): Promise<void> {
  await sql`
    insert into county_ancestry (epoch, fork_numbers, generation)
    select ${epoch}, ${JSON.stringify(scopeNumbers)}::jsonb, coalesce(max(generation), 0) + 1 from county_ancestry`.execute(tx);
  await sql`update county set epoch = ${newEpoch}`.execute(tx);
  await sql`delete from witnessed`.execute(tx);
  await sql`update device set awaits_confirmation = true`.execute(tx);
}
