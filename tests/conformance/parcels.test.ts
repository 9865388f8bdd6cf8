import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, symlinkSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeParcel } from '@lianyi/desktop/host/replication/parcels';
import { startParcels } from '@lianyi/desktop/host/replication/startParcels';
import { parcelNames } from '@lianyi/desktop/host/replication/stickFolder';
import { runCounty } from '@lianyi/sync-server/cli/runCounty';
import { parcelParts } from '@lianyi/sync-server/http/parcelParts';
import { sql } from '@lianyi/sync-server/store/database';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { keepParcelRequest, parcelRequestOf } from '@lianyi/sync-server/store/parcels';
import { answerParcel } from '@lianyi/sync-server/sync/parcels/answerParcel';
import type { ParcelParts } from '@lianyi/sync-server/sync/parcels/takeParcel';
import { takeParcel } from '@lianyi/sync-server/sync/parcels/takeParcel';
import { buildSnapshot } from '@lianyi/sync-server/sync/snapshots/buildSnapshot';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { catalogueScope } from '@lianyi/schema/documents/kinds';
import type { ExchangeResponse } from '@lianyi/schema/wire/exchange';
import { wireVersion } from '@lianyi/schema/wire/exchange';
import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';
import { historyToSign } from '@lianyi/schema/wire/history';
import type { CountyParcel, ParcelSnapshot } from '@lianyi/schema/wire/parcel';
import { sealParcel } from '@lianyi/schema/wire/sealedParcel';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { anAccount, aSessionOf } from '@lianyi/tests/builders/anAccount';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import type { EnrolledReplica, OpenReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { anEnrolledReplica, discard, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';

let county: TestCountyServer;
let otherCounty: TestCountyServer;
let onLine: OpenReplica;
let apart: OpenReplica;
const enrolled: EnrolledReplica[] = [];
const folder = mkdtempSync(join(tmpdir(), 'lianyi-stick-'));
/** Nobody answers there: the only road is the stick. */
const nowhere = 'http://127.0.0.1:9';

const doctorAt = async (at: TestCountyServer): Promise<EnrolledReplica> => {
  const replica = await anEnrolledReplica(at, { orgId: places.village, personId: people.villageDoctor });
  enrolled.push(replica);
  return replica;
};
beforeAll(async () => {
  county = await aCounty();
  otherCounty = await aCounty();
  onLine = openEnrolled(await doctorAt(county));
  apart = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
}, 180_000);
afterAll(async () => {
  await onLine.close();
  await apart.close();
  enrolled.forEach(discard);
  await county.close();
  await otherCounty.close();
  rmSync(folder, { recursive: true, force: true });
});

const partsOf = ({ county: parts }: TestCountyServer): ParcelParts => parcelParts(parts, parts.db);
const saysAtCounty = async (file: Uint8Array, at = county) => {
  const taken = await takeParcel(partsOf(at), file);
  if (taken.ok && taken.said !== null) await keepParcelRequest(at.county.db, taken.device.id, taken.said);
  return taken;
};
const answerFor = async (clinic: OpenReplica, at = county, parts = partsOf(at)) => {
  const device = await deviceById(at.county.db, clinic.replica.identity.deviceId);
  const said = await parcelRequestOf(at.county.db, clinic.replica.identity.deviceId);
  if (device === undefined || said === undefined) throw new Error('no parcel has come');
  const answered = await answerParcel(parts, device, said);
  if (!answered.ok) throw new Error(answered.refusal);
  return answered;
};
const parcelsOf = ({ replica, replication }: OpenReplica) => startParcels({ replica, timers: { after: () => () => undefined, elapsedMs: () => 0 }, now: () => new Date(), takeSnapshots: replication.fromStick, log: () => undefined });
const patientOf = (name: string) => aPatient({ homeId: places.village, name });
const waits = ({ replica }: OpenReplica): number => replica.lineFacts().waiting.count;

test('LINE-21 a first sync, a day’s work up and others’ work down go by hand as over the line', async () => {
  for (let at = 0; at < 30; at += 1) onLine.save([{ op: 'create', document: patientOf(`龙线${at}`) }]);
  await onLine.exchange();
  // More than one request carries.
  for (let at = 0; at < 230; at += 1) apart.save([{ op: 'create', document: at % 2 === 0 ? patientOf(`龙手${at}`) : aStockMove({ lot: { ownerId: places.village }, quantity: 1 }) }]);
  const sent = await parcelsOf(apart).make();
  expect(sent.bundles).toBe(230);
  expect(Buffer.from(sent.file).includes(Buffer.from('龙手'))).toBe(false);
  const taken = await saysAtCounty(sent.file);
  expect(taken).toMatchObject({ ok: true, outcomes: { accepted: 230, merged: 0, quarantined: 0, waiting: 0 }, repeats: 0, refusal: null });
  // Only a receipt takes it off the outbox.
  expect(waits(apart)).toBe(230);

  const answered = await answerFor(apart);
  expect(answered).toMatchObject({ isMore: false, isRestored: false });
  expect(await parcelsOf(apart).read(answered.file)).toMatchObject({ ok: true, isRewound: false, isRepeat: false, receipts: 230 });
  expect(waits(apart)).toBe(0);
  expect(apart.replica.isFirstSyncDone()).toBe(true);
  await onLine.exchange();
  for (const clinic of [apart, onLine]) expect(await differencesFrom(county, clinic.replica)).toEqual([]);

  // Nothing more: the same stick again changes nothing on either side, and is told from news.
  const before = await county.county.db.selectFrom('bundle').select('id').execute();
  expect(await saysAtCounty(sent.file)).toMatchObject({ ok: true, outcomes: { accepted: 230 }, repeats: 230, refusal: null });
  expect(await county.county.db.selectFrom('bundle').select('id').execute()).toHaveLength(before.length);
  expect(await parcelsOf(apart).read(answered.file)).toMatchObject({ ok: true, isRepeat: true });
  expect(await differencesFrom(county, apart.replica)).toEqual([]);
}, 120_000);

test('LINE-21 AUDIT-8 who took a stick in and gave one out is in the audit, at the office and on the command line; one that is none is not', async () => {
  apart.save([{ op: 'create', document: patientOf('龙手记') }]);
  const { file } = await parcelsOf(apart).make();
  const { deviceId } = apart.replica.identity;
  const { userId } = await anAccount(county.county, { login: 'tian', role: 'countyOffice' });
  const cookie = `lianyi_county=${await aSessionOf(county.county, userId)}`;
  const entries = async () => county.county.db.selectFrom('auditEntry').select(['action', 'actor', 'about', 'userId', 'detail']).where('action', 'like', 'parcel.%').orderBy('number').execute();
  const before = (await entries()).length;
  for (const body of [Buffer.from('rubbish'), file]) await fetch(`${county.url}/console/parcels`, { method: 'POST', headers: { 'content-type': 'application/octet-stream', origin: county.url, cookie }, body: new Uint8Array(body) });
  const path = join(folder, 'written-down.parcel');
  writeFileSync(path, file);
  const command = async (...args: readonly string[]) => inThisProcess(runCounty, args, { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  expect((await command('parcel', 'in', path)).code).toBe(0);
  expect((await command('parcel', 'out', join(folder, 'back.parcel'), '--device', deviceId)).code).toBe(0);
  expect((await entries()).slice(before)).toMatchObject([
    { action: 'parcel.in', actor: 'user', userId, about: deviceId, detail: { bundles: 1, repeats: 0 } }, { action: 'parcel.out', actor: 'user', userId, about: deviceId, detail: { receipts: 1 } },
    { action: 'parcel.in', actor: 'commandLine', about: deviceId, detail: { bundles: 1, repeats: 1 } }, { action: 'parcel.out', actor: 'commandLine', about: deviceId },
  ]);
  expect(await parcelsOf(apart).read(readFileSync(join(folder, 'back.parcel')))).toMatchObject({ ok: true });
}, 120_000);

test('DEV-6 a stick is no word of the PC\u2019s today: it says when it was made if that is later than what is known, and an older one nothing', async () => {
  const today = Math.floor(Date.now() / 1000) * 1000;
  const daysAgo = (days: number): Date => new Date(today - days * 24 * 3_600_000);
  const { deviceId } = apart.replica.identity;
  const { db } = county.county;
  const known = async () => db.selectFrom('device').select(['lastHeardAt', 'waitingCount', 'trouble']).where('id', '=', deviceId).executeTakeFirstOrThrow();
  const heard = { lastHeardAt: daysAgo(30), waitingCount: 777, trouble: 'diskFull' };
  await db.updateTable('device').set({ ...heard, troubleAt: daysAgo(30) }).where('id', '=', deviceId).execute();
  for (const days of [40, -2]) {
    expect(await saysAtCounty((await makeParcel(apart.replica, daysAgo(days))).file)).toMatchObject({ ok: true, refusal: null });
    await answerFor(apart);
    expect(await known()).toEqual(heard);
  }
  for (const days of [20, 25]) {
    expect(await saysAtCounty((await makeParcel(apart.replica, daysAgo(days))).file)).toMatchObject({ ok: true, refusal: null });
    await answerFor(apart);
    expect(await known()).toEqual({ lastHeardAt: daysAgo(20), waitingCount: 0, trouble: null });
  }
}, 60_000);

test('LINE-21 two sticks in the wrong order, and one that came over the line meanwhile: each bundle is held once', async () => {
  apart.save([{ op: 'create', document: patientOf('龙先') }]);
  const first = await parcelsOf(apart).make();
  apart.save([{ op: 'create', document: patientOf('龙后') }]);
  const second = await parcelsOf(apart).make();
  expect(await saysAtCounty(second.file)).toMatchObject({ ok: true, outcomes: { accepted: 2 }, repeats: 0 });
  expect(await saysAtCounty(first.file)).toMatchObject({ ok: true, outcomes: { accepted: 1 }, repeats: 1 });
  // The older one does not make the county forget what the later one brought.
  const answered = await answerFor(apart);
  expect(await parcelsOf(apart).read(answered.file)).toMatchObject({ ok: true, receipts: 2 });
  expect(waits(apart)).toBe(0);

  // The other PC, which has a line, had made a stick and was then connected.
  onLine.save([{ op: 'create', document: patientOf('龙双') }]);
  const late = await parcelsOf(onLine).make();
  await onLine.exchange();
  expect(await saysAtCounty(late.file)).toMatchObject({ ok: true, refusal: null });
  const answer = await answerFor(onLine);
  expect(await parcelsOf(onLine).read(answer.file)).toMatchObject({ ok: true });
  expect(await differencesFrom(county, onLine.replica)).toEqual([]);
}, 120_000);

test('LINE-21 what one file does not take goes with the next, in order, and an urgent save keeps no others back', async () => {
  const { replica, replication } = apart;
  const parcels = startParcels({ replica, timers: { after: () => () => undefined, elapsedMs: () => 0 }, now: () => new Date(), takeSnapshots: replication.fromStick, log: () => undefined, mostOutboxBytes: 20_000 });
  const sends = async () => {
    const made = await parcels.make();
    const taken = await saysAtCounty(made.file);
    if (!taken.ok || taken.said === null) throw new Error('not taken');
    expect(taken).toMatchObject({ outcomes: { accepted: made.bundles, merged: 0, quarantined: 0, waiting: 0 }, repeats: 0, refusal: null });
    const numbers = taken.said.links.map(({ lane, number }) => ({ lane, number }));
    expect(await parcels.read((await answerFor(apart)).file)).toMatchObject({ ok: true, receipts: made.bundles });
    expect(waits(apart)).toBe(made.left);
    return { left: made.left, routine: numbers.flatMap(({ lane, number }) => (lane === 'routine' ? [number] : [])), urgent: numbers.filter(({ lane }) => lane === 'urgent').length };
  };
  expect(waits(apart)).toBe(0);
  const patient = patientOf('龙急');
  apart.save([{ op: 'create', document: patient }]);
  for (let at = 0; at < 59; at += 1) apart.save([{ op: 'create', document: patientOf(`龙长${at}`) }]);
  const allergy = { op: 'change' as const, kind: 'patient' as const, id: patient.id, changes: [{ unit: 'allergies/a1', before: null, after: anAllergy() }] };
  expect(replica.save('patients.change', { personId: people.villageDoctor, orgId: places.village }, () => ({ lane: 'urgent', writes: [allergy] }))).toMatchObject({ ok: true });
  const first = await sends();
  const second = await sends();
  const all = [first, second];
  while (waits(apart) > 0 && all.length < 10) all.push(await sends());
  // The allergy first, and beside it what there is room for: more than the one that it needs.
  expect(all.map(({ urgent }) => urgent).slice(0, 2)).toEqual([1, 0]);
  expect(first.routine.length).toBeGreaterThan(5);
  expect(first.left).toBeGreaterThan(second.left);
  const numbers = all.flatMap(({ routine }) => routine);
  expect(numbers).toEqual(Array.from({ length: 60 }, (_, at) => (numbers[0] ?? 0) + at));
  expect(await differencesFrom(county, replica)).toEqual([]);
  // By itself one takes all of a clinic's weeks.
  for (let at = 0; at < 40; at += 1) apart.save([{ op: 'create', document: patientOf(`龙月${at}`) }]);
  const whole = await parcelsOf(apart).make();
  expect(whole).toMatchObject({ bundles: 40, left: 0 });
  await saysAtCounty(whole.file);
  await parcelsOf(apart).read((await answerFor(apart)).file);
}, 120_000);

test('LINE-22 an answer that begins beyond what the PC has read is left whole, and an older one is harmless', async () => {
  const asked = await parcelsOf(apart).make();
  expect(await saysAtCounty(asked.file)).toMatchObject({ ok: true });
  onLine.save([{ op: 'create', document: patientOf('龙一') }]);
  await onLine.exchange();
  const older = await answerFor(apart);
  const [scope = ''] = apart.replica.scopes().filter((name) => name.startsWith('org:'));
  const said = await parcelRequestOf(county.county.db, apart.replica.identity.deviceId);
  const device = await deviceById(county.county.db, apart.replica.identity.deviceId);
  if (said === undefined || device === undefined) throw new Error('no parcel has come');
  const ahead = await answerParcel(partsOf(county), device, { ...said, request: { ...said.request, cursors: { ...said.request.cursors, [scope]: (said.request.cursors[scope] ?? 0) + 1 } } });
  if (!ahead.ok) throw new Error(ahead.refusal);
  const cursors = apart.replica.cursors();
  expect(await parcelsOf(apart).read(ahead.file)).toEqual({ ok: false, reason: 'beginsLater' });
  expect(apart.replica.cursors()).toEqual(cursors);
  const read = await parcelsOf(apart).read(older.file);
  expect(read.ok && read.documents > 0).toBe(true);
  expect(await parcelsOf(apart).read(ahead.file)).toMatchObject({ ok: true });
  expect(await parcelsOf(apart).read(older.file)).toMatchObject({ ok: true });
  expect(await differencesFrom(county, apart.replica)).toEqual([]);
}, 120_000);

/** The county as long as these PCs follow no more than the catalogues. */
const withCataloguesAlone = (): ParcelParts => {
  const parts = partsOf(county);
  const scopes = new Set([catalogueScope]);
  return { ...parts, rightsOf: async (device) => ({ ...(await parts.rightsOf(device)), scopes, pullScopes: scopes }) };
};

test('LINE-22 an older stick puts back no older scopes: what was followed since stays, and what was left does not come again', async () => {
  const village = `org:${places.village}`;
  const stands = async (followed: readonly string[]): Promise<void> => {
    expect([...clinic.replica.scopes()].toSorted()).toEqual([...followed].toSorted());
    expect(Object.keys(clinic.replica.cursors()).filter((scope) => !followed.includes(scope))).toEqual([]);
    expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  };
  const clinic = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  expect(await saysAtCounty((await parcelsOf(clinic).make()).file)).toMatchObject({ ok: true });
  const catalogues = await answerFor(clinic, county, withCataloguesAlone());
  const all = await answerFor(clinic);
  expect(await parcelsOf(clinic).read(all.file)).toMatchObject({ ok: true });
  await stands([catalogueScope, village]);
  // As at each start, where a stick stays in the PC.
  const held = clinic.replica.cursors();
  expect(held[village]).toBeGreaterThan(0);
  expect(await parcelsOf(clinic).read(catalogues.file)).toMatchObject({ ok: true, isRepeat: true });
  expect(clinic.replica.cursors()).toEqual(held);
  await stands([catalogueScope, village]);

  // The village is left. What was made before, of a PC that had read it and of one that had not, brings nothing of it back.
  expect(await saysAtCounty((await parcelsOf(clinic).make()).file)).toMatchObject({ ok: true });
  onLine.save([{ op: 'create', document: patientOf('龙又') }]);
  await onLine.exchange();
  const further = await answerFor(clinic);
  const left = await answerFor(clinic, county, withCataloguesAlone());
  expect(await parcelsOf(clinic).read(left.file)).toMatchObject({ ok: true });
  await stands([catalogueScope]);
  for (const { file } of [all, further]) {
    expect(await parcelsOf(clinic).read(file)).toMatchObject({ ok: true });
    await stands([catalogueScope]);
  }
  // What is later counts again, from its beginning.
  expect(await saysAtCounty((await parcelsOf(clinic).make()).file)).toMatchObject({ ok: true });
  expect(await parcelsOf(clinic).read((await answerFor(clinic)).file)).toMatchObject({ ok: true });
  await stands([catalogueScope, village]);
  await clinic.close();
}, 120_000);

test('LINE-22 by the line each answer counts, and a stick that was made before it does not', async () => {
  const clinic = openEnrolled(await doctorAt(county));
  await clinic.exchange();
  expect(await saysAtCounty((await parcelsOf(clinic).make()).file)).toMatchObject({ ok: true });
  const older = await answerFor(clinic, county, withCataloguesAlone());
  onLine.save([{ op: 'create', document: patientOf('龙再') }]);
  await onLine.exchange();
  await clinic.exchange();
  const scopes = clinic.replica.scopes();
  await clinic.replication.stop();
  expect(await parcelsOf(clinic).read(older.file)).toMatchObject({ ok: true });
  expect(clinic.replica.scopes()).toEqual(scopes);
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  const later = await answerFor(clinic, county, withCataloguesAlone());
  expect(await parcelsOf(clinic).read(later.file)).toMatchObject({ ok: true });
  expect(clinic.replica.scopes()).toEqual([catalogueScope]);
  clinic.replica.close();
}, 60_000);

test('LINE-22 while a file is unpacked whoever is at work is answered', async () => {
  expect(await saysAtCounty((await parcelsOf(apart).make()).file)).toMatchObject({ ok: true });
  const { file } = await answerFor(apart);
  const order: string[] = [];
  const parcels = parcelsOf(apart);
  const reading = parcels.read(file).then(({ ok }) => order.push(`read: ${ok}`));
  await new Promise((wake) => setImmediate(wake));
  order.push('answered');
  await reading;
  expect(order).toEqual(['answered', 'read: true']);
  // Ended in between, it takes nothing.
  const ended = parcels.read(file);
  parcels.stop();
  expect(await ended).toEqual({ ok: false, reason: 'interrupted' });
}, 60_000);

test('LINE-20 a stick of another county, for another PC, of a stranger, damaged or no stick at all: told apart, and nothing is taken', async () => {
  const stranger = openEnrolled(await doctorAt(otherCounty), { countyUrl: nowhere });
  stranger.save([{ op: 'create', document: patientOf('龙外') }]);
  apart.save([{ op: 'create', document: patientOf('龙里') }]);
  const ours = await parcelsOf(apart).make();
  const theirs = await parcelsOf(stranger).make();
  const known = await county.county.db.selectFrom('bundle').select('id').execute();
  expect(await takeParcel(partsOf(county), theirs.file)).toEqual({ ok: false, reason: 'notForUs' });
  const altered = Uint8Array.from(ours.file);
  altered[altered.length - 40] = (altered[altered.length - 40] ?? 0) ^ 1;
  expect(await takeParcel(partsOf(county), altered)).toEqual({ ok: false, reason: 'damaged' });
  expect(await takeParcel(partsOf(county), ours.file.subarray(0, ours.file.length - 1))).toEqual({ ok: false, reason: 'damaged' });
  expect(await takeParcel(partsOf(county), Buffer.from('a photograph'))).toEqual({ ok: false, reason: 'noParcel' });
  for (const length of [0, 100]) expect(await takeParcel(partsOf(county), ours.file.subarray(0, length))).toEqual({ ok: false, reason: 'cutShort' });
  expect(await takeParcel({ ...partsOf(county), deviceById: async () => undefined }, ours.file)).toEqual({ ok: false, reason: 'unknownDevice' });
  expect(await county.county.db.selectFrom('bundle').select('id').execute()).toEqual(known);

  expect(await saysAtCounty(ours.file)).toMatchObject({ ok: true, outcomes: { accepted: 1 } });
  const answer = await answerFor(apart);
  expect(await parcelsOf(onLine).read(answer.file)).toEqual({ ok: false, reason: 'notForUs' });
  expect(await parcelsOf(stranger).read(answer.file)).toEqual({ ok: false, reason: 'notForUs' });
  // What goes the other way is told as that, cut or whole.
  expect(await parcelsOf(apart).read(ours.file)).toEqual({ ok: false, reason: 'ownParcel' });
  expect(await parcelsOf(apart).read(ours.file.subarray(0, ours.file.length - 9))).toEqual({ ok: false, reason: 'ownParcel' });
  expect(await parcelsOf(onLine).read(ours.file)).toEqual({ ok: false, reason: 'forCounty' });
  for (const length of [0, 100]) expect(await parcelsOf(apart).read(ours.file.subarray(0, length))).toEqual({ ok: false, reason: 'cutShort' });
  expect(await takeParcel(partsOf(county), answer.file)).toEqual({ ok: false, reason: 'countyParcel' });
  const cut = Uint8Array.from(answer.file);
  cut[cut.length - 3] = (cut[cut.length - 3] ?? 0) ^ 8;
  expect(await parcelsOf(apart).read(cut)).toEqual({ ok: false, reason: 'damaged' });
  expect(waits(apart)).toBe(1);
  expect(await parcelsOf(apart).read(answer.file)).toMatchObject({ ok: true, receipts: 1 });
  await stranger.close();
}, 120_000);

test('LINE-20 a file that is larger than any PC makes is refused at the county before it is read', async () => {
  const path = join(folder, 'a film.parcel');
  writeFileSync(path, '{"lianyi":"parcel');
  const comesIn = async () => inThisProcess(runCounty, ['parcel', 'in', path], { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  for (const [size, words] of [[maxParcelFileBytes, 'damaged'], [maxParcelFileBytes + 1, 'Too large'], [5_000_000_000, 'Too large'], [0, 'pulled out too early']] as const) {
    truncateSync(path, size);
    expect(await comesIn()).toMatchObject({ code: 1, stderr: expect.stringContaining(words) as string });
  }
  rmSync(path);
}, 60_000);

test('CLI-1 LINE-21 the county writes a parcel over a file only, and names the file that was asked for, whatever stands in its way', async () => {
  apart.save([{ op: 'create', document: patientOf('龙写') }]);
  expect(await saysAtCounty((await parcelsOf(apart).make()).file)).toMatchObject({ ok: true });
  const written = async (path: string) => inThisProcess(runCounty, ['parcel', 'out', path, '--device', apart.replica.identity.deviceId], { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  const device = join(folder, 'a device');
  symlinkSync('/dev/full', device);
  expect(await written(device)).toMatchObject({ code: 1, stderr: expect.stringMatching(/no regular file, and nothing was written.*a device/) as string });
  expect(lstatSync(device).isSymbolicLink()).toBe(true);
  expect(await written(folder)).toMatchObject({ code: 1, stderr: expect.stringContaining(`This is a folder: name a file: ${folder}`) as string });
  const path = join(folder, 'full.parcel');
  symlinkSync('/dev/full', `${path}.part`);
  const full = await written(path);
  expect(full).toMatchObject({ code: 1, stderr: expect.stringMatching(/disk is full.*full\.parcel\s*$/) as string });
  const missing = await written(join(folder, 'none', 'back.parcel'));
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringMatching(/No such file or folder.*back\.parcel\s*$/) as string });
  expect(await written(path)).toMatchObject({ code: 0 });
  expect(await parcelsOf(apart).read(readFileSync(path))).toMatchObject({ ok: true, receipts: 1 });
}, 60_000);

test('SYNC-55 LINE-21 a restored county that does not know the PC takes it in by what its parcel shows', async () => {
  apart.save([{ op: 'create', document: patientOf('龙归') }]);
  const { file } = await parcelsOf(apart).make();
  const shown: string[] = [];
  const parts = partsOf(county);
  const forgetful: ParcelParts = {
    ...parts,
    deviceById: async (id) => (shown.includes(id) ? parts.deviceById(id) : undefined),
    readmit: async (certificates) => { shown.push(...certificates.map((one) => one.deviceId)); },
  };
  expect(await takeParcel(forgetful, file)).toMatchObject({ ok: true, outcomes: { accepted: 1 }, refusal: null });
  expect(shown).toEqual([apart.replica.identity.deviceId]);
}, 60_000);

test('SYNC-11 LINE-21 a PC that has gone over to a restored county takes only receipts from a stick until the county has heard its witness', async () => {
  const bearer = openEnrolled(await doctorAt(county));
  const document = patientOf('龙证');
  bearer.save([{ op: 'create', document }]);
  await bearer.exchange();
  await bearer.replication.stop();
  const parts = partsOf(county);
  // The county as a backup from before would have it: a new history, and this PC's own copy is newer than what it has.
  const restored: ParcelParts = { ...parts, county: { ...parts.county, epoch: 'restored', ancestry: [{ epoch: county.county.epoch, forkNumbers: {} }] } };
  const unsigned = { deviceId: bearer.replica.identity.deviceId, epoch: 'restored', ancestry: [{ epoch: county.county.epoch, forkNumbers: {} }], heads: { routine: 1 } };
  expect(bearer.replica.rewindTo({ ...unsigned, signature: county.county.key.sign(historyToSign(unsigned)) })).toBe('rewound');
  const before = bearer.replica.countyDocument(document.id);
  const cursors = bearer.replica.cursors();

  const taken = await takeParcel(restored, (await parcelsOf(bearer).make()).file);
  if (!taken.ok || taken.said === null) throw new Error('not taken');
  expect(taken).toMatchObject({ refusal: null, outcomes: { accepted: 1 } });
  const answered = await answerParcel(restored, taken.device, taken.said);
  if (!answered.ok) throw new Error(answered.refusal);
  expect(answered.documents).toBeGreaterThan(0);
  expect(await parcelsOf(bearer).read(answered.file)).toMatchObject({ ok: true, receipts: 1, documents: 0 });
  expect(waits(bearer)).toBe(0);
  expect(bearer.replica.cursors()).toEqual(cursors);
  expect(bearer.replica.countyDocument(document.id)).toEqual(before);
  expect(bearer.replica.formerContents('', 100_000).map(({ id }) => id)).toContain(document.id);
  bearer.replica.close();
}, 60_000);

test('LINE-24 a first sync by stick brings snapshots, is taken in without a line, and the log goes on from them', async () => {
  await onLine.exchange();
  for (let at = 0; at < 520; at += 1) onLine.save([{ op: 'create', document: patientOf(`龙多${at}`) }]);
  await onLine.exchange();
  await expect.poll(() => waits(onLine)).toBe(0);
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  fresh.save([{ op: 'create', document: patientOf('龙新') }]);
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true, outcomes: { accepted: 1 } });
  const first = await answerFor(fresh);
  // What was written after the snapshot comes by the log, whichever stick is read first.
  onLine.save([{ op: 'create', document: patientOf('龙末') }]);
  await onLine.exchange();
  const second = await answerFor(fresh);
  const documents = await county.county.db.selectFrom('documentScope').select('documentId').where('scope', '=', `org:${places.village}`).execute();
  expect(documents.length).toBeGreaterThan(520);
  const pages: number[] = [];
  const apply = fresh.replica.apply.bind(fresh.replica);
  const counted: OpenReplica = { ...fresh, replica: { ...fresh.replica, apply: (response, road) => { pages.push(response.page.documents.length); return apply(response, road); } } };
  const read = await parcelsOf(counted).read(second.file);
  expect(read).toMatchObject({ ok: true, isRewound: false, receipts: 1 });
  expect(read.ok && read.documents).toBeGreaterThanOrEqual(documents.length);
  expect(pages.reduce((sum, page) => sum + page, 0)).toBeLessThan(20);
  expect(fresh.replica.isFirstSyncDone()).toBe(true);
  expect(waits(fresh)).toBe(0);
  expect(await differencesFrom(county, fresh.replica)).toEqual([]);
  for (const again of [first, second]) expect(await parcelsOf(fresh).read(again.file)).toMatchObject({ ok: true });
  expect(await differencesFrom(county, fresh.replica)).toEqual([]);
  // One that has had its first sync asks for none.
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true, said: { takesSnapshots: false } });
  await fresh.close();
}, 120_000);

test('LINE-24 a damaged snapshot on a stick is told as such, and the next round brings a whole one; one that is damaged at the county is made anew before', async () => {
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  const parts = partsOf(county);
  const taken = await saysAtCounty((await parcelsOf(fresh).make()).file);
  if (!taken.ok || taken.said === null) throw new Error('not taken');
  const { device, said } = taken;
  const fileWith = async (spoil: (snapshot: ParcelSnapshot) => ParcelSnapshot): Promise<Uint8Array> => {
    const answered = await answerParcel({ ...parts, snapshotsOf: async (scopes) => (await parts.snapshotsOf(scopes)).map(spoil) }, device, said);
    if (!answered.ok) throw new Error(answered.refusal);
    return answered.file;
  };
  // As a county gave it that did not look at its chunks.
  const turned = await fileWith(({ manifest, chunks: [first = '', ...rest] }) => ({ manifest, chunks: [Buffer.from(Buffer.from(first, 'base64').map((byte, at) => (at === 500 ? byte ^ 1 : byte))).toString('base64'), ...rest] }));
  for (let reads = 0; reads < 2; reads += 1) expect(await parcelsOf(fresh).read(turned)).toEqual({ ok: false, reason: 'snapshotUnusable' });
  const notWhole = await fileWith(({ manifest, chunks }) => ({ manifest, chunks: chunks.slice(0, -1) }));
  expect(await parcelsOf(fresh).read(notWhole)).toEqual({ ok: false, reason: 'snapshotUnusable' });
  const unsigned = await fileWith(({ manifest, chunks }) => ({ manifest: { ...manifest, builtAt: '' }, chunks }));
  expect(await parcelsOf(fresh).read(unsigned)).toEqual({ ok: false, reason: 'snapshotUnusable' });
  // One scope's is given up, and what came of another's stays.
  const [whole] = await parts.snapshotsOf([`org:${places.village}`]);
  if (whole === undefined) throw new Error('no snapshot');
  const [{ sha256 } = { sha256: '' }] = whole.manifest.chunks;
  expect(fresh.replica.beginSnapshot(whole.manifest.scope, whole.manifest)).toBe('begun');
  for (const chunk of [sha256, 'another']) fresh.replica.keepPart(chunk, 0, Buffer.from('x'));
  fresh.replica.giveUpSnapshot(whole.manifest.scope);
  expect([sha256, 'another'].map((chunk) => fresh.replica.partLength(chunk))).toEqual([0, 1]);
  expect(fresh.replica.isFirstSyncDone()).toBe(false);

  await sql`update snapshot_chunk set bytes = set_bit(bytes, 4000, 1 - get_bit(bytes, 4000))`.execute(county.county.db);
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true, said: { takesSnapshots: true } });
  const path = join(folder, 'back.parcel');
  const out = await inThisProcess(runCounty, ['parcel', 'out', path, '--device', fresh.replica.identity.deviceId], { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  expect(out).toMatchObject({ code: 0, stderr: expect.stringMatching(/A snapshot for first syncs was damaged.*"damagedChunks":"\d+"/) as string });
  expect(await parcelsOf(fresh).read(readFileSync(path))).toMatchObject({ ok: true });
  expect(fresh.replica.isFirstSyncDone()).toBe(true);
  expect(await differencesFrom(county, fresh.replica)).toEqual([]);
  await fresh.close();
}, 120_000);

test('LINE-24 a stick that lacks a snapshot which the line had begun is read to its end, once: what it has is taken, and that scope comes by its log', async () => {
  const village = `org:${places.village}`;
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  fresh.save([{ op: 'create', document: patientOf('龙半') }]);
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true });
  const catalogues = await buildSnapshot(county.county, catalogueScope);
  expect(fresh.replica.beginSnapshot(catalogueScope, catalogues)).toBe('begun');
  fresh.replica.keepPart(catalogues.chunks[0]?.sha256 ?? '', 0, Buffer.from('half of it'));
  const parts = partsOf(county);
  const villageAlone: ParcelParts = { ...parts, snapshotsOf: async (scopes) => (await parts.snapshotsOf(scopes)).filter(({ manifest }) => manifest.scope === village) };
  const { file } = await answerFor(fresh, county, villageAlone);
  const timers: (() => void)[] = [];
  let elapsedMs = 0;
  const reads: string[] = [];
  const parcels = startParcels({
    replica: fresh.replica, timers: { after: (_ms, call) => { timers.push(call); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => new Date(), takeSnapshots: fresh.replication.fromStick,
    log: (event, facts) => { if (event === 'parcelRead') reads.push(String(facts['reason'] ?? 'taken')); },
  });
  const stick = mkdtempSync(join(folder, 'lacks-'));
  writeFileSync(join(stick, parcelNames(fresh.replica.identity.deviceId).ours.replace('.parcel', '-county-1.parcel')), file);
  expect(parcels.setFolder(stick)).toBe(null);
  await expect.poll(() => reads).toEqual(['taken']);
  expect(fresh.replica.isFirstSyncDone()).toBe(true);
  expect(waits(fresh)).toBe(0);
  expect(await differencesFrom(county, fresh.replica)).toEqual([]);
  expect(fresh.replica.get('SELECT (SELECT count(*) FROM snapshot_take) + (SELECT count(*) FROM snapshot_part) AS count')).toEqual({ count: 0 });
  elapsedMs += 600_000;
  timers.pop()?.();
  await new Promise((wake) => setTimeout(wake, 100));
  expect(reads).toEqual(['taken']);
  parcels.stop();
  await fresh.close();
}, 120_000);

test('LINE-24 a stick whose snapshot is older than the one that the line had begun is told as such, and not read again', async () => {
  const village = `org:${places.village}`;
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true });
  const { file } = await answerFor(fresh);
  onLine.save([{ op: 'create', document: patientOf('龙更') }]);
  await onLine.exchange();
  const newer = await buildSnapshot(county.county, village);
  expect(fresh.replica.beginSnapshot(village, newer)).toBe('begun');
  expect(await parcelsOf(fresh).read(file)).toEqual({ ok: false, reason: 'snapshotUnusable' });
  expect(fresh.replica.snapshots().map(({ manifest }) => manifest.number)).toEqual([newer.number]);
  await fresh.close();
}, 120_000);

test('LINE-24 that the county has more than a file carried is told, and not again of a file that brought nothing', async () => {
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  const device = await deviceById(county.county.db, fresh.replica.identity.deviceId);
  if (device === undefined) throw new Error('no device');
  const at = localClockTime(new Date());
  const response: ExchangeResponse = { wireVersion, epoch: county.county.epoch, countyTime: at, scopes: [...fresh.replica.scopes()], receipts: [], page: { entries: [], documents: [], cursors: { [catalogueScope]: 1 }, more: true }, nonce: '' };
  const parcel: CountyParcel = { parcel: 'county 1', to: fresh.replica.identity.deviceId, madeAt: at, history: null, answers: [{ after: {}, response }] };
  const file = sealParcel(brotliCompressSync(JSON.stringify(parcel)), { from: 'county', to: Buffer.from(device.publicKey, 'base64'), sign: (text) => county.county.key.sign(text), secret: randomBytes(32) });
  expect(await parcelsOf(fresh).read(file)).toMatchObject({ ok: true, isRepeat: false, isMore: true });
  expect(await parcelsOf(fresh).read(file)).toMatchObject({ ok: true, isRepeat: true, isMore: false });
  await fresh.close();
}, 60_000);

test('LINE-24 a PC that is closed while it reads the stick goes on with the same stick', async () => {
  const torn = await doctorAt(county);
  const before = openEnrolled(torn, { countyUrl: nowhere });
  expect(await saysAtCounty((await parcelsOf(before).make()).file)).toMatchObject({ ok: true });
  const answer = await answerFor(before);
  let slices = 0;
  const forget = before.replica.onCommit(() => { slices += 1; });
  const reading = parcelsOf(before).read(answer.file);
  await expect.poll(() => slices, { interval: 1 }).toBeGreaterThan(1);
  forget();
  await before.close();
  expect(await reading).toEqual({ ok: false, reason: 'interrupted' });
  const after = openEnrolled(torn, { countyUrl: nowhere });
  expect(await parcelsOf(after).read(answer.file)).toMatchObject({ ok: true });
  expect(await differencesFrom(county, after.replica)).toEqual([]);
  await after.close();
}, 120_000);

test('LINE-23 a stick that stays in the PC is written by itself once something has waited a day, and what the county put beside it is read', async () => {
  let now = new Date();
  const waitingTimers: (() => void)[] = [];
  let elapsedMs = 0;
  const parcels = startParcels({ replica: apart.replica, timers: { after: (_ms, call) => { waitingTimers.push(call); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => now, takeSnapshots: apart.replication.fromStick, log: () => undefined });
  const look = (): void => {
    elapsedMs += 600_000;
    waitingTimers.pop()?.();
  };
  expect(parcels.setFolder(join(folder, 'none'))).toBe('missing');
  expect(parcels.setFolder('relative')).toBe('missing');
  writeFileSync(join(folder, 'a file'), '');
  expect(parcels.setFolder(join(folder, 'a file'))).toBe('notAFolder');
  expect(parcels.setFolder(folder)).toBe(null);
  const names = parcelNames(apart.replica.identity.deviceId);
  apart.save([{ op: 'create', document: patientOf('龙久') }]);
  look();
  expect(() => readFileSync(join(folder, names.ours))).toThrow('ENOENT');
  now = new Date(Date.now() + 25 * 3_600_000);
  look();
  await expect.poll(() => parcels.stick()?.writtenAt).toBe(now.toISOString());
  const file = readFileSync(join(folder, names.ours));
  look();
  await new Promise((wake) => setTimeout(wake, 100));
  expect(readFileSync(join(folder, names.ours))).toEqual(file);

  expect(await saysAtCounty(file)).toMatchObject({ ok: true, outcomes: { accepted: 2 } });
  // As the console names it, and a browser a second one of a day; what is of another PC is not touched.
  const stem = names.ours.slice(0, -'.parcel'.length);
  expect([`${stem}-county.parcel`, `${stem}-county-2026-03-02 (1).parcel`, names.ours, 'lianyi-00000000-county.parcel', `${stem}-county-2026-03-02.parcel.part`].map(names.isCountys)).toEqual([true, true, false, false, false]);
  writeFileSync(join(folder, `${stem}-county-2026-03-02.parcel`), (await answerFor(apart)).file);
  look();
  await expect.poll(() => waits(apart)).toBe(0);
  expect(parcels.stick()).toEqual({ folder, trouble: null, writtenAt: now.toISOString(), refused: [] });
  parcels.stop();
}, 60_000);

test('LINE-23 a stick that is full, or is pulled, and a county\u2019s file that is not taken are shown, and when the stick was last written', async () => {
  let now = new Date();
  const waitingTimers: (() => void)[] = [];
  let elapsedMs = 0;
  const start = () => startParcels({ replica: apart.replica, timers: { after: (_ms, call) => { waitingTimers.push(call); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => now, takeSnapshots: apart.replication.fromStick, log: () => undefined });
  const look = (): void => {
    elapsedMs += 600_000;
    waitingTimers.pop()?.();
  };
  const stick = mkdtempSync(join(folder, 'stick-'));
  const { ours } = parcelNames(apart.replica.identity.deviceId);
  const parcels = start();
  expect(parcels.setFolder(stick)).toBe(null);
  expect(parcels.stick()).toEqual({ folder: stick, trouble: null, writtenAt: null, refused: [] });
  apart.save([{ op: 'create', document: patientOf('龙满') }]);
  now = new Date(Date.now() + 25 * 3_600_000);
  symlinkSync('/dev/full', join(stick, `${ours}.new`));
  look();
  await expect.poll(() => parcels.stick()).toMatchObject({ trouble: 'full', writtenAt: null });
  expect(existsSync(join(stick, ours))).toBe(false);
  await new Promise((wake) => setImmediate(wake));
  look();
  await expect.poll(() => parcels.stick()).toMatchObject({ trouble: null, writtenAt: now.toISOString() });

  const countys = join(stick, `${ours.slice(0, -'.parcel'.length)}-county-2026-03-02.parcel`);
  writeFileSync(countys, readFileSync(join(stick, ours)));
  look();
  await expect.poll(() => parcels.stick()?.refused.map(({ reason }) => reason)).toEqual(['ownParcel']);
  truncateSync(countys, maxParcelFileBytes + 1);
  look();
  expect(parcels.stick()?.refused.map(({ reason }) => reason)).toEqual(['tooLarge']);
  rmSync(countys);
  look();
  expect(parcels.stick()?.refused).toEqual([]);

  // One that cannot be got at is told, and keeps nothing here from being written.
  apart.save([{ op: 'create', document: patientOf('龙空') }]);
  symlinkSync(join(stick, 'nothing'), countys);
  now = new Date(now.getTime() + 60_000);
  look();
  await expect.poll(() => parcels.stick()).toEqual({ folder: stick, trouble: null, writtenAt: now.toISOString(), refused: [{ name: basename(countys), reason: 'cannotOpen' }] });
  unlinkSync(countys);
  mkdirSync(countys);
  look();
  await expect.poll(() => parcels.stick()).toMatchObject({ trouble: null, refused: [{ name: basename(countys), reason: 'cannotOpen' }] });
  rmdirSync(countys);
  look();
  expect(parcels.stick()?.refused).toEqual([]);

  const writtenAt = now.toISOString();
  rmSync(stick, { recursive: true });
  look();
  expect(parcels.stick()).toEqual({ folder: stick, trouble: 'missing', writtenAt, refused: [] });
  parcels.stop();
  // Over a restart it is still known.
  const again = start();
  expect(again.stick()).toMatchObject({ folder: stick, writtenAt });
  again.stop();
}, 60_000);

test('LINE-23 what the county puts into the folder is read within a minute, and at once when somebody asks; a damaged file is no matter once a newer one was read', async () => {
  const timers: { readonly ms: number; readonly call: () => void }[] = [];
  let elapsedMs = 0;
  const next = (): number => {
    const timer = timers.pop();
    elapsedMs += timer?.ms ?? 0;
    timer?.call();
    return timer?.ms ?? 0;
  };
  const reads: string[] = [];
  const parcels = startParcels({
    replica: apart.replica, timers: { after: (ms, call) => { timers.push({ ms, call }); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => new Date(), takeSnapshots: apart.replication.fromStick,
    log: (event, facts) => { if (event === 'parcelRead') reads.push(String(facts['reason'] ?? 'taken')); },
  });
  const stick = mkdtempSync(join(folder, 'minute-'));
  expect(parcels.setFolder(stick)).toBe(null);
  const stem = parcelNames(apart.replica.identity.deviceId).ours.slice(0, -'.parcel'.length);
  const put = (day: number, file: Uint8Array): void => {
    const path = join(stick, `${stem}-county-2026-03-0${day}.parcel`);
    writeFileSync(path, file);
    utimesSync(path, new Date(2026, 2, day), new Date(2026, 2, day));
  };
  apart.save([{ op: 'create', document: patientOf('龙分') }]);
  expect(await saysAtCounty((await parcelsOf(apart).make()).file)).toMatchObject({ ok: true });
  const { file } = await answerFor(apart);
  put(1, file.subarray(0, file.length - 9));
  expect(next()).toBe(60_000);
  await expect.poll(() => parcels.stick()?.refused.map(({ reason }) => reason)).toEqual(['damaged']);
  // Nothing has changed: it is not read again.
  next();
  put(2, file);
  parcels.lookNow();
  await expect.poll(() => waits(apart)).toBe(0);
  await expect.poll(() => parcels.stick()?.refused).toEqual([]);
  expect(reads).toEqual(['damaged', 'taken']);
  // A newer one that is damaged is told all the same.
  put(3, file.subarray(0, file.length - 9));
  next();
  await expect.poll(() => parcels.stick()?.refused.map(({ reason }) => reason)).toEqual(['damaged']);
  parcels.stop();
}, 60_000);

test('LINE-23 SYNC-11 what lies on a stick of a county that was restored is looked at once, over restarts too, and again only by a PC that has gone over to another history', async () => {
  const bearer = openEnrolled(await doctorAt(county));
  bearer.save([{ op: 'create', document: patientOf('龙换') }]);
  await bearer.exchange();
  await bearer.replication.stop();
  expect(await saysAtCounty((await parcelsOf(bearer).make()).file)).toMatchObject({ ok: true });
  const device = await deviceById(county.county.db, bearer.replica.identity.deviceId);
  const said = await parcelRequestOf(county.county.db, bearer.replica.identity.deviceId);
  if (device === undefined || said === undefined) throw new Error('no parcel has come');
  const former = await answerFor(bearer);
  const parts = partsOf(county);
  const ancestry = [{ epoch: county.county.epoch, forkNumbers: {} }];
  const gone = await answerParcel({ ...parts, county: { ...parts.county, epoch: 'restored', ancestry } }, device, said);
  if (!gone.ok) throw new Error(gone.refusal);
  expect(gone.isRestored).toBe(true);

  const stick = mkdtempSync(join(folder, 'restored-'));
  const put = (day: number, { file }: { readonly file: Uint8Array }): void => {
    const path = join(stick, parcelNames(device.id).ours.replace('.parcel', `-county-${day}.parcel`));
    writeFileSync(path, file);
    utimesSync(path, new Date(2026, 2, day), new Date(2026, 2, day));
  };
  const reads: string[] = [];
  let elapsedMs = 0;
  const timers: (() => void)[] = [];
  const start = () => startParcels({
    replica: bearer.replica, timers: { after: (_ms, call) => { timers.push(call); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => new Date(), takeSnapshots: bearer.replication.fromStick,
    log: (event, facts) => { if (event === 'parcelRead') reads.push(String(facts['reason'] ?? 'taken')); },
  });
  const look = async (): Promise<void> => {
    elapsedMs += 600_000;
    timers.pop()?.();
    await new Promise((wake) => setTimeout(wake, 100));
  };
  const reasons = (parcels: ReturnType<typeof start>) => parcels.stick()?.refused.map(({ reason }) => reason);
  const first = start();
  put(2, gone);
  expect(first.setFolder(stick)).toBe(null);
  await expect.poll(() => reads).toEqual(['taken']);
  expect(bearer.replica.epoch()).toBe('restored');
  first.stop();

  const second = start();
  await look();
  expect([reads, reasons(second)]).toEqual([['taken'], []]);
  // Somebody reads it by hand once more: it is no other history.
  expect(await second.read(gone.file)).toMatchObject({ ok: true, isRewound: false, isRepeat: true });
  put(3, former);
  await look();
  expect([reads, reasons(second)]).toEqual([['taken', 'otherHistory'], ['otherHistory']]);
  second.stop();

  const third = start();
  for (let looks = 0; looks < 2; looks += 1) await look();
  expect([reads, reasons(third)]).toEqual([['taken', 'otherHistory'], ['otherHistory']]);
  const again = { deviceId: bearer.replica.identity.deviceId, epoch: 'restored again', ancestry: [{ epoch: 'restored', forkNumbers: {} }, ...ancestry], heads: {} };
  expect(bearer.replica.rewindTo({ ...again, signature: county.county.key.sign(historyToSign(again)) })).toBe('rewound');
  await look();
  expect(reads).toEqual(['taken', 'otherHistory', 'otherHistory']);
  third.stop();
  bearer.replica.close();
}, 60_000);
