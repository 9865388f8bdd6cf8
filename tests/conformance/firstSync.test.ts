import { existsSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { fileKeyStore, startHost } from '@lianyi/desktop/host/index';
import type { ReplicaForExchange } from '@lianyi/desktop/host/replica/openReplica';
import type { EncounterId, OrganisationId } from '@lianyi/schema/basics/ids';
import { deviceId, newId } from '@lianyi/schema/basics/ids';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import { wireVersion } from '@lianyi/schema/wire/exchange';
import type { Manifest } from '@lianyi/schema/wire/snapshot';
import { rightsOf } from '@lianyi/sync-server/access/permissions';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { within } from '@lianyi/sync-server/store/reach';
import type { SnapshotRow } from '@lianyi/sync-server/store/snapshots';
import { damagedChunks, newestSnapshots, readScope } from '@lianyi/sync-server/store/snapshots';
import { sql } from '@lianyi/sync-server/store/database';
import { buildSnapshot } from '@lianyi/sync-server/sync/snapshots/buildSnapshot';
import { snapshotsOf } from '@lianyi/sync-server/sync/snapshots/offerSnapshots';
import { snapshotsForStick } from '@lianyi/sync-server/sync/snapshots/snapshotsForStick';
import { standingsOf } from '@lianyi/sync-server/sync/snapshots/standings';
import type { BadLine } from '@lianyi/tests/builders/aBadLine';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { create } from '@lianyi/tests/builders/aDevice';
import { anOrganisation } from '@lianyi/tests/builders/anOrganisation';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';

let county: TestCountyServer;
let line: BadLine;
const clinics: TestClinic[] = [];
const scope = organisationScope(places.village);
const patients = [aPatient({ homeId: places.village, name: '钱独秀' }), ...Array.from({ length: 599 }, (_, at) => aPatient({ homeId: places.village, name: `龙居${at}` }))];

beforeAll(async () => {
  county = await aCounty();
  line = await aBadLine(county.url);
  const visits = patients.slice(0, 60).map((patient) => anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village }));
  const stock = Array.from({ length: 30 }, () => aStockMove({ lot: { ownerId: places.village }, quantity: 2 }));
  await county.write([...patients, ...visits, ...stock]);
});
afterEach(async () => {
  line.mood = 'good';
  for (const clinic of clinics.splice(0)) await clinic.close();
  await sql`delete from snapshot`.execute(county.county.db);
});
afterAll(async () => {
  await line.close();
  await county.close();
});

const aNewClinic = async (): Promise<TestClinic> => {
  const clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl: line.url });
  clinics.push(clinic);
  return clinic;
};
const replicationOf = (clinic: TestClinic) => {
  const open = clinic.host.context.clinic();
  if (open === null) throw new Error('not open');
  return open.replication;
};
/** @returns whether somebody was told that a log is read instead */
const untilDone = async (clinic: TestClinic): Promise<boolean> => {
  let view = clinic.host.context.door.line();
  let isToldOfLog = false;
  for (const until = Date.now() + 80_000; view.pulling !== null && Date.now() < until;) {
    view = await clinic.host.context.door.lineChanged(view.version, 500);
    isToldOfLog ||= view.pulling?.isLogInstead === true;
  }
  await clinic.exchange();
  return isToldOfLog;
};
/** Every document is here as the county has it, and no other; and the county's own comparison says so, too. */
const expectSame = async (clinic: TestClinic): Promise<void> => {
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  expect(await replicationOf(clinic).checkNow()).toMatchObject({ ok: true, report: { taken: 0, gone: 0, unknown: 0, left: 0, behind: 0 } });
};
const newest = async (): Promise<Manifest | undefined> => 
  (await within(county.county.db, { scopes: [scope] }, async (read) => newestSnapshots(read, [scope], county.county.epoch))).get(scope);

test('SYNC-15 a first sync takes a snapshot, then the log after it: patients first, all of it, found and counted like the rest', async () => {
  const clinic = await aNewClinic();
  expect(await untilDone(clinic)).toBe(false);
  const manifest = await newest();
  expect(manifest?.chunks.map(({ tier }) => tier)).toEqual([1, 2, 3]);
  expect(clinic.replica.cursors()[scope]).toBe((await county.county.db.selectFrom('scopeCounter').select('number').where('scope', '=', scope).executeTakeFirstOrThrow()).number);
  await expectSame(clinic);
  expect(clinic.replica.get('SELECT sum(quantity) AS quantity FROM lot_balance')).toEqual({ quantity: 60 });
  expect((await clinic.host.caller.patients.search({ query: '钱独秀', limit: 5, onlyHere: false })).hits).toHaveLength(1);
  // The search index was written once for all slices of a commit, not for each patient: nothing of it was put together again.
  expect(clinic.replica.get('SELECT count(DISTINCT segid) AS segments, max(segid) AS last FROM patient_terms_idx')).toEqual({ segments: 1, last: 1 });
  expect(clinic.replica.get('SELECT (SELECT count(*) FROM snapshot_take) + (SELECT count(*) FROM snapshot_part) AS count')).toEqual({ count: 0 });
});

test('SYNC-15 LINE-10 over a line that stalls, cuts, truncates and repeats, what has come stays, and in the end all is here', async () => {
  await buildSnapshot(county.county, scope);
  const clinic = await aNewClinic();
  line.mood = 'hostile';
  for (let at = 0; at < 6; at += 1) {
    await replicationOf(clinic).exchangeNow();
    line.breakAll();
  }
  line.mood = 'good';
  line.breakAll();
  await untilDone(clinic);
  await expectSame(clinic);
});

test('SYNC-15 what is saved, here and elsewhere, while a snapshot is made and fetched is neither lost nor shown twice', async () => {
  await buildSnapshot(county.county, scope);
  const later = aPatient({ homeId: places.village, name: '龙后' });
  await county.write([later]);
  const clinic = await aNewClinic();
  const own = aPatient({ homeId: places.village, name: '龙我' });
  clinic.save([{ op: 'create', document: own }]);
  await untilDone(clinic);
  expect(clinic.replica.document('patient', later.id)).toEqual(later);
  expect(clinic.replica.document('patient', own.id)).toEqual(own);
  expect(clinic.replica.lineFacts().waiting.count).toBe(0);
  await expectSame(clinic);
});

/** A line that gives other bytes of chunks than the county sent. */
const aSpoilingLine = async (spoil: (bytes: Buffer) => Buffer) => {
  const server = createServer((asked, answer) => {
    asked.pipe(request(`${county.url}${asked.url ?? ''}`, { method: asked.method, headers: asked.headers }, (came) => {
      const pieces: Buffer[] = [];
      came.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => {
        const bytes = Buffer.concat(pieces);
        const given = asked.url?.startsWith('/sync/chunks/') === true ? spoil(bytes) : bytes;
        const { 'transfer-encoding': _framing, ...headers } = came.headers;
        answer.writeHead(came.statusCode ?? 502, { ...headers, 'content-length': given.length }).end(given);
      });
    }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: async () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
};

test.each([
  ['with one bit turned', (bytes: Buffer) => Buffer.concat([Buffer.from([(bytes[0] ?? 0) ^ 1]), bytes.subarray(1)])],
  ['longer than promised', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
])('SYNC-15 a chunk that comes %s is fetched again, then the log is read in its place, and whoever waits is told', async (_how, spoil) => {
  const manifest = await buildSnapshot(county.county, scope);
  const spoiling = await aSpoilingLine(spoil);
  const clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl: spoiling.url });
  clinics.push(clinic);
  expect(await untilDone(clinic)).toBe(true);
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  // The county's own is whole, and stays.
  expect(await newest()).toEqual(manifest);
  await spoiling.close();
});

test.each([
  ['has one bit turned', sql`update snapshot_chunk set bytes = set_bit(bytes, 4000, 1 - get_bit(bytes, 4000)) where scope = ${scope}`],
  ['is cut short', sql`update snapshot_chunk set bytes = substring(bytes from 1 for 10) where scope = ${scope}`],
  ['is gone', sql`delete from snapshot_chunk where scope = ${scope}`],
])('SYNC-15 a chunk that %s at the county is not handed out: the snapshot is made anew, taken, and county IT hears of it', async (_how, damage) => {
  const { chunks, number, builtAt } = await buildSnapshot(county.county, scope);
  await damage.execute(county.county.db);
  const alarm = vi.spyOn(county.county.hears, 'alarm');
  const village = await county.enrol(places.village);
  const { sha256 = '', bytes = 0 } = chunks[0] ?? {};
  expect((await village.fetchBytes(`/sync/chunks/${sha256}`, { range: `bytes=${bytes - 10}-` })).status).toBe(404);
  expect(alarm.mock.calls).toEqual([['a snapshot was damaged', { scope, number: String(number), damagedChunks: String(chunks.length) }]]);
  expect(await newest()).toBeUndefined();
  const again = await buildSnapshot(county.county, scope);
  await damage.execute(county.county.db);
  const clinic = await aNewClinic();
  await untilDone(clinic);
  await expectSame(clinic);
  expect(alarm.mock.calls).toHaveLength(2);
  alarm.mockRestore();
  expect(await damagedChunks(county.county.db)).toEqual({ looked: chunks.length, faults: [] });
  expect(new Set([builtAt, again.builtAt, (await newest())?.builtAt]).size).toBe(3);
});

test('SYNC-15 a snapshot is old by the documents that changed since, however few saves they came in: it serves while another is made', async () => {
  const before = await buildSnapshot(county.county, scope);
  const roster = async () => county.write(Array.from({ length: 90 }, (_, at) => aPatient({ homeId: places.village, name: `龙册${at}` })));
  expect((await standingsOf(county.county, [scope])).get(scope)).toEqual({ newest: before, isOld: false });
  await roster();
  expect((await standingsOf(county.county, [scope])).get(scope)).toEqual({ newest: before, isOld: true });
  const [carried] = await snapshotsForStick(county.county, [scope]);
  expect(carried?.manifest.number).toBe(before.number + 1);
  expect((await standingsOf(county.county, [scope])).get(scope)).toEqual({ newest: carried?.manifest, isOld: false });

  const device = await deviceById(county.county.db, (await county.enrol(places.village)).id);
  if (device === undefined) throw new Error('not enrolled');
  await roster();
  const asked = { wireVersion, deviceId: deviceId.parse(device.id), epoch: county.county.epoch, scopes: [scope], kinds: before.kinds };
  const snapshots = snapshotsOf(county.county);
  expect(await snapshots.offer({ device, permission: await rightsOf(county.county.db, device) }, asked)).toMatchObject({ scopes: { [scope]: { state: 'ready', manifest: { number: before.number + 1 } } } });
  await expect.poll(async () => (await newest())?.number, { timeout: 20_000 }).toBe(before.number + 2);
  await snapshots.close();
});

test('SYNC-15 records of those who were seen last come first, whatever else of theirs is older', async () => {
  const own = organisationScope(places.otherVillage);
  const [long, lately, never] = ['久', '近', '未'].map((name) => aPatient({ homeId: places.otherVillage, name: `龙${name}` }));
  if (!long || !lately || !never) throw new Error('three');
  const seen = (patient: typeof long) => anEncounter({ patientId: patient.id, homeId: places.otherVillage, orgId: places.otherVillage, id: newId() as EncounterId });
  const visits: ReturnType<typeof seen>[] = [];
  for (const patient of [lately, long, lately]) {
    visits.push(seen(patient));
    // Their ids are of another millisecond each.
    await new Promise((wake) => setTimeout(wake, 3));
  }
  const [firstOfLately, onlyOfLong, lastOfLately] = visits.map(({ id }) => id);
  await county.write([long, lately, never, ...visits]);
  const read = await readScope(county.county.db, own, async (_number, pieces) => {
    const rows: SnapshotRow[] = [];
    for await (const piece of pieces) rows.push(...piece);
    return rows;
  });
  expect(read.map(({ tier }) => tier)).toEqual(read.map(({ tier }) => tier).toSorted((a, b) => a - b));
  expect(read.filter(({ tier }) => tier === 3).map(({ id }) => id)).toEqual([firstOfLately, lastOfLately, onlyOfLong]);
});

test('SYNC-15 a snapshot that the county wrote in an earlier version is replaced, although nothing was saved since', async () => {
  await buildSnapshot(county.county, scope);
  await sql`update snapshot set manifest = jsonb_set(manifest, '{kinds,patient}', '999')`.execute(county.county.db);
  expect((await standingsOf(county.county, [scope])).get(scope)).toEqual({ newest: null, isOld: true });
  const [carried] = await snapshotsForStick(county.county, [scope]);
  expect(await newest()).toEqual(carried?.manifest);
});

test('SYNC-15 a row whose content was altered in the database is not handed out in a snapshot, and county IT hears of it', async () => {
  const altered = patients[7] ?? aPatient();
  const alter = async (phone: string | undefined) => sql`update document set body = jsonb_set(body, '{phone}', ${JSON.stringify(phone ?? null)}::jsonb) where id = ${altered.id}`.execute(county.county.db);
  await alter('13911111111');
  const alarm = vi.spyOn(county.county.hears, 'alarm');
  const manifest = await buildSnapshot(county.county, scope);
  expect(alarm.mock.calls).toEqual([['a document is not what its hash says', { document: altered.id, scope }]]);
  alarm.mockRestore();
  await alter(altered.phone ?? undefined);
  const whole = await buildSnapshot(county.county, scope);
  const documentsOf = ({ chunks }: Manifest): number => chunks.reduce((sum, { documents }) => sum + documents, 0);
  expect(documentsOf(manifest)).toBe(documentsOf(whole) - 1);
});

test('SYNC-15 of many scopes that are asked for at once one is built at a time: the county\'s connections are for the clinics', async () => {
  const villages = Array.from({ length: 24 }, () => anOrganisation({ id: newId() as OrganisationId, parentId: places.township, type: 'village' }));
  await county.write([...villages, ...villages.flatMap((village) => Array.from({ length: 501 }, () => aPatient({ homeId: village.id })))]);
  const township = await aClinic(county, { orgId: places.township, personId: people.physician });
  clinics.push(township);
  const village = await county.enrol(places.village);
  expect((await village.push([create(aPatient({ homeId: places.village }))])).outcome).toBe('accepted');
  const atOnce: number[] = [];
  while (township.host.context.door.line().pulling !== null) {
    const { rows: [held] } = await sql<{ count: number }>`select count(*)::int as count from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`.execute(county.county.db);
    atOnce.push(held?.count ?? 0);
    await new Promise((wake) => setTimeout(wake, 20));
  }
  expect(Math.max(...atOnce)).toBe(1);
  await township.exchange();
  expect(await differencesFrom(county, township.replica)).toEqual([]);
});

test('SYNC-35 a PC that is ended in the midst of its first sync fetches no more, and nothing of it is left behind', async () => {
  await buildSnapshot(county.county, scope);
  const clinic = await aNewClinic();
  await sql`update device set status = 'purge' where id = ${clinic.replica.identity.deviceId}`.execute(county.county.db);
  await replicationOf(clinic).exchangeNow();
  for (let at = 0; at < 600 && clinic.host.context.clinic() !== null; at += 1) await new Promise((wake) => setTimeout(wake, 100));
  expect(clinic.host.context.clinic()).toBeNull();
  expect(existsSync(join(clinic.dataDir, 'replica.db'))).toBe(false);
});

test('SYNC-15 a manifest of another scope or history, an older one, or one that the county did not sign is not begun', async () => {
  const older = await buildSnapshot(county.county, scope);
  await county.write([aPatient({ homeId: places.village })]);
  const newer = await buildSnapshot(county.county, scope);
  const clinic = await aNewClinic();
  const resigned = (changed: Partial<Manifest>): Manifest => ({ ...newer, ...changed });
  expect(clinic.replica.beginSnapshot(scope, resigned({ number: newer.number + 1 }))).toBe('unsigned');
  expect(clinic.replica.beginSnapshot(scope, resigned({ chunks: newer.chunks.slice(1) }))).toBe('unsigned');
  expect(clinic.replica.beginSnapshot(organisationScope(places.otherVillage), newer)).toBe('otherScope');
  expect(clinic.replica.beginSnapshot(scope, newer)).toBe('begun');
  expect(clinic.replica.beginSnapshot(scope, older)).toBe('older');
  expect(clinic.replica.beginSnapshot(scope, newer)).toBe('begun');
  await untilDone(clinic);
  expect(clinic.replica.beginSnapshot(scope, older)).toBe('older');
  await expectSame(clinic);
  // Of a scope whose log is being read none is begun: what was evicted between the two it does not tell.
  await county.write([aPatient({ homeId: places.village })]);
  expect(clinic.replica.beginSnapshot(scope, await buildSnapshot(county.county, scope))).toBe('older');
});

test('SYNC-15 a chunk is given only to who follows a scope that it is of, from any byte on', async () => {
  const manifest = await buildSnapshot(county.county, scope);
  const [chunk] = manifest.chunks;
  if (!chunk) throw new Error('no chunk');
  const village = await county.enrol(places.village);
  const stranger = await county.enrol(places.farVillage, people.farDoctor);
  const whole = await village.fetchBytes(`/sync/chunks/${chunk.sha256}`);
  expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, chunk.bytes]);
  const rest = await village.fetchBytes(`/sync/chunks/${chunk.sha256}`, { range: `bytes=${chunk.bytes - 10}-` });
  expect([rest.status, rest.headers.get('content-range'), (await rest.arrayBuffer()).byteLength]).toEqual([206, `bytes ${chunk.bytes - 10}-${chunk.bytes - 1}/${chunk.bytes}`, 10]);
  expect((await village.fetchBytes(`/sync/chunks/${chunk.sha256}`, { range: `bytes=${chunk.bytes}-` })).status).toBe(416);
  expect((await stranger.fetchBytes(`/sync/chunks/${chunk.sha256}`)).status).toBe(404);
  expect((await village.fetchBytes(`/sync/chunks/${'0'.repeat(64)}`)).status).toBe(404);
  expect((await fetch(`${county.url}/sync/chunks/${chunk.sha256}`)).status).toBe(401);
});

test('SYNC-15 a PC that is switched off in the midst of it goes on where it was', async () => {
  const manifest = await buildSnapshot(county.county, scope);
  const clinic = await aNewClinic();
  const have = (replica: ReplicaForExchange): number => replica.get<{ count: number }>("SELECT count(*) AS count FROM document WHERE kind = 'patient'")?.count ?? 0;
  while (have(clinic.replica) === 0) await new Promise((wake) => setImmediate(wake));
  await clinic.host.close();
  const host = startHost({ dataDir: clinic.dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(clinic.dataDir, 'keystore')) });
  await sql`update snapshot_chunk set bytes = '\\x00' where sha256 = ${manifest.chunks[0]?.sha256 ?? ''}`.execute(county.county.db);
  await host.caller.session.unlock({ personId: people.villageDoctor, pin: '135790' });
  const open = host.context.clinic();
  if (open === null) throw new Error('not open');
  const left = open.replica.snapshots();
  let view = await open.replication.exchangeNow();
  for (const until = Date.now() + 80_000; view.pulling !== null && Date.now() < until;) view = await open.replication.changed(view.version, 500);
  expect(view).toMatchObject({ pulling: null, problem: null });
  expect(await differencesFrom(county, open.replica)).toEqual([]);
  // What it had of the same snapshot it did not fetch again: the county no longer has that whole, and was not asked for it.
  expect(left.map((take) => take.manifest.signature)).toEqual([manifest.signature]);
  expect(left.some(({ nextChunk, nextDocument }) => nextChunk + nextDocument > 0)).toBe(true);
  expect((await newest())?.signature).toBe(manifest.signature);
  await host.close();
});
