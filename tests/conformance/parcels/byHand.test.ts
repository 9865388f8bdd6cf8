import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeParcel } from '@lianyi/desktop/host/replication/parcels';
import { startParcels } from '@lianyi/desktop/host/replication/startParcels';
import { runCounty } from '@lianyi/sync-server/cli/runCounty';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { parcelRequestOf } from '@lianyi/sync-server/store/parcels';
import { answerParcel } from '@lianyi/sync-server/sync/parcels/answerParcel';
import type { ParcelParts } from '@lianyi/sync-server/sync/parcels/takeParcel';
import { catalogueScope } from '@lianyi/schema/documents/kinds';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { people, places } from '@lianyi/tests/builders/aCounty';
import { anAccount, aSessionOf } from '@lianyi/tests/builders/anAccount';
import { anAllergy } from '@lianyi/tests/builders/aPatient';
import { openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';
import { nowhere, parcelsOf, partsOf, patientOf, stickRoads, waits } from './stickRoads.ts';

const roads = await stickRoads();
const { county, onLine, apart, folder, doctorAt, saysAtCounty, answerFor } = roads;
afterAll(async () => { await roads.close(); });

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

test('DEV-6 a stick of one PC says nothing of another: one that is silent, one that is stolen, and one that was never heard stay as they are', async () => {
  const { db } = county.county;
  const others = [await doctorAt(county), await doctorAt(county), await doctorAt(county)].map(({ identity }) => identity.deviceId);
  const [silent = '', stolen = '', unheard = ''] = others;
  const daysAgo = (days: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - days * 24 * 3_600_000);
  const known = { waitingCount: 41, appVersion: '0.9.0', trouble: 'diskFull', troubleAt: daysAgo(50) };
  await db.updateTable('device').set({ ...known, lastHeardAt: daysAgo(50) }).where('id', '=', silent).execute();
  await db.updateTable('device').set({ ...known, lastHeardAt: daysAgo(60), status: 'stolen' }).where('id', '=', stolen).execute();
  await db.updateTable('device').set({ lastHeardAt: null, waitingCount: 7, appVersion: '' }).where('id', '=', unheard).execute();
  // The one on the line goes on exchanging meanwhile.
  const rows = async () => db.selectFrom('device').selectAll().where('id', 'in', others).orderBy('id').execute();
  const before = await rows();
  expect(before.map(({ id }) => id)).toEqual(others.toSorted());
  apart.save([{ op: 'create', document: patientOf('龙旁') }]);
  expect(await saysAtCounty((await parcelsOf(apart).make()).file)).toMatchObject({ ok: true, refusal: null });
  await parcelsOf(apart).read((await answerFor(apart)).file);
  expect(await rows()).toEqual(before);
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
