import { anEmptyDatabase } from '@lianyi/tests/builders/aTestPostgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from './database.ts';
import { openDatabase, sql } from './database.ts';
import { migrate, migrations } from './migrate.ts';

let db: Database;
let database: Awaited<ReturnType<typeof anEmptyDatabase>>;
beforeEach(async () => {
  database = await anEmptyDatabase();
  db = openDatabase(database.databaseUrl);
});
afterEach(async () => {
  await db.destroy();
  await database.drop();
});

describe('migrations', () => {
  test('run once, in order, and a second start has nothing to do', async () => {
    const names = (await migrations()).map((migration) => migration.name);
    expect(names).toEqual(names.toSorted());
    expect(await migrate(db)).toEqual(names);
    expect(await migrate(db)).toEqual([]);
  });

  test('two servers that start at once do not meet', async () => {
    const ran = await Promise.all([migrate(db), migrate(db), migrate(db)]);
    expect(ran.flat()).toEqual((await migrations()).map((migration) => migration.name));
  });

  test('one that fails leaves nothing of itself behind, and those before it stay', async () => {
    const good = { name: '0001-good', sql: 'create table good (id int)' };
    await expect(migrate(db, [good, { name: '0002-bad', sql: 'create table half (id int); select nonsense' }])).rejects.toThrow('nonsense');
    expect(await tables()).toEqual(['good', 'migration']);
    expect(await migrate(db, [good, { name: '0002-bad', sql: 'create table whole (id int)' }])).toEqual(['0002-bad']);
  });

  test('one that was edited after it ran, or a database newer than the server, stops the start', async () => {
    await migrate(db, [{ name: '0001-a', sql: 'create table a (id int)' }]);
    await expect(migrate(db, [{ name: '0001-a', sql: 'create table a (id bigint)' }])).rejects.toThrow('changed after it had run');
    await expect(migrate(db, [])).rejects.toThrow('newer than this server');
  });

  test('0001-county makes the tables in an empty database, and an old county is kept out of a new key', async () => {
    await migrate(db);
    expect(await tables()).toEqual([
      'bundle', 'chain_head', 'county', 'county_ancestry', 'county_session', 'county_user', 'device', 'device_check', 'dispensed', 'document', 'document_scope', 'enrolment_code', 'migration',
      'organisation', 'person', 'scope_counter', 'scope_log', 'stock_balance', 'unit_origin', 'witnessed',
    ]);
    await sql`insert into county (epoch, public_key) values ('one', 'key')`.execute(db);
    await expect(sql`insert into county (epoch, public_key) values ('two', 'key')`.execute(db)).rejects.toThrow('duplicate');
  });

  test('0005 to 0007 leave devices as they were: confirmed, compared never, and nobody\'s successor', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0005'));
    await sql`insert into device (id, org_id, name, public_key) values ('0195d3a0-0000-7000-8000-000000000001', '0195d3a0-0000-7000-8000-000000000002', 'PC', 'key')`.execute(db);
    await migrate(db);
    const { rows } = await sql`select awaits_confirmation, former_ids, (select count(*)::int from device_check) as checks from device`.execute(db);
    expect(rows).toEqual([{ awaitsConfirmation: false, formerIds: [], checks: 0 }]);
  });
});

async function tables(): Promise<readonly string[]> {
  const { rows } = await sql<{ tableName: string }>`select table_name from information_schema.tables where table_schema = 'public' order by 1`.execute(db);
  return rows.map((row) => row.tableName);
}
