/** What PostgreSQL itself shows to whom: the last line, under the county's own checks. */
import { newId } from '@lianyi/schema/basics/ids';
import type { CountyRole } from '@lianyi/schema/codes/roles';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aReview } from '@lianyi/tests/builders/aReview';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listsReach } from '@lianyi/sync-server/access/chartAccess';
import { chartOf } from '@lianyi/sync-server/reports/chart';
import { searchPatients } from '@lianyi/sync-server/reports/patients';
import { reviewRows } from '@lianyi/sync-server/reports/reviews';
import { todayOf } from '@lianyi/sync-server/reports/today';
import type { Database } from '@lianyi/sync-server/store/database';
import { openDatabase, sql } from '@lianyi/sync-server/store/database';
import type { Reach, Reader } from '@lianyi/sync-server/store/reach';
import { narrow, within } from '@lianyi/sync-server/store/reach';
import { documentStates, entriesAfter } from '@lianyi/sync-server/store/scopeLog';

/** By hand, each table once: a new one belongs somewhere before it is merged. Rows that are a scope's: */
const scoped = ['document', 'document_scope', 'scope_counter', 'scope_log', 'snapshot', 'snapshot_chunk'];
/** A patient's, a clinic's or a secret, and in no answer as it is: */
const engines = [
  'attachment_blob', 'audit_entry', 'bundle', 'chain_head', 'county_session', 'county_user', 'device_act', 'device_check', 'device_recovery_code', 'dispensed', 'enrolment_code', 'enrolment_try',
  'glass_opening', 'login_failure', 'lost_link', 'parcel_request', 'patient_absence', 'recovery_code', 'release', 'stock_balance', 'unit_origin', 'witnessed',
];
/** Names, which stand in answers, and the columns that are: */
const named: Readonly<Record<string, readonly string[]>> = {
  device: ['id', 'name'], organisation: ['closed_on', 'id', 'name', 'parent_id', 'path', 'short_name', 'type'], person: ['id', 'name'],
};
/** Nobody's in particular, and in no answer as it is: */
const countys = ['county', 'county_ancestry', 'device_policy', 'migration', 'post'];

let county: TestCountyServer;
let db: Database;
let owner: Database;
let village: TestDevice;
const ofVillage = aPatient({ homeId: places.village, name: '石清' });
const another = aPatient({ homeId: places.village, name: '石平' });
const ofFarVillage = aPatient({ homeId: places.farVillage, name: '代远' });
const [scope, farScope] = [organisationScope(places.village), organisationScope(places.farVillage)];

beforeAll(async () => {
  county = await aCounty();
  ({ owner } = county);
  db = county.county.db;
  await anAccount(county.county, { login: 'tian', name: '田', role: 'countyOffice' });
  village = await county.enrol(places.village);
  const far = await county.enrol(places.farVillage);
  const visit = anEncounter({ patientId: ofVillage.id, homeId: places.village, orgId: places.village, practitionerId: people.villageDoctor });
  await village.push([create(ofVillage), create(another), create(visit), create(aStockMove({ lot: aLot({ ownerId: places.village }) }))]);
  await far.push([create(ofFarVillage)]);
  for (const [at, one] of [scope, farScope].entries()) {
    await sql`insert into snapshot (scope, number, manifest, built_at) values (${one}, 1, '{}', now())`.execute(db);
    await sql`insert into snapshot_chunk (sha256, scope, number, bytes) values (${String(at).repeat(64)}, ${one}, 1, ${Buffer.from('x')})`.execute(db);
  }
});
afterAll(async () => county.close());

/** All that a statement without any `where` gets of a table, each row as text. */
const rowsOf = async (asker: Database, table: string, where = sql`true`): Promise<readonly string[]> =>
  (await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t where ${where} order by 1`.execute(asker)).rows.map(({ row }) => row);
const seen = async (reach: Reach, table: string): Promise<readonly string[]> => within(db, reach, async (read) => rowsOf(read, table));
const refused = async (asker: Database, statement: string): Promise<string> => sql.raw(statement).execute(asker).then(() => 'done', (error: { code: string }) => error.code);
/** Insufficient privilege. */
const notAllowed = '42501';

describe('every table', () => {
  test('ROW-1 is somebody\'s by decision, and hides its rows from whom no policy names, its owner too, where they are a patient\'s, a clinic\'s or a secret', async () => {
    const { rows } = await sql<{ name: string; isForced: boolean; policies: readonly string[] }>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_forced, array(select p.polname::text from pg_policy p where p.polrelid = c.oid order by 1) as policies
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`.execute(owner);
    const expected = [
      ...scoped.map((name) => ({ name, isForced: true, policies: ['engine', 'reader'] })), ...engines.map((name) => ({ name, isForced: true, policies: ['engine'] })),
      ...[...Object.keys(named), ...countys].map((name) => ({ name, isForced: false, policies: [] })),
    ];
    expect(rows).toEqual(expected.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  });

  test('ROW-1 is the owner\'s, and neither the engine nor the reader owns anything, logs in, or passes rules', async () => {
    const { rows } = await sql<{ role: string; owned: number }>`
      select r.rolname as role, (select count(*)::int from pg_class c where c.relowner = r.oid) as owned from pg_roles r
      where r.oid in (select unnest(polroles) from pg_policy) and not (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolcanlogin or r.rolreplication)`.execute(owner);
    expect(rows.map(({ owned }) => owned)).toEqual([0, 0]);
  });
});

describe('the reader', () => {
  test.each(scoped)('ROW-2 without a reach sees no row of %s, which has some', async (table) => {
    expect((await rowsOf(owner, table)).length).toBeGreaterThan(1);
    for (const reach of [{}, { scopes: [] }, { patients: [] }, { scopes: ['', '*', 'org:', 'null', `${scope},${farScope}`, `"${scope}"`, `\\${scope}`] }]) expect(await seen(reach, table)).toEqual([]);
  });

  test.each(scoped)('ROW-2 of %s sees the rows of the scopes that it reaches, and no other, whatever it asks', async (table) => {
    for (const scopes of [[scope], [farScope], [scope, farScope], ['catalogue'], [organisationScope(places.otherVillage)]]) {
      const truth = table === 'document' ? sql`exists (select from document_scope s where s.document_id = t.id and s.scope = any(${scopes}))` : sql`t.scope = any(${scopes})`;
      expect(await seen({ scopes }, table)).toEqual(await rowsOf(owner, table, truth));
    }
    expect(await seen({ scopes: [scope] }, table)).not.toEqual(await rowsOf(owner, table));
    expect(await seen('county', table)).toEqual(await rowsOf(owner, table));
  });

  test('ROW-2 with patients in reach sees their records, and nobody else\'s', async () => {
    const truth = await rowsOf(owner, 'document', sql`t.patient_id = ${ofVillage.id}`);
    expect(truth).toHaveLength(2);
    expect(await seen({ patients: [ofVillage.id] }, 'document')).toEqual(truth);
    expect(await seen({ patients: [ofVillage.id] }, 'scope_log')).toEqual([]);
    expect(await seen({ patients: [newId()] }, 'document')).toEqual([]);
  });

  test('ROW-2 what reads for a PC finds nothing in a scope that it does not reach, though it is asked for it', async () => {
    const [entries, states] = await within(db, { scopes: [scope] }, async (read) => [
      await entriesAfter(read, new Map([[scope, 0], [farScope, 0]]), 100), await documentStates(read, [ofVillage.id, ofFarVillage.id], [scope, farScope]),
    ]);
    expect(new Set(entries.map((entry) => entry.scope))).toEqual(new Set([scope]));
    expect(states.map(({ id }) => id)).toEqual([ofVillage.id]);
  });

  test('ROW-2 what reads for somebody does not compile without their reach', async () => {
    // @ts-expect-error -- the database as the engine has it is no reader
    const forgotten = entriesAfter(db, new Map([[scope, 0]]), 1);
    await forgotten;
    // @ts-expect-error -- nor is a transaction that nobody has narrowed
    await db.transaction().execute(async (tx) => documentStates(tx, [ofVillage.id], [scope]));
    expect(typeof (narrow satisfies (tx: never, reach: Reach) => Promise<Reader>)).toBe('function');
  });

  test('ROW-3 reads nothing that lets anybody in, no body of a save, no key of a file, and of PCs and people their names alone', async () => {
    for (const table of [...engines, ...countys]) expect([table, await within(db, 'county', async (read) => refused(read, `select from ${table}`))]).toEqual([table, notAllowed]);
    for (const [table, columns] of Object.entries(named)) {
      const { rows: [granted] } = await within(db, 'county', async (read) => sql<{ columns: readonly string[] }>`
        select array(select attname::text from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and has_column_privilege(attrelid, attnum, 'select') order by 1) as columns`.execute(read));
      expect(granted?.columns).toEqual(columns);
    }
    expect(await within(db, 'county', async (read) => refused(read, 'select public_key from device'))).toBe(notAllowed);
    expect(await within(db, 'county', async (read) => refused(read, 'select last_value from log_position'))).toBe(notAllowed);
  });

  test.each(['insert into T default values', 'update T set X = X', 'delete from T', 'truncate T', 'lock table T', 'drop table T', 'alter table T disable row level security', 'drop policy reader on T'])('ROW-3 writes nothing and changes no table: %s', async (statement) => {
    const columns: Readonly<Record<string, string>> = { document: 'kind', document_scope: 'scope', scope_counter: 'number', scope_log: 'number', snapshot: 'manifest', snapshot_chunk: 'bytes' };
    for (const table of scoped) {
      const asked = statement.replaceAll('T', table).replaceAll('X', columns[table] ?? '');
      // In a transaction that may write: it is not the mode of the transaction that holds it up.
      const tx = await db.startTransaction().execute();
      expect([asked, await refused(await narrow(tx, 'county'), asked)]).toEqual([asked, notAllowed]);
      await tx.rollback().execute();
    }
    expect(await within(db, 'county', async (read) => refused(read, 'create table of_its_own (id int)'))).not.toBe('done');
  });
});

describe('the engine', () => {
  test('ROW-4 sees every row, and changes no table and no rule', async () => {
    for (const table of [...scoped, ...engines]) expect((await rowsOf(db, table)).length).toBe((await rowsOf(owner, table)).length);
    for (const statement of ['drop table document', 'alter table document disable row level security', 'alter table document no force row level security', 'drop policy reader on document',
      'create policy more on document using (true)', 'create table of_its_own (id int)', 'truncate document', 'create role another', 'alter function reach_scopes() rename to other',
      `create or replace function reach_is_county() returns boolean language sql stable return true`]) {
      expect([statement, await refused(db, statement)]).toEqual([statement, notAllowed]);
    }
  });

  test('ROW-4 takes nothing away of what is kept for ever, and alters no entry of the audit', async () => {
    for (const table of ['document', 'bundle', 'scope_log', 'audit_entry', 'glass_opening', 'release', 'device_act', 'lost_link', 'unit_origin', 'device', 'county_user', 'person', 'organisation']) {
      expect([table, await refused(db, `delete from ${table}`)]).toEqual([table, notAllowed]);
    }
    for (const statement of ['update audit_entry set number = number', 'update scope_log set number = number', 'update glass_opening set reason = reason', 'update release set reason = reason', 'insert into migration values (1, 1)']) {
      expect([statement, await refused(db, statement)]).toEqual([statement, notAllowed]);
    }
  });
});

describe('the console', () => {
  test('ROW-8 who may look no record up is shown nobody, though the lists are asked for: counts, and work without names', async () => {
    const review = aReview({ scopes: [scope], patientId: ofVillage.id, about: { kind: 'patient', id: ofVillage.id, unit: 'phone' } });
    await county.write([review]);
    const now = new Date();
    const names = async (role: CountyRole) => (await todayOf(db, listsReach({ roles: [role] }), now)).todo.filter(({ id }) => id === review.id).map(({ patient }) => patient?.name ?? null);
    for (const role of ['countyOffice', 'countyIt'] as const) expect(await names(role)).toEqual(['石清']);
    for (const role of ['regionalAnalyst', 'auditor'] as const) {
      expect(await names(role)).toEqual([null]);
      expect(await within(db, listsReach({ roles: [role] }), async (read) => [await searchPatients(read, '石'), await reviewRows(read, 'open')])).toEqual([[], []]);
      expect(await seen(listsReach({ roles: [role] }), 'document')).toEqual(await rowsOf(owner, 'document', sql`t.kind in ('organisation', 'person', 'product')`));
    }
    expect((await within(db, listsReach({ roles: ['countyOffice'] }), async (read) => searchPatients(read, '石'))).map(({ name }) => name).toSorted()).toEqual(['石平', '石清']);
  });

  test('ROW-8 a chart is read with that patient in reach, and says of every entry who set it', async () => {
    const chart = await chartOf(db, ofVillage.id);
    expect(chart?.documents.map(({ kind }) => kind)).toEqual(['encounter']);
    expect([chart?.home.name, chart?.record.created?.device?.id, chart?.documents[0]?.created?.person?.id]).toEqual(['村卫生室', village.id, people.villageDoctor]);
    expect(await chartOf(db, newId())).toBeNull();
  });
});

describe('a reach', () => {
  test('ROW-5 ends with its transaction: whoever has the connection next, after an error, a statement that failed or one that was cancelled, has none', async () => {
    const one = openDatabase(county.databaseUrl, { maxConnections: 1 });
    const standing = async () => (await sql<{ role: string; reach: string; isEngine: boolean }>`
      select coalesce(current_setting('lianyi.scopes', true), '') || coalesce(current_setting('lianyi.patients', true), '') || coalesce(current_setting('lianyi.reach', true), '') as reach,
        current_user like 'lianyi_engine_%' as is_engine, current_user as role`.execute(one)).rows[0];
    const before = await standing();
    expect(before).toMatchObject({ reach: '', isEngine: true });
    const everything: Reach = { scopes: [scope], patients: [ofVillage.id] };

    expect(await within(one, everything, async (read) => (await rowsOf(read, 'document')).length)).toBeGreaterThan(0);
    expect(await standing()).toEqual(before);
    await expect(within(one, 'county', async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await standing()).toEqual(before);
    await expect(within(one, everything, async (read) => sql`select 1 / 0`.execute(read))).rejects.toThrow('division');
    expect(await standing()).toEqual(before);
    await expect(within(one, everything, async (read) => {
      await sql`set local statement_timeout = 20`.execute(read);
      await sql`select pg_sleep(10)`.execute(read);
    })).rejects.toThrow('canceling');
    expect(await standing()).toEqual(before);
    await expect(one.transaction().execute(async (tx) => {
      await narrow(tx, everything);
      throw new Error('given up');
    })).rejects.toThrow('given up');
    expect(await standing()).toEqual(before);
    expect(await within(one, {}, async (read) => rowsOf(read, 'document'))).toEqual([]);
    await one.destroy();
  });

  test('ROW-5 one that cannot be set, as on a connection of the owner, reads nothing and leaves no transaction open', async () => {
    await expect(within(owner, { scopes: [scope] }, async (read) => rowsOf(read, 'document'))).rejects.toThrow('lianyi.reader');
    await sql`create temporary table open_still on commit drop as select 1`.execute(owner);
    await expect(sql`select from open_still`.execute(owner)).rejects.toThrow('does not exist');
  });

  test('ROW-5 of many at once on few connections, each sees its own', async () => {
    const few = openDatabase(county.databaseUrl, { maxConnections: 3 });
    const asked = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? scope : farScope));
    const answered = await Promise.all(asked.map(async (one, at) => within(few, { scopes: [one] }, async (read) => {
      const rows = await rowsOf(read, 'document');
      if (at % 5 === 0) await refused(read, 'select 1 / 0');
      return rows;
    })));
    const own = new Map([[scope, await seen({ scopes: [scope] }, 'document')], [farScope, await seen({ scopes: [farScope] }, 'document')]]);
    expect(answered).toEqual(asked.map((one) => own.get(one)));
    await few.destroy();
  });
});
