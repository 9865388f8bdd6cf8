/** Somebody who administers PostgreSQL alters the county's tables past the server: what `npm run county -- check` finds, and what it does not. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { jsonHash, sha256Hex } from '@lianyi/schema/basics/digest';
import { newId } from '@lianyi/schema/basics/ids';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { ChartReads } from '@lianyi/schema/documents/chartReads';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { Lane } from '@lianyi/schema/wire/exchange';
import { linkHash } from '@lianyi/schema/wire/exchange';
import { actOnDevice } from '@lianyi/sync-server/access/deviceActs';
import { runCounty } from '@lianyi/sync-server/cli/runCounty';
import type { Database } from '@lianyi/sync-server/store/database';
import { sql } from '@lianyi/sync-server/store/database';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { anAllergy, aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let county: TestCountyServer;
let village: TestDevice;
/** One that nobody has changed since it was registered, and one that was changed since. */
const [asRegistered, changed] = [aPatient({ homeId: places.village, phone: '13800000001' }), aPatient({ homeId: places.village, phone: '13800000002' })];
const looks: ChartReads = {
  id: newId(), kind: 'chartReads', orgId: places.village, by: people.villageDoctor,
  reads: [{ patientId: asRegistered.id, page: 'chart', at: '2026-03-09T09:42:18+08:00' }],
};

beforeAll(async () => {
  county = await aCounty();
  village = await county.enrol(places.village, people.villageDoctor);
  await village.push([create(asRegistered)]);
  await village.push([create(changed)]);
  await village.push([change('patient', changed.id, { unit: 'phone', before: '13800000002', after: ' 13800000003' }, { unit: 'allergies/a1', before: null, after: anAllergy() })]);
  await village.push([create(looks)], { action: 'chart.reads' });
  await village.push([create(aPatient({ homeId: places.village }))]);
  await actOnDevice(county.county.db, (await county.enrol(places.village)).id, 'stolen', { by: '县信息科', reason: '失窃' }, new Date());
}, 60_000);
afterAll(async () => { await county.close(); });

interface Checked {
  readonly ok: boolean;
  readonly documents: Faults;
  readonly directory: Faults;
  readonly devices: Faults;
  readonly audit: Faults;
  readonly reads: Faults;
  readonly bundles: Faults;
}
interface Faults { readonly faults: readonly { readonly id?: string; readonly fault?: string }[] }

async function check(): Promise<{ readonly code: number; readonly found: readonly string[]; readonly words: string }> {
  const { code, stdout, stderr } = await inThisProcess(runCounty, ['check', '--json'], { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  const { documents, directory, devices, audit, reads, bundles } = JSON.parse(stdout) as Checked;
  const found = Object.entries({ documents, directory, devices, audit, reads, bundles }).flatMap(([part, { faults }]) => faults.map(({ id, fault }) => `${part} ${id ?? ''} ${fault ?? ''}`));
  return { code, found, words: stderr };
}

const tables = ['organisation', 'person', 'post', 'device', 'device_act', 'bundle', 'document', 'document_scope', 'unit_origin', 'scope_log', 'scope_counter', 'chain_head'];

/** What a check finds after it; afterwards the tables are as they were. */
async function afterAltering(alter: (db: Database) => Promise<unknown>): ReturnType<typeof check> {
  await pastTheRules(async (db) => {
    for (const table of tables) await sql`create table ${sql.table(`kept_${table}`)} as table ${sql.table(table)}`.execute(db);
    await alter(db);
  });
  try {
    return await check();
  } finally {
    await pastTheRules(async (db) => {
      for (const table of tables) {
        await sql`delete from ${sql.table(table)}`.execute(db);
        await sql`insert into ${sql.table(table)} table ${sql.table(`kept_${table}`)}`.execute(db);
        await sql`drop table ${sql.table(`kept_${table}`)}`.execute(db);
      }
    });
  }
}

/** An administrator of the database is not held up by its foreign keys. */
async function pastTheRules(work: (db: Database) => Promise<void>): Promise<void> {
  await county.owner.connection().execute(async (db) => {
    await sql`set session_replication_role = 'replica'`.execute(db);
    await work(db);
    await sql`set session_replication_role = 'origin'`.execute(db);
  });
}

test('AUDIT-4 SYNC-24 nothing is found in a county that nobody has touched', async () => {
  expect(await check()).toMatchObject({ code: 0, found: [] });
});

describe('the directory', () => {
  test.each([
    ['a post that nobody gave', sql`insert into post (person_id, place, org_id, role) values (${people.nurse}, 7, ${places.county}, 'countyIt')`, `directory ${people.nurse} post`, /posts are not those in their document/],
    ['a post that was taken', sql`delete from post where person_id = ${people.nurse}`, `directory ${people.nurse} post`, /岗位与人员的文档不同/],
    ['a right to prescribe', sql`update person set grants = '[{"from":null,"antibiotics":"special","narcotic":true}]' where id = ${people.villageDoctor}`, `directory ${people.villageDoctor} right`, /rights to prescribe/],
    ['somebody who may come in no more', sql`update person set active = false where id = ${people.villageDoctor}`, `directory ${people.villageDoctor} person`, /是否在用/],
    ['somebody whom no document knows', sql`insert into person (id, name, grants, active) values ('00000000-0000-7000-8000-00000000beef', '某人', '[]', true)`, 'directory 00000000-0000-7000-8000-00000000beef person', /is not what their document says/],
    ['an institution under another', sql`update organisation set parent_id = ${places.farTownship}, path = array[${places.county}, ${places.farTownship}, ${places.village}]::uuid[] where id = ${places.village}`, `directory ${places.village} organisation`, /row of an institution/],
  ] as const)('AUDIT-4 %s in the tables alone is found', async (_title, alter, found, words) => {
    expect(await afterAltering(async (db) => alter.execute(db))).toMatchObject({ code: 1, found: expect.arrayContaining([found]) as unknown, words: expect.stringMatching(words) as string });
  });
});

describe('PCs', () => {
  const key = (): string => Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');

  test('AUDIT-4 a PC with another key, of another institution, or in another\'s place than when it came to be known is found', async () => {
    for (const alter of [sql`public_key = ${key()}`, sql`org_id = ${places.farVillage}`, sql`former_ids = array[${newId()}]::uuid[]`]) {
      const { code, found, words } = await afterAltering(async (db) => sql`update device set ${alter} where id = ${village.id}`.execute(db));
      expect([code, found, words]).toEqual([1, expect.arrayContaining([`devices ${village.id} key`]), expect.stringMatching(/与登记时不同.*when it came to be known/)]);
    }
  });

  test('AUDIT-4 a stolen PC that was let in again by nobody is found', async () => {
    const { code, found } = await afterAltering(async (db) => sql`update device set status = 'active' where status = 'stolen'`.execute(db));
    expect([code, found]).toEqual([1, [expect.stringMatching(/^devices .* status$/)]]);
  });

  test('AUDIT-4 a PC that nobody enrolled is found', async () => {
    const id = newId();
    const { code, found } = await afterAltering(async (db) => sql`insert into device (id, org_id, name, public_key) values (${id}, ${places.village}, '某机', ${key()})`.execute(db));
    expect([code, found]).toEqual([1, [`devices ${id} unknown`]]);
  });
});

describe('what PCs saved', () => {
  /** Writes a bundle anew, as somebody with a key of their own that the table of PCs takes for a successor's. */
  async function rewrite(db: Database, alter: (body: BundleBody) => BundleBody, isThorough: boolean): Promise<string> {
    const { rows: [row] } = await sql<{ id: string; lane: Lane; linkNumber: number; previous: string | null; body: string }>`select id, lane, link_number, previous, body from bundle where action = 'chart.reads'`.execute(db);
    if (row === undefined) throw new Error('no looks');
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
    const body = canonicalJson(alter(JSON.parse(row.body) as BundleBody));
    const link = linkHash({ lane: row.lane, number: row.linkNumber, previous: row.previous }, sha256Hex(body));
    await sql`insert into device (id, org_id, name, public_key, former_ids) values (${newId()}, ${places.village}, '某机', ${raw}, array[${village.id}]::uuid[])`.execute(db);
    await sql`update bundle set body = ${body}, signature = ${sign(null, Buffer.from(link), privateKey).toString('base64')} where id = ${row.id}`.execute(db);
    if (isThorough) {
      await sql`update bundle set body_hash = ${sha256Hex(body)}, link_hash = ${link}, receipt = receipt || jsonb_build_object('bodyHash', ${sha256Hex(body)}::text, 'linkHash', ${link}::text) where id = ${row.id}`.execute(db);
    }
    const [write] = (JSON.parse(body) as BundleBody).writes;
    if (write?.op !== 'create') throw new Error('no document');
    await sql`update document set body = ${JSON.stringify(write.document)}::jsonb, hash = ${jsonHash(write.document)}, created_hash = ${jsonHash(write.document)} where id = ${write.document.id}`.execute(db);
    return row.id;
  }
  const ofAnother = (body: BundleBody): BundleBody => JSON.parse(JSON.stringify(body).replaceAll(asRegistered.id, changed.id)) as BundleBody;

  test('AUDIT-4 a list of looks that was written anew is found though its new signature is right: the county signed no receipt of it', async () => {
    for (const isThorough of [false, true]) {
      let id = '';
      const { code, found, words } = await afterAltering(async (db) => { id = await rewrite(db, ofAnother, isThorough); });
      expect(found).toContain(`bundles ${id} receipt`);
      expect(found.includes(`bundles ${id} body`)).toBe(!isThorough);
      expect(found.filter((one) => one.startsWith('reads'))).toEqual([]);
      expect([code, words]).toEqual([1, expect.stringMatching(/没有县里签的收据.*no receipt that the county signed/)]);
    }
  });

  test('SYNC-24 who saved, what was done and what came of it, altered beside what was saved, is found', async () => {
    for (const alter of [sql`person_id = ${people.nurse}`, sql`action = 'nothing'`, sql`outcome = 'merged'`]) {
      const { code, found } = await afterAltering(async (db) => sql`update bundle set ${alter} where action = 'chart.reads'`.execute(db));
      expect([code, found]).toEqual([1, expect.arrayContaining([expect.stringMatching(/^bundles .* row$/)])]);
    }
  });

  test('SYNC-24 a document that was altered together with its hash is found: it is not what the PC signed that made it, or that changed it last', async () => {
    for (const { id } of [asRegistered, changed]) {
      for (const [unit, value] of [['phone', '13911111111'], ['identity', { ...asRegistered.identity, name: '别人' }], ['registered', { ...asRegistered.registered, by: people.nurse }]] as const) {
        const { code, found, words } = await afterAltering(async (db) => {
          const { rows: [row] } = await sql<{ body: Record<string, unknown> }>`select body from document where id = ${id}`.execute(db);
          const body = { ...row?.body, [unit]: value };
          await sql`update document set body = ${JSON.stringify(body)}::jsonb, hash = ${contentHash(body)} where id = ${id}`.execute(db);
        });
        expect([id, unit, code, found, words]).toEqual([id, unit, 1, [`bundles ${id} saved`], expect.stringMatching(/文档与电脑签过的保存不同.*not what PCs saved and signed/)]);
      }
    }
  });

  test('SYNC-24 an allergy that was taken out of a record is found', async () => {
    const { code, found } = await afterAltering(async (db) => {
      const { rows: [row] } = await sql<{ body: Record<string, unknown> }>`select body from document where id = ${changed.id}`.execute(db);
      const body = { ...row?.body, allergies: {} };
      await sql`update document set body = ${JSON.stringify(body)}::jsonb, hash = ${contentHash(body)} where id = ${changed.id}`.execute(db);
    });
    expect([code, found]).toEqual([1, [`bundles ${changed.id} saved`]]);
  });

  test('SYNC-24 a record that nobody saved is found, whichever save of a PC it says that it came with', async () => {
    for (const createdBy of [sql`created_by`, sql`gen_random_uuid()`]) {
      const made = aPatient({ homeId: places.village });
      const { code, found } = await afterAltering(async (db) => {
        await sql`insert into document (id, kind, version, revision, hash, created_hash, created_by, patient_id, body) select ${made.id}, kind, version, 1, ${contentHash(made)}, ${contentHash(made)}, ${createdBy}, ${made.id}, ${JSON.stringify(made)}::jsonb from document where id = ${asRegistered.id}`.execute(db);
        await sql`insert into document_scope (scope, document_id) values (${`org:${places.village}`}, ${made.id})`.execute(db);
      });
      expect([code, found]).toEqual([1, [`bundles ${made.id} saved`]]);
    }
  });

  const cutOff = async (db: Database, more: (db: Database, id: string, number: number) => Promise<unknown>): Promise<void> => {
    const { rows: [last] } = await sql<{ id: string; number: number; previous: string }>`select id, link_number as number, previous from bundle where device_id = ${village.id} order by link_number desc limit 1`.execute(db);
    if (last === undefined) throw new Error('no chain');
    await sql`delete from document_scope where document_id in (select id from document where created_by = ${last.id})`.execute(db);
    await sql`delete from document where created_by = ${last.id}`.execute(db);
    await sql`delete from bundle where id = ${last.id}`.execute(db);
    await sql`update chain_head set number = ${last.number - 1}, link_hash = ${last.previous} where device_id = ${village.id}`.execute(db);
    await more(db, last.id, last.number);
  };

  test('AUDIT-4 the end of a PC\'s chain that was cut off is found by the log that names it, the counters, and the number of saves', async () => {
    const withoutLog = async (db: Database, id: string): Promise<unknown> => sql`delete from scope_log where bundle_id = ${id}`.execute(db);
    const withoutCounters = async (db: Database, id: string): Promise<unknown> => {
      await withoutLog(db, id);
      return sql`update scope_counter c set number = (select coalesce(max(number), 0) from scope_log l where l.scope = c.scope)`.execute(db);
    };
    const scope = `bundles org:${places.village} end`;
    const end = `bundles ${village.id} end`;
    for (const [more, faults] of [[async () => undefined, [scope, end]], [withoutLog, [scope, end]], [withoutCounters, [end]]] as const) {
      const { code, found, words } = await afterAltering(async (db) => cutOff(db, more));
      expect([code, found.toSorted(), words]).toEqual([1, [...faults].toSorted(), expect.stringMatching(/的保存不见了.*saves that are not there/)]);
    }
  });

  test('AUDIT-4 an end that was cut off with the log, its counters and the number of saves is not found: as docs/security.md says', async () => {
    const { code, found } = await afterAltering(async (db) => cutOff(db, async (rest, id) => {
      await sql`delete from scope_log where bundle_id = ${id}`.execute(rest);
      await sql`update scope_counter c set number = (select coalesce(max(number), 0) from scope_log l where l.scope = c.scope)`.execute(rest);
      await sql`update device set last_save_number = last_save_number - 1 where id = ${village.id}`.execute(rest);
    }));
    expect([code, found]).toEqual([0, []]);
  });
});

describe('a PC whose chain was cut off at the county', () => {
  /** Two of three saves are gone; with their numbers in the log too, if it is thorough. */
  async function cutOff(isThorough: boolean): Promise<void> {
    await pastTheRules(async (db) => {
      const { rows } = await sql<{ id: string; deviceId: string; number: number; previous: string }>`
        select id, device_id, link_number as number, previous from bundle where device_id = (select id from device where name = '诊室电脑' order by enrolled_at desc limit 1) and link_number > 1 order by link_number`.execute(db);
      const [first] = rows;
      if (first === undefined || rows.length !== 2) throw new Error('not three saves');
      const ids = rows.map(({ id }) => id);
      await sql`delete from document_scope where document_id in (select id from document where created_by = any(${ids}::uuid[]))`.execute(db);
      await sql`delete from document where created_by = any(${ids}::uuid[])`.execute(db);
      await sql`delete from bundle where id = any(${ids}::uuid[])`.execute(db);
      await sql`update chain_head set number = ${first.number - 1}, link_hash = ${first.previous} where device_id = ${first.deviceId}`.execute(db);
      if (!isThorough) return;
      await sql`delete from scope_log where bundle_id = any(${ids}::uuid[])`.execute(db);
      await sql`update scope_counter c set number = (select coalesce(max(number), 0) from scope_log l where l.scope = c.scope)`.execute(db);
    });
  }

  /** A clinic with three saves, of which the county has one afterwards. */
  async function aCutOffClinic(isThorough: boolean) {
    const clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
    const saves = Array.from({ length: 3 }, () => aPatient({ homeId: places.village }));
    const save = (document = aPatient({ homeId: places.village })): unknown => clinic.save([{ op: 'create', document }]);
    for (const document of saves) save(document);
    await clinic.exchange();
    await cutOff(isThorough);
    const held = async () => (await sql<{ id: string }>`select id from document where id = any(${saves.map(({ id }) => id)}::uuid[])`.execute(county.owner)).rows.length;
    expect(await held()).toBe(1);
    return { clinic, save, held, isProvenAtClinic: () => saves.every(({ id }) => clinic.replica.prove(id).isHeld) };
  }

  test('SYNC-23 sends all that is gone with its next save, and the check still tells of the numbers that they had', { timeout: 120_000 }, async () => {
    const { clinic, save, held } = await aCutOffClinic(false);
    await clinic.exchange();
    expect(await held()).toBe(1);
    save();
    for (let again = 0; again < 4 && (await held()) < 3; again += 1) await clinic.exchange();
    expect([await held(), (await check()).found]).toEqual([3, [`bundles org:${places.village} end`]]);
    await clinic.close();
  });

  test('SYNC-17 where the log was cut off too it is refused and told so: nothing is taken, and it keeps all', { timeout: 120_000 }, async () => {
    const { clinic, save, held, isProvenAtClinic } = await aCutOffClinic(true);
    await expect(clinic.exchange()).rejects.toThrow('beyondLog');
    save();
    await expect(clinic.exchange()).rejects.toThrow('beyondLog');
    expect([await held(), isProvenAtClinic()]).toEqual([1, true]);
    await clinic.close();
  });
});
