/** Whose the tables are: a login that is no administrator of PostgreSQL, and one that serves and owns nothing. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aCounty, create, places } from '@lianyi/tests/builders/aCounty';
import { anOwnedDatabase } from '@lianyi/tests/builders/aDatabaseOwner';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { expect, test } from 'vitest';
import { backup, restore } from '@lianyi/sync-server/cli/backup';
import { check } from '@lianyi/sync-server/cli/check';
import type { Database } from '@lianyi/sync-server/store/database';
import { NoCountyYet, openAsOwner, openDatabase, sql } from '@lianyi/sync-server/store/database';
import { everyDocument } from '@lianyi/sync-server/store/everyDocument';
import { migrate, migrations } from '@lianyi/sync-server/store/migrate';

const count = async (db: Database, table: string): Promise<number> => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db)).rows[0]?.n ?? 0;
const codeOf = async (db: Database, statement: string): Promise<string> => sql.raw(statement).execute(db).then(() => 'done', (error: { code: string }) => error.code);

test('ROW-6 a county whose login owns its tables and is no administrator works; the rows are hidden from that login too', { timeout: 120_000 }, async () => {
  const database = await anOwnedDatabase('createrole');
  const county = await aCounty({ database });
  const village = await county.enrol(places.village);
  const patient = aPatient({ homeId: places.village });
  expect(await village.push([create(patient)])).toMatchObject({ outcome: 'accepted' });
  expect((await (await county.enrol(places.village)).pull()).has(patient.id)).toBe(true);

  expect(await count(county.county.db, 'document')).toBeGreaterThan(10);
  for (const table of ['document', 'document_scope', 'scope_log', 'bundle', 'county_user', 'audit_entry']) expect([table, await count(county.owner, table)]).toEqual([table, 0]);
  expect((await sql<{ name: string }>`select rolname as name from pg_roles where rolname like ${`lianyi\\_%${new URL(database.databaseUrl).pathname.slice(1)}`} order by 1`.execute(county.owner)).rows).toHaveLength(2);

  // A later migration that would pass over the hidden rows in silence stops instead.
  const later = { name: '9998-later', sql: "update document set kind = kind" };
  await expect(migrate(county.owner, [...await migrations(), later])).rejects.toThrow('row-level security');
  const lifted = { name: '9999-later', sql: 'alter table document no force row level security; update document set kind = kind; alter table document force row level security' };
  expect(await migrate(county.owner, [...await migrations(), lifted])).toEqual(['9999-later']);
  await sql`delete from migration where name = '9999-later'`.execute(county.owner);
  await county.close();
});

test('ROW-6 a login that may make no roles is told what an administrator types, and after that the county starts', { timeout: 60_000 }, async () => {
  const database = await anOwnedDatabase('nocreaterole');
  const owner = openAsOwner(database.databaseUrl);
  const told = await migrate(owner).then(() => '', (error: Error) => error.message);
  expect(told).toMatch(/^数据库用户 .*请数据库管理员.*Let an administrator of this PostgreSQL run these two lines/);
  for (const statement of told.split('\n').slice(1)) await sql.raw(statement).execute(database.administrator);
  expect((await migrate(owner)).at(-1)).toBe((await migrations()).at(-1)?.name);
  const db = openDatabase(database.databaseUrl);
  expect(await count(db, 'document')).toBe(0);
  await db.destroy();
  await owner.destroy();
  await database.drop();
});

test('ROW-6 SYNC-51 such a county is backed up, restored and checked: nothing is hidden from the backup', { timeout: 120_000 }, async () => {
  const [database, empty] = [await anOwnedDatabase('createrole'), await anOwnedDatabase('createrole')];
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-owner-'));
  const options = { keyFile: join(folder, 'key'), keyDir: join(folder, 'keys') };
  writeFileSync(options.keyFile, randomBytes(64));
  const county = await aCounty({ database });
  await (await county.enrol(places.village)).push([create(aPatient({ homeId: places.village }))]);
  const all = async (db: Database) => {
    const found = [];
    for await (const document of everyDocument(db)) found.push(document);
    return found;
  };
  const before = await all(county.county.db);
  expect(await backup(county.county.db, join(folder, 'file'), { ...options, keyDir: county.keyDir }, new Date())).toMatchObject({ ok: true });
  await county.close();

  const owner = openAsOwner(empty.databaseUrl);
  expect(await restore(owner, join(folder, 'file'), options)).toMatchObject({ ok: true });
  const db = openDatabase(empty.databaseUrl);
  expect(await all(db)).toEqual(before);
  expect(await count(owner, 'document')).toBe(0);
  process.env['LIANYI_KEY_DIR'] = options.keyDir;
  expect(await check(db, false)).toBe(0);
  delete process.env['LIANYI_KEY_DIR'];
  await db.destroy();
  await owner.destroy();
  await empty.drop();
  rmSync(folder, { recursive: true, force: true });
});

test('ROW-7 served by a login of its own that owns nothing, the county works, and whoever has that login has no more than the engine', { timeout: 120_000 }, async () => {
  const database = await anOwnedDatabase('createrole');
  const owner = openAsOwner(database.databaseUrl);
  await migrate(owner);
  const { login, databaseUrl } = await database.aLogin();
  const name = new URL(databaseUrl).pathname.slice(1);
  await sql.raw(`grant lianyi_engine_${name}, lianyi_reader_${name} to ${login} with inherit false, set true`).execute(owner);
  await owner.destroy();

  const county = await aCounty({ database: { databaseUrl, ownerDatabaseUrl: database.databaseUrl, drop: database.drop } });
  const village = await county.enrol(places.village);
  expect(await village.push([create(aPatient({ homeId: places.village }))])).toMatchObject({ outcome: 'accepted' });
  const asLogin = openAsOwner(databaseUrl, { maxConnections: 1 });
  for (const statement of ['select from document', 'select from county_user', 'drop table document', 'alter table document disable row level security', 'create table more (id int)']) {
    expect([statement, await codeOf(asLogin, statement)]).toEqual([statement, '42501']);
  }
  await asLogin.destroy();
  await county.close();
});

test('ROW-7 a county\'s engine opens no other county in the same PostgreSQL', { timeout: 60_000 }, async () => {
  const [one, other] = [await anOwnedDatabase('createrole'), await anOwnedDatabase('createrole')];
  for (const { databaseUrl } of [one, other]) {
    const owner = openAsOwner(databaseUrl);
    await migrate(owner);
    await owner.destroy();
  }
  // As the login of one county, in the database of the other.
  const url = new URL(one.databaseUrl);
  url.pathname = new URL(other.databaseUrl).pathname;
  const stranger = openAsOwner(url.href, { maxConnections: 1 });
  expect(await codeOf(stranger, 'select from document')).toBe('42501');
  expect(await codeOf(stranger, `set role lianyi_engine_${url.pathname.slice(1)}`)).toBe('42501');
  await stranger.destroy();
  await one.drop();
  await other.drop();
});

test('ROW-6 a database without a county is opened by nobody as its engine', async () => {
  const database = await anOwnedDatabase('createrole');
  const db = openDatabase(database.databaseUrl);
  await expect(count(db, 'pg_class')).rejects.toThrow(NoCountyYet);
  await db.destroy();
  await database.drop();
});
