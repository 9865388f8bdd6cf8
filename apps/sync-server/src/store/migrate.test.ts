import { anEmptyDatabase } from '@lianyi/tests/builders/aTestPostgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from './database.ts';
import { NoCountyYet, openAsOwner, openDatabase, sql } from './database.ts';
import { devicePolicy, setDevicePolicy } from './devicePolicy.ts';
import { migrate, migrations } from './migrate.ts';
import { within } from './reach.ts';

let db: Database;
let database: Awaited<ReturnType<typeof anEmptyDatabase>>;
beforeEach(async () => {
  database = await anEmptyDatabase();
  db = openAsOwner(database.databaseUrl);
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
    await migrate(db, (await migrations()).filter((migration) => migration.name === '0001-county'));
    expect(await tables()).toEqual([
      'bundle', 'chain_head', 'county', 'county_session', 'county_user', 'device', 'dispensed', 'document', 'document_scope', 'enrolment_code', 'migration',
      'organisation', 'person', 'scope_counter', 'scope_log', 'stock_balance', 'unit_origin',
    ]);
    await sql`insert into county (epoch, public_key) values ('one', 'key')`.execute(db);
    await expect(sql`insert into county (epoch, public_key) values ('two', 'key')`.execute(db)).rejects.toThrow('duplicate');
  });

  test('0002-lost-links keeps what a county of before has, and one gap is given up once', async () => {
    await migrate(db, (await migrations()).filter(({ name }) => name < '0002'));
    const [device, org] = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'];
    await sql`insert into device (id, org_id, name, public_key) values (${device}, ${org}, 'PC', 'key')`.execute(db);
    await sql`
      insert into bundle (id, claimed_id, device_id, lane, link_number, body_hash, outcome, reason)
      values (${org}, ${org}, ${device}, 'routine', 7, 'hash', 'waiting', 'predecessorMissing')`.execute(db);
    await migrate(db);
    expect((await sql<{ linkNumber: number }>`select link_number from bundle where reason = 'predecessorMissing'`.execute(db)).rows).toEqual([{ linkNumber: 7 }]);
    const giveUp = async () => sql`insert into lost_link values (${device}, 'routine', 1, 6, 'hash', 'the disk is broken', now())`.execute(db);
    await giveUp();
    await expect(giveUp()).rejects.toThrow('duplicate');
  });

  test('0003-moves lets a device of before be purged, and remembers where a record has been', async () => {
    const all = await migrations();
    await migrate(db, all.filter((migration) => migration.name < '0003'));
    await sql`insert into device (id, org_id, name, public_key, status) values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', 'PC', 'key', 'retired')`.execute(db);
    await migrate(db);
    await sql`update device set status = 'purge'`.execute(db);
    await expect(sql`update device set status = 'lost'`.execute(db)).rejects.toThrow('device_status_check');
    const absence = sql`insert into patient_absence (patient_id, scope, left_at) values ('00000000-0000-7000-8000-000000000003', 'org:one', 7)`;
    await absence.execute(db);
    await expect(absence.execute(db)).rejects.toThrow('duplicate');
  });

  test('PERM-2 0022-people gives everybody of before the one post that they had, without days, and leaves institutions open', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0022'));
    const [person, org] = ['0195d3a0-0000-7000-8000-000000000001', '0195d3a0-0000-7000-8000-000000000002'];
    await sql`insert into organisation (id, parent_id, path, name, short_name, type) values (${org}, null, array[${org}::uuid], '卫生室', '卫生室', 'village')`.execute(db);
    await sql`insert into person (id, org_id, name, role, active) values (${person}, ${org}, '吴明礼', 'villageDoctor', true)`.execute(db);
    await sql`insert into county_user (id, login, name, role, password_salt, password_hash) values (${person}, 'it', '县信息科', 'countyIt', '', '')`.execute(db);
    await migrate(db, all.filter(({ name }) => name < '0029'));
    expect(await db.selectFrom('post').selectAll().execute()).toEqual([{ personId: person, place: 0, orgId: org, role: 'villageDoctor', begins: null, ends: null }]);
    expect(await db.selectFrom('person').selectAll().execute()).toEqual([{ id: person, name: '吴明礼', grants: [], active: true }]);
    expect(await db.selectFrom('organisation').select('closedOn').execute()).toEqual([{ closedOn: null }]);
    await sql`update county_user set role = 'auditor'`.execute(db);
    await expect(sql`update county_user set role = 'nurse'`.execute(db)).rejects.toThrow('county_user_role_check');
  });

  test('0005 to 0007 leave devices as they were: confirmed, compared never, and nobody\'s successor', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0005'));
    await sql`insert into device (id, org_id, name, public_key) values ('0195d3a0-0000-7000-8000-000000000001', '0195d3a0-0000-7000-8000-000000000002', 'PC', 'key')`.execute(db);
    await migrate(db);
    const { rows } = await sql`select awaits_confirmation, former_ids, (select count(*)::int from device_check) as checks from device`.execute(db);
    expect(rows).toEqual([{ awaitsConfirmation: false, formerIds: [], checks: 0 }]);
  });

  test('KEY-10 0024-device-policy decides nothing by itself, knows one policy, and one holder of a code', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0024'));
    const [device, person] = ['0195d3a0-0000-7000-8000-000000000001', '0195d3a0-0000-7000-8000-000000000002'];
    await sql`insert into device (id, org_id, name, public_key) values (${device}, ${person}, 'PC', 'key')`.execute(db);
    await migrate(db);
    expect(await devicePolicy(db)).toEqual({ leaseDays: 30, pinsAllowed: false });
    await setDevicePolicy(db, { leaseDays: 12 });
    await setDevicePolicy(db, { pinsAllowed: true });
    expect(await devicePolicy(db)).toEqual({ leaseDays: 12, pinsAllowed: true });
    await expect(setDevicePolicy(db, { leaseDays: 367 })).rejects.toThrow('lease_days_check');
    const code = sql`insert into device_recovery_code (code_id, proof_key, device_id, person_id, reason, made_by, made_at, expires_at) values ('one', 'key', ${device}, ${person}, 'r', 'b', now(), now())`;
    await code.execute(db);
    await expect(code.execute(db)).rejects.toThrow('duplicate');
  });

  test('0020-attachment leaves documents as they were, and takes no bytes without a size or under another name than a hash', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0020'));
    await sql`insert into document (id, kind, version, revision, hash, created_hash, created_by, body) values ('0195d3a0-0000-7000-8000-000000000001', 'product', 1, 1, 'h', 'h', '0195d3a0-0000-7000-8000-000000000002', '{}')`.execute(db);
    await migrate(db);
    expect((await sql`select id, (select count(*)::int from attachment_blob) as blobs from document`.execute(db)).rows).toEqual([{ id: '0195d3a0-0000-7000-8000-000000000001', blobs: 0 }]);
    const insert = async (sha256: string, size: number) => sql`insert into attachment_blob (sha256, size, media_type, org_id, salt, key_name, begun_at) values (${sha256}, ${size}, 'image/png', '0195d3a0-0000-7000-8000-000000000003', 'x', 'k', now())`.execute(db);
    await expect(insert('../../etc/passwd', 1)).rejects.toThrow('check');
    await expect(insert('a'.repeat(64), 0)).rejects.toThrow('check');
    await insert('a'.repeat(64), 1);
  });

  test('0023-devices keeps PCs and which code each came with, ends the codes of a week, and knows nothing yet of how a PC fares', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0023'));
    const [device, org] = ['0195d3a0-0000-7000-8000-000000000001', '0195d3a0-0000-7000-8000-000000000002'];
    await sql`insert into device (id, org_id, name, public_key) values (${device}, ${org}, 'PC', 'key')`.execute(db);
    await sql`insert into enrolment_code (hash, org_id, expires_at, used_at, device_id) values ('used', ${org}, now(), now(), ${device}), ('open', ${org}, now() + interval '6 days', null, null)`.execute(db);
    await migrate(db);
    expect(await db.selectFrom('enrolmentCode').select(['hash', 'name', 'replacesId']).execute()).toEqual([{ hash: 'used', name: '', replacesId: null }]);
    expect(await db.selectFrom('device').select(['status', 'nonceAt', 'conditionAt', 'trouble']).execute()).toEqual([{ status: 'active', nonceAt: null, conditionAt: null, trouble: null }]);
    await expect(sql`insert into device_act values (${org}, ${device}, 'sold', '', '', now())`.execute(db)).rejects.toThrow('device_act_act_check');
  });

  test('0025-audit keeps users and sessions of before: no one-time codes, no post; and an auditor may be one', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0025'));
    const id = '018f0000-0000-7000-8000-000000000001';
    await sql`insert into county_user (id, login, name, role, password_salt, password_hash) values (${id}, 'tian', 'Tian', 'countyOffice', '', '')`.execute(db);
    await sql`insert into county_session (token_hash, user_id, expires_at) values ('a', ${id}, now()), ('b', ${id}, now())`.execute(db);
    await migrate(db, all.filter(({ name }) => name < '0029'));
    expect((await sql`select post_org_id, totp_sealed, totp_step from county_user`.execute(db)).rows).toEqual([{ postOrgId: null, totpSealed: null, totpStep: null }]);
    const sessions = await db.selectFrom('countySession').select(['id', 'awaitsTotp']).execute();
    expect(new Set(sessions.map((session) => session.id)).size).toBe(2);
    expect(sessions.every(({ awaitsTotp }) => !awaitsTotp)).toBe(true);
    await sql`update county_user set role = 'auditor'`.execute(db);
    await expect(sql`update county_user set role = 'nurse'`.execute(db)).rejects.toThrow('county_user_role_check');
  });

  test('ROW-2 0026-rows keeps what a county of before has, for the engine to see, and for its reader within a reach', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0026'));
    const id = '0195d3a0-0000-7000-8000-000000000001';
    await sql`insert into document (id, kind, version, revision, hash, created_hash, created_by, body) values (${id}, 'product', 1, 1, 'h', 'h', ${id}, '{}')`.execute(db);
    await sql`insert into document_scope (scope, document_id) values ('catalogue', ${id})`.execute(db);
    const engine = openDatabase(database.databaseUrl, { maxConnections: 1 });
    await expect(engine.selectFrom('document').select('id').execute()).rejects.toThrow(NoCountyYet);
    await migrate(db);
    const seen = async (scopes: readonly string[]) => within(engine, { scopes }, async (read) => read.selectFrom('document').select('id').execute());
    expect([await engine.selectFrom('document').select('id').execute(), await seen([]), await seen(['org:one']), await seen(['catalogue'])]).toEqual([[{ id }], [], [], [{ id }]]);
    await engine.destroy();
  });

  test('LOGIN-10 0029-accounts keeps accounts of before, as nobody\'s yet and open to nothing, and what each was; one person has one account, and there is one first one', async () => {
    const all = await migrations();
    await migrate(db, all.filter(({ name }) => name < '0029'));
    const [id, other, person] = ['0195d3a0-0000-7000-8000-000000000001', '0195d3a0-0000-7000-8000-000000000002', '0195d3a0-0000-7000-8000-000000000003'];
    await sql`insert into county_user (id, login, name, role, post_org_id, password_salt, password_hash) values (${id}, 'tian', '田玉梅', 'countyOffice', ${person}, '', ''), (${other}, 'long', '龙建军', 'countyIt', null, '', '')`.execute(db);
    await sql`insert into county_session (token_hash, user_id, expires_at) values ('a', ${id}, now() + interval '1 hour')`.execute(db);
    await sql`insert into login_failure (name_hash, count, last_at) values ('h', 1, now())`.execute(db);
    await migrate(db);
    expect(await db.selectFrom('countyUser').select(['login', 'personId', 'isFirst', 'formerName', 'formerRole', 'formerPostOrgId']).orderBy('login').execute()).toEqual([
      { login: 'long', personId: null, isFirst: false, formerName: '龙建军', formerRole: 'countyIt', formerPostOrgId: null }, { login: 'tian', personId: null, isFirst: false, formerName: '田玉梅', formerRole: 'countyOffice', formerPostOrgId: person },
    ]);
    expect(await db.selectFrom('countySession').select('roles').execute()).toEqual([{ roles: [] }]);
    expect(await db.selectFrom('loginFailure').select('loginHash').execute()).toEqual([{ loginHash: null }]);
    await expect(sql`update county_user set person_id = ${person}`.execute(db)).rejects.toThrow('account_of_person');
    await expect(sql`update county_user set is_first = true`.execute(db)).rejects.toThrow('first_account');
  });

  test('0027-device-audit keeps the audit of before, and lets PCs be written down', async () => {
    await migrate(db, (await migrations()).filter(({ name }) => name < '0027'));
    const insert = async (number: number, actor: string) => sql`insert into audit_entry (number, at, actor, actor_name, action, previous, hash, signature) values (${number}, now(), ${actor}, 'x', 'x', '', '', '')`.execute(db);
    await insert(1, 'commandLine');
    await expect(insert(2, 'device')).rejects.toThrow('audit_entry_actor_check');
    await migrate(db);
    await insert(2, 'device');
    await expect(insert(3, 'stranger')).rejects.toThrow('audit_entry_actor_check');
    expect(await db.selectFrom('auditEntry').select('actor').orderBy('number').execute()).toEqual([{ actor: 'commandLine' }, { actor: 'device' }]);
  });

  test('0030-device-acts finds what was done about one PC, among all the rest, what was written before it too', async () => {
    await migrate(db, (await migrations()).filter(({ name }) => name < '0030'));
    await sql`insert into audit_entry (number, at, actor, actor_name, action, about, previous, hash, signature) values (1, now(), 'commandLine', 'x', 'device.manage', 'pc', '', '', '')`.execute(db);
    await migrate(db);
    await sql`set enable_seqscan = off`.execute(db);
    const ofOne = sql`select number from audit_entry where action = 'device.manage' and about = 'pc' order by number desc`;
    expect((await ofOne.execute(db)).rows).toEqual([{ number: 1 }]);
    expect(JSON.stringify((await sql`explain ${ofOne}`.execute(db)).rows)).toContain('audit_entry_device_acts');
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
