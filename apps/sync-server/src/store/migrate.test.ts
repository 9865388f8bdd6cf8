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
      'bundle', 'chain_head', 'county', 'county_session', 'county_user', 'device', 'dispensed', 'document', 'document_scope', 'enrolment_code', 'migration',
      'organisation', 'person', 'release', 'scope_counter', 'scope_log', 'stock_balance', 'unit_origin',
    ]);
    await sql`insert into county (epoch, public_key) values ('one', 'key')`.execute(db);
    await expect(sql`insert into county (epoch, public_key) values ('two', 'key')`.execute(db)).rejects.toThrow('duplicate');
  });

  test('0004-correction leaves what was in quarantine there, uncorrected; 0004-patient-link finds links by either patient', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0004'));
    await sql`insert into bundle (id, claimed_id, body_hash, outcome, reason) values ('0195757d-3d2a-7000-8000-000000000001', '0195757d-3d2a-7000-8000-000000000001', '', 'quarantined', 'invalid')`.execute(db);
    await migrate(db, all.filter(({ name }) => name < '0005'));
    expect(await db.selectFrom('bundle').select(['outcome', 'correctedBy']).execute()).toEqual([{ outcome: 'quarantined', correctedBy: null }]);
    await sql`set enable_seqscan = off`.execute(db);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select id from document where kind = 'patientLink' and body -> 'patientIds' ?| array['a', 'b']`.execute(db);
    expect(JSON.stringify(rows)).toContain('patient_link_of');
  });
});

async function tables(): Promise<readonly string[]> {
  const { rows } = await sql<{ tableName: string }>`select table_name from information_schema.tables where table_schema = 'public' order by 1`.execute(db);
  return rows.map((row) => row.tableName);
}
