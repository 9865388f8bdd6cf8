import { localDay } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import { chunkPathOf, snapshotsPath } from '@lianyi/schema/wire/snapshot';
import { checksumsPath, repairPath } from '@lianyi/schema/wire/repair';
import { enrolPath, exchangePath, problem, wireVersion } from '@lianyi/schema/wire/exchange';
import { attachmentAskPath, attachmentPathOf } from '@lianyi/schema/wire/attachments';
import { witnessAskPath, witnessPath } from '@lianyi/schema/wire/witness';
import { aCounty, create, places, problemOf } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StatusAct } from '../access/deviceActs.ts';
import { actOnDevice } from '../access/deviceActs.ts';
import { makeEnrolmentCode } from '../access/enrolmentCodes.ts';
import { rightsOf } from '../access/permissions.ts';
import { workAt } from '../directory/workAt.ts';
import { sql } from '../store/database.ts';
import { deviceActRows } from '../reports/deviceActs.ts';
import { deviceRows } from '../reports/devices.ts';
import { organisationRows } from '../reports/organisations.ts';
import { todayOf } from '../reports/today.ts';
import { blockedBundles, deviceById } from '../store/devices.ts';
import { receiveSubmissions } from '../sync/receiveSubmissions.ts';
import { releaseBlocked } from '../sync/releaseBlocked.ts';

let county: TestCountyServer;
let device: TestDevice;
let clock = new Date();
beforeAll(async () => { county = await aCounty({ now: () => clock }); });
afterAll(async () => { await county.close(); });
beforeEach(async () => { device = await county.enrol(places.village); });
afterEach(() => { clock = new Date(); });

const by = '县信息科';
async function act(what: StatusAct, id: string = device.id, reason = '试一试') {
  clock = new Date(clock.getTime() + 1);
  return actOnDevice(county.county.db, id, what, { by, reason }, clock);
}
const aVillager = () => aPatient({ homeId: places.village });
const rowOf = async (id: string = device.id) => (await deviceRows(county.county.db, id))[0];
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
async function refusalOf(response: Response) {
  const { status, code } = problem.parse(await response.json());
  return [status, code] as const;
}

describe('DEV-4 what a signature is good for', () => {
  test('DEV-4 for no other path, method, body, device or nonce, and not where a byte was cut or two were exchanged', async () => {
    const other = await county.enrol(places.village);
    const request = bytesOf(device.request());
    const sent = async (bytes: Buffer, headers: Record<string, string> = {}, path = exchangePath) => refusalOf(await device.send(bytes, { path, headers }));
    const signatureFor = async (bytes: Buffer, path = exchangePath) => device.signed(bytes, path);
    const bad = [401, 'badSignature'];

    expect(await sent(request, { 'x-lianyi-signature': await signatureFor(request, checksumsPath) })).toEqual(bad);
    expect(await sent(request, { 'x-lianyi-signature': await signatureFor(request, `${exchangePath}/`) })).toEqual(bad);
    expect(await sent(request.subarray(0, -1), { 'x-lianyi-signature': await signatureFor(request) })).toEqual(bad);
    expect(await sent(Buffer.alloc(0), { 'x-lianyi-signature': await signatureFor(request) })).toEqual(bad);
    expect(await sent(Buffer.from(request.toString().replace('"waitMs":0', '"waitMs":1')), { 'x-lianyi-signature': await signatureFor(request) })).toEqual(bad);
    const reordered = bytesOf({ ...device.request(), ...Object.fromEntries(Object.entries(device.request()).toReversed()) });
    expect(await sent(Buffer.from([...reordered].toReversed()), { 'x-lianyi-signature': await signatureFor(reordered) })).toEqual(bad);
    expect(await refusalOf(await other.send(request, { nonce: device.nonce, headers: { 'x-lianyi-device': device.id } }))).toEqual(bad);
    // Another's name under the own signature, and another's nonce under the own name.
    expect(await refusalOf(await device.send(request, { headers: { 'x-lianyi-device': other.id } }))).toEqual([401, 'staleNonce']);
    expect(await refusalOf(await device.send(request, { nonce: other.nonce }))).toEqual([401, 'staleNonce']);
    // Signed by the device, in the name of another.
    expect(await refusalOf(await device.send(bytesOf({ ...device.request(), deviceId: other.id })))).toEqual([400, 'badRequest']);
    const asGet = await fetch(`${county.url}${chunkPathOf('0'.repeat(64))}`, { headers: { 'x-lianyi-device': device.id, 'x-lianyi-nonce': device.nonce, 'x-lianyi-signature': await signatureFor(Buffer.alloc(0), chunkPathOf('0'.repeat(64))) } });
    expect(await refusalOf(asGet)).toEqual(bad);
    expect((await device.send(request)).status).toBe(200);
  });

  test('DEV-4 a header that is many, long, or no header breaks nothing', async () => {
    const request = bytesOf(device.request());
    for (const headers of [{ 'x-lianyi-nonce': 'x'.repeat(8_000) }, { 'x-lianyi-signature': `${'A'.repeat(85)}==\u0001`.replace('\u0001', '') }, { 'x-lianyi-device': `${device.id}, ${device.id}` }, { 'x-lianyi-nonce': `${device.nonce};drop table device` }]) {
      expect((await refusalOf(await device.send(request, { headers })))[0]).toBe(401);
    }
    await expect(device.send(request, { headers: { 'x-lianyi-device': `${device.id}\r\nx-lianyi-admin: 1` } })).rejects.toThrow('invalid');
  });
});

describe('DEV-5 a request that comes again', () => {
  test('DEV-5 a copy of one that was answered is refused once the device has gone on, and tells nothing', async () => {
    const stolen = { nonce: device.nonce, bytes: bytesOf(device.request({ waiting: 7 })) };
    expect((await device.send(stolen.bytes, { nonce: stolen.nonce })).status).toBe(200);
    await device.exchange({ waiting: 0 });
    clock = new Date(clock.getTime() + 5);
    await device.exchange({ waiting: 0 });
    await device.push([create(aVillager())]);
    const again = await device.send(stolen.bytes, { nonce: stolen.nonce });
    expect(await refusalOf(again)).toEqual([401, 'staleNonce']);
    expect((await rowOf())?.waiting).toBe(0);
  });

  test('DEV-5 the last one again, as where its answer was lost, is answered; bundles in it have the receipts that they had', async () => {
    const submission = device.submit(device.bundle([create(aVillager())]));
    const { nonce } = device;
    const bytes = bytesOf(device.request({ submissions: [submission] }));
    const [first, second] = [await device.send(bytes, { nonce }), await device.send(bytes, { nonce })];
    const receipts = async (response: Response) => ((await response.json()) as { receipts: unknown[] }).receipts;
    const given = await receipts(first);
    expect(given).toHaveLength(1);
    expect(await receipts(second)).toEqual(given);
    const { count } = await county.county.db.selectFrom('bundle').select((of) => of.fn.countAll<number>().as('count')).where('deviceId', '=', device.id).executeTakeFirstOrThrow();
    expect(count).toBe(1);
  });

  test('DEV-5 the nonce that comes with the refusal is good, also at a server whose clock is behind; a county whose clock went back an hour asks for one more trip, and no more', async () => {
    await device.exchange();
    clock = new Date(Date.now() + 40_000);
    await device.exchange();
    await device.exchange();
    clock = new Date();
    const { nonce } = device;
    device.nonce = county.county.key.nonce(device.id, clock);
    expect((await device.exchange()).epoch).toBe(device.epoch);
    clock = new Date(Date.now() - 3_600_000);
    device.nonce = nonce;
    expect((await device.exchange()).epoch).toBe(device.epoch);
    expect((await device.exchange()).epoch).toBe(device.epoch);
  });

  test('DEV-5 on every route a copy is refused once the device has exchanged under a later nonce, and the nonce that comes with that is good', async () => {
    const cursors = { wireVersion, deviceId: device.id, epoch: device.epoch };
    const posts: readonly [string, unknown][] = [
      [checksumsPath, { ...cursors, scopes: {} }], [repairPath, { ...cursors, scope: 'catalogue', number: 1, buckets: [0], have: [] }], [snapshotsPath, { ...cursors, scopes: [], kinds: {} }],
      [witnessAskPath, { ...cursors, have: [] }], [witnessPath, { ...cursors, documents: [] }], [attachmentAskPath, { deviceId: device.id, items: [{ id: newId(), part: 'original' }] }],
    ];
    const gets = [chunkPathOf('0'.repeat(64)), attachmentPathOf(newId(), 'original')];
    const { nonce } = device;
    clock = new Date(clock.getTime() + 5);
    await device.exchange();
    clock = new Date(clock.getTime() + 5);
    await device.exchange();
    const good = device.nonce;
    for (const [path, body] of posts) {
      expect([path, await refusalOf(await device.send(bytesOf(body), { path, nonce }))]).toEqual([path, [401, 'staleNonce']]);
      expect([path, (await device.send(bytesOf(body), { path, nonce: good })).status < 400]).toEqual([path, true]);
    }
    for (const path of gets) {
      device.nonce = nonce;
      expect([path, await refusalOf(await device.fetchBytes(path))]).toEqual([path, [401, 'staleNonce']]);
      device.nonce = good;
      expect([path, (await device.fetchBytes(path)).status]).toEqual([path, 404]);
    }
  });

  test('DEV-5 every other route answers a copy as it answered the first, and changes nothing', async () => {
    await device.push([create(aVillager())]);
    const cursors = { wireVersion, deviceId: device.id, epoch: device.epoch };
    const asked: readonly [string, unknown][] = [
      [checksumsPath, { ...cursors, scopes: { [`org:${places.village}`]: { number: 1, digest: '' } } }],
      [repairPath, { ...cursors, scope: `org:${places.village}`, number: 1, buckets: [0], have: [] }],
      [snapshotsPath, { ...cursors, scopes: [`org:${places.village}`], kinds: {} }],
      [witnessAskPath, { ...cursors, have: [] }],
      [witnessPath, { ...cursors, documents: [] }],
    ];
    for (const [path, body] of asked) {
      const { nonce } = device;
      const once = async () => device.send(bytesOf(body), { path, nonce });
      const [first, second] = [await once(), await once()];
      expect([path, first.status, await first.json()]).toEqual([path, second.status, await second.json()]);
    }
  });
});

describe('DEV-6 how a PC fares', () => {
  test('DEV-6 the county measures how far the clock is off, and puts the times of that PC in its own', async () => {
    const hour = 3_600_000;
    const at = new Date(clock.getTime() + 2 * hour);
    await device.exchange({ waiting: 3, condition: { at: at.toISOString(), diskFreeMb: 812, outboxOldestAt: new Date(at.getTime() - 5 * hour).toISOString(), trouble: 'diskFull' } });
    expect(await rowOf()).toMatchObject({ waiting: 3, condition: { diskFreeMb: 812, clockAheadS: 7200, trouble: 'diskFull', outboxOldestAt: new Date(clock.getTime() - 5 * hour).toISOString() } });
    // What is left out stays as it was; a clock of another century harms nothing.
    await device.exchange({ waiting: 0 });
    expect(await rowOf()).toMatchObject({ waiting: 0, condition: { diskFreeMb: 812 } });
    await device.exchange({ condition: { at: '0001-01-01T00:00:00Z', diskFreeMb: null, outboxOldestAt: '9999-12-31T23:59:59Z', trouble: null } });
    expect(await rowOf()).toMatchObject({ condition: { diskFreeMb: null, clockAheadS: -60 * 365 * 86_400, outboxOldestAt: clock.toISOString() } });
    expect(await problemOf(device.exchange({ condition: { at: 'yesterday', diskFreeMb: 1, outboxOldestAt: null, trouble: null } }))).toMatchObject({ status: 400 });
  });

  test('DEV-6 why an exchange was refused is shown with the device until one takes place; nobody else can write it there', async () => {
    expect(await problemOf(device.exchange({ wireVersion: 99 }))).toMatchObject({ code: 'wireVersion' });
    expect(await rowOf()).toMatchObject({ trouble: { code: 'wireVersion' } });
    await device.exchange();
    expect(await rowOf()).toMatchObject({ trouble: null });
    await device.send(bytesOf(device.request({ wireVersion: 99 })), { headers: { 'x-lianyi-signature': 'AAAA' } });
    expect(await rowOf()).toMatchObject({ trouble: null });
  });
});

describe('DEV-7 retired', () => {
  test('DEV-7 with --keep it delivers and pulls nothing; taken back, it goes on', async () => {
    expect(await act('keep')).toMatchObject({ ok: true, isChanged: true });
    expect(await device.push([create(aVillager())])).toMatchObject({ outcome: 'accepted' });
    expect(await problemOf(device.exchange())).toMatchObject({ status: 403, code: 'retired' });
    await act('found');
    expect((await device.pull()).size).toBeGreaterThan(0);
  });

  test('DEV-7 one whose request waits at the county when it is retired is not given what is written then', async () => {
    device.cursors = {};
    await device.pull();
    const waiting = problemOf(device.exchange({ waitMs: 20_000 }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await act('stolen');
    await (await county.enrol(places.township)).push([create(aVillager())]);
    expect(await waiting).toMatchObject({ status: 503, code: 'unavailable' });
    expect(await problemOf(device.exchange({ waitMs: 20_000 }))).toMatchObject({ status: 403, code: 'retired' });
  });
});

describe('DEV-8 reported stolen', () => {
  test('DEV-8 its key is good for delivering into quarantine, and for nothing else: no log, no snapshot, no comparison, no witness, no new key', async () => {
    await device.push([create(aVillager())]);
    expect(await act('stolen')).toMatchObject({ ok: true, isChanged: true });
    const delivered = await device.exchange({ submissions: [device.submit(device.bundle([create(aVillager())]))], waitMs: 0 });
    expect(delivered).toMatchObject({ receipts: [{ outcome: 'quarantined', reason: 'notPermitted' }], scopes: [], page: { entries: [], documents: [] } });
    expect(await problemOf(device.exchange())).toMatchObject({ status: 403, code: 'retired', stolen: true });
    const asked = { wireVersion, deviceId: device.id, epoch: device.epoch };
    for (const [path, body] of [
      [checksumsPath, { ...asked, scopes: {} }], [repairPath, { ...asked, scope: `org:${places.village}`, number: 1, buckets: [0], have: [] }],
      [snapshotsPath, { ...asked, scopes: [`org:${places.village}`], kinds: {} }], [witnessAskPath, { ...asked, have: [] }], [witnessPath, { ...asked, documents: [] }],
    ] as const) expect([path, ...(await refusalOf(await device.send(bytesOf(body), { path })))]).toEqual([path, 403, 'retired']);
    await sql`insert into snapshot (scope, number, manifest, built_at) values (${`org:${places.village}`}, 1, '{}', now())`.execute(county.county.db);
    await sql`insert into snapshot_chunk (sha256, scope, number, bytes) values (${'a'.repeat(64)}, ${`org:${places.village}`}, 1, ${Buffer.from('x')})`.execute(county.county.db);
    expect(await refusalOf(await device.fetchBytes(chunkPathOf('a'.repeat(64))))).toEqual([404, 'notFound']);
    const code = (await makeEnrolmentCode(county.county.db, { orgId: places.village, deviceName: '' }, clock)) ?? '';
    const rekeyed = await fetch(`${county.url}${enrolPath}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(device.succession(code)) });
    expect(await refusalOf(rekeyed)).toEqual([403, 'notAllowed']);
  });

  test('DEV-8 reported while its request waits to be judged, it is judged as reported', async () => {
    const row = await deviceById(county.county.db, device.id);
    if (row === undefined) throw new Error('the device is there');
    const permission = await rightsOf(county.county.db, row);
    const submission = device.submit(device.bundle([create(aVillager())]));
    expect(permission.mayPush).toBe(true);
    await act('stolen');
    expect(await receiveSubmissions(county.county, row, permission, [submission])).toMatchObject([{ outcome: 'quarantined', reason: 'notPermitted' }]);
  });

  test('DEV-8 found again, with a reason that is kept: it pulls, and what was set aside is judged in the order of saving if county IT wants it', async () => {
    const patient = aVillager();
    await act('stolen', device.id, '车上被偷');
    expect((await rowOf())?.turn).toEqual({ act: 'stolen', at: clock.toISOString(), heardAt: null });
    clock = new Date(clock.getTime() + 5);
    const [made] = [await device.push([create(patient)])];
    await device.push([create(aVillager())], { needs: [made.bundleId] });
    await device.push([create(aPatient({ homeId: places.farVillage }))]);
    expect(await rowOf()).toMatchObject({ status: 'stolen', quarantined: 3, blocked: 2 });
    // Since when it is so, and that it was heard since: the office is told what to do, for some days.
    const stolenAt = (await rowOf())?.turn?.at ?? '';
    const told = async (daysLater: number) => (await todayOf(county.county.db, 'county', new Date(clock.getTime() + daysLater * 86_400_000))).todo.filter(({ id }) => id === device.id).map(({ kind, weight }) => [kind, weight]);
    expect([await rowOf(), await told(0), await told(8)]).toMatchObject([{ turn: { act: 'stolen', heardAt: expect.any(String) as string } }, [['stolenHeard', 1]], []]);
    clock = new Date(clock.getTime() + 5);
    expect(await problemOf(device.exchange())).toMatchObject({ code: 'retired', stolen: true });
    expect((await rowOf())?.turn).toEqual({ act: 'stolen', at: stolenAt, heardAt: clock.toISOString() });
    expect(await act('found', device.id, '派出所送回')).toMatchObject({ ok: true, isChanged: true });
    const present = await deviceById(county.county.db, device.id);
    if (present === undefined) throw new Error('gone');
    const released = await releaseBlocked(county.county, { device: present, permission: await rightsOf(county.county.db, present), releasedBy: by, reason: '派出所送回' }, await blockedBundles(county.county.db, device.id));
    expect(released.taken + released.kept).toBe(2);
    expect((await rowOf())?.turn).toEqual({ act: 'found', at: clock.toISOString(), heardAt: null });
    clock = new Date(clock.getTime() + 5);
    expect([...(await device.pull()).keys()]).toContain(patient.id);
    expect((await rowOf())?.turn).toMatchObject({ act: 'found', heardAt: clock.toISOString() });
    expect(await deviceActRows(county.county.db, device.id)).toMatchObject([{ act: 'found', by, reason: '派出所送回' }, { act: 'stolen', reason: '车上被偷' }]);
  });
});

test('DEV-14 a PC that was enrolled and did not come while its code lived is shown so, keeps its institution open, and is one like others once it has come', async () => {
  const hasCome = async () => (await deviceRows(county.county.db)).find(({ id }) => id === device.id)?.hasCome;
  const counted = async () => (await organisationRows(county.county.db, clock)).find(({ id }) => id === places.village)?.devices ?? 0;
  const before = await counted();
  expect(await hasCome()).toBe(true);
  await county.county.db.updateTable('device').set({ enrolledAt: sql<Date>`now() - interval '11 minutes'` }).where('id', '=', device.id).execute();
  expect([await hasCome(), await counted()]).toEqual([false, before]);
  expect((await workAt(county.county.db, places.village, localDay(clock))).devices).toHaveLength(before);
  await device.exchange();
  expect(await hasCome()).toBe(true);
});

test('DEV-10 each decision has a reason and is done once; what cannot be is told and changes nothing', async () => {
  expect(await act('stolen', device.id, '  ')).toEqual({ ok: false, why: 'noReason' });
  expect(await act('stolen', newId())).toEqual({ ok: false, why: 'noSuchDevice' });
  expect([await act('stolen'), await act('stolen')]).toMatchObject([{ isChanged: true }, { isChanged: false }]);
  expect(await act('retire')).toEqual({ ok: false, why: 'stolen' });
  await act('found');
  await act('retire');
  await county.county.db.updateTable('device').set({ purgedAt: clock }).where('id', '=', device.id).execute();
  expect([await act('found'), await act('stolen'), await act('retire')]).toMatchObject([{ why: 'purged' }, { why: 'purged' }, { ok: true, isChanged: false }]);
  expect((await deviceActRows(county.county.db, device.id)).map((row) => row.act)).toEqual(['retire', 'found', 'stolen']);
});
