import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { changedUnits, unitValue } from '@lianyi/schema/documents/units';
import { confirmDevices } from '@lianyi/sync-server/access/deviceStatus';
import { backup, restore } from '@lianyi/sync-server/cli/backup';
import type { RunningServer } from '@lianyi/sync-server/index';
import { startServer } from '@lianyi/sync-server/index';
import type { Database } from '@lianyi/sync-server/store/database';
import { openAsOwner, sql } from '@lianyi/sync-server/store/database';
import { everyDocument } from '@lianyi/sync-server/store/everyDocument';
import { callerOf } from '@lianyi/desktop/host/index';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { anEmptyDatabase } from '@lianyi/tests/builders/aTestPostgres';

let county: TestCountyServer;
let village: TestClinic;
let township: TestClinic;
let lostDevice: TestDevice;
let survivor: TestDevice;
let empty: Awaited<ReturnType<typeof anEmptyDatabase>>;
let restored: RunningServer | undefined;
const folder = mkdtempSync(join(tmpdir(), 'lianyi-backup-'));
const file = join(folder, 'county.backup');
const keyFile = join(folder, 'backup.key');
const newKeyDir = join(folder, 'keys');

beforeAll(async () => {
  writeFileSync(keyFile, randomBytes(64));
  county = await aCounty();
  empty = await anEmptyDatabase();
  village = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
  township = await aClinic(county, { orgId: places.township, personId: people.physician });
  lostDevice = await county.enrol(places.village);
  survivor = await county.enrol(places.village);
}, 180_000);
afterAll(async () => {
  await village.close();
  await township.close();
  await restored?.close();
  await county.close();
  await empty.drop();
  rmSync(folder, { recursive: true, force: true });
});

const edit = (clinic: TestClinic, id: string, over: (patient: Patient) => Patient): void => {
  const before = clinic.replica.document('patient', id);
  if (before === undefined) throw new Error('not here');
  const after = over(before);
  clinic.save([{ op: 'change', kind: 'patient', id, changes: changedUnits(before, after).map((unit) => ({ unit, before: unitValue(before, unit), after: unitValue(after, unit) })) }]);
};
const atCounty = async (db: Database): Promise<ReadonlyMap<string, AnyDocument>> => {
  const all = new Map<string, AnyDocument>();
  for await (const { id, body } of everyDocument(db)) all.set(id, body);
  return all;
};
const atClinic = (clinic: TestClinic) => new Map(clinic.replica.dump('', 10_000).map(({ id, body, waiting }) => [id, { body, waiting }]));
const line = async (clinic: TestClinic) => {
  const open = clinic.host.context.clinic();
  if (open === null) throw new Error('not open');
  return open.replication.exchangeNow();
};
const until = async (what: () => boolean): Promise<void> => {
  for (let at = 0; at < 900 && !what(); at += 1) await new Promise((wake) => setTimeout(wake, 100));
  expect(what()).toBe(true);
};

test('SYNC-11 SYNC-51 SYNC-52 a county that is lost and restored from a backup has everything again that either side still holds', async () => {
  const early = Array.from({ length: 20 }, (_, at) => aPatient({ homeId: places.village, name: `龙早${at}` }));
  const [first, second, third, fourth] = early;
  if (!first || !second || !third || !fourth) throw new Error('no patients');
  village.save(early.map((document) => ({ op: 'create', document })));
  village.save([{ op: 'create', document: aStockMove({ lot: { ownerId: places.village } }) }]);
  await village.exchange();
  await township.exchange();

  // While the county serves: of one moment, whatever comes meanwhile.
  const busy = lostDevice.push([create(aPatient({ homeId: places.village, name: '龙忙' }))]);
  const made = await backup(county.county.db, file, { keyFile, keyDir: county.keyDir }, new Date());
  await busy;
  expect(made).toMatchObject({ ok: true });
  expect(readFileSync(file).includes(Buffer.from('龙早'))).toBe(false);

  // Held by the county, and above the fork: own bundles, a bundle of a PC that dies with the county, and both on one document.
  const late = aPatient({ homeId: places.village, name: '龙晚' });
  village.save([{ op: 'create', document: late }]);
  edit(village, first.id, (patient) => ({ ...patient, phone: '13900000001' }));
  edit(village, first.id, (patient) => ({ ...patient, phone: '13900000002' }));
  village.save([{ op: 'create', document: aStockMove({ lot: { ownerId: places.village }, quantity: 7 }) }]);
  await village.exchange();
  await township.exchange();
  edit(township, first.id, (patient) => ({ ...patient, allergies: { a: anAllergy({ substance: '青霉素' }) } }));
  edit(township, second.id, (patient) => ({ ...patient, phone: '13900000003' }));
  await township.exchange();
  const ofLostDevice = aPatient({ homeId: places.village, name: '龙失' });
  await lostDevice.push([create(ofLostDevice)]);
  await lostDevice.push([{ op: 'change', kind: 'patient', version: 1, id: third.id, changes: [{ unit: 'phone', before: third.phone, after: '13900000004' }] }]);
  await lostDevice.push([{ op: 'change', kind: 'patient', version: 1, id: fourth.id, changes: [{ unit: 'phone', before: fourth.phone, after: '13900000005' }] }]);
  await village.exchange();
  await township.exchange();
  const before = await atCounty(county.county.db);

  // The county is gone; what is saved meanwhile waits.
  const { port } = new URL(county.url);
  await county.county.db.destroy().catch(() => undefined);
  await county.close();
  edit(village, second.id, (patient) => ({ ...patient, address: null, allergies: { b: anAllergy({ substance: '磺胺', allergyClass: 'sulfonamide' }) } }));

  const db = openAsOwner(empty.databaseUrl);
  expect(await restore(db, file, { keyFile, keyDir: newKeyDir })).toMatchObject({ ok: true });
  expect(await restore(db, file, { keyFile, keyDir: newKeyDir })).toMatchObject({ ok: false });
  await db.destroy();
  restored = await startServer({ databaseUrl: empty.databaseUrl, keyDir: newKeyDir, port: Number(port), host: '127.0.0.1', logLevel: 'silent' });
  expect(restored.county.epoch).not.toBe(county.county.epoch);

  // A PC that had not heard of the last change of one patient, and changes the same.
  const formerEpoch = survivor.epoch;
  survivor.epoch = restored.county.epoch;
  await survivor.push([{ op: 'change', kind: 'patient', version: 1, id: fourth.id, changes: [{ unit: 'phone', before: fourth.phone, after: '13900000006' }] }], { epoch: formerEpoch });

  // At once, since the county's key says that it goes back to their history: bundles first, and nothing pulled.
  for (const clinic of [village, township]) await line(clinic);
  await until(() => [village, township].every((clinic) => clinic.replica.lineFacts().waiting.count === 0));
  expect(village.replica.epoch()).toBe(restored.county.epoch);
  expect(village.replica.document('patient', ofLostDevice.id)).toEqual(ofLostDevice);
  expect((await atCounty(restored.county.db)).has(ofLostDevice.id)).toBe(false);

  expect(await confirmDevices(restored.county.db)).toBe(4);
  await until(() => [village, township].every((clinic) => !clinic.replica.isWitness()));
  for (const clinic of [village, township, village, township]) await line(clinic);

  const after = await atCounty(restored.county.db);
  const reviews = [...after.values()].filter((document) => document.kind === 'review');
  const isChanged = new Set<string>([second.id, fourth.id]);
  for (const [id, document] of before) {
    expect([id, isChanged.has(id) ? null : after.get(id)]).toEqual([id, isChanged.has(id) ? null : document]);
  }
  expect(after.get(second.id)).toMatchObject({ phone: '13900000003', allergies: { b: { substance: '磺胺' } } });
  // The county's stays, and what the witness has waits for a person.
  expect(after.get(fourth.id)).toMatchObject({ phone: '13900000006' });
  expect(reviews).toMatchObject([{ about: { id: fourth.id, unit: 'phone' }, kept: { value: '13900000006' }, losing: { value: '13900000005' } }]);
  expect(after.size).toBe(before.size + 1);
  for (const [id, { body, waiting }] of atClinic(village)) expect([id, waiting, body]).toEqual([id, false, after.get(id)]);
  for (const [id, { body, waiting }] of atClinic(township)) expect([id, waiting, body]).toEqual([id, false, after.get(id)]);
  expect(atClinic(village).size).toBeGreaterThan(30);
  const balance = await restored.county.db.selectFrom('stockBalance').select('quantity').execute();
  expect(balance).toEqual([{ quantity: 47 }]);

  // And the two agree by checksum.
  for (const clinic of [village, township]) {
    const checked = await clinic.host.context.clinic()?.replication.checkNow();
    expect(checked).toMatchObject({ ok: true, report: { behind: 0, taken: 0, gone: 0, unknown: 0, left: 0 } });
  }
}, 240_000);

test('SYNC-11 SYNC-51 a server that runs while its database is restored goes over to the new history, and so do its clinics', async () => {
  // Not cut from a template: its roles bear its own name, as those do that the restore makes.
  const running = await aCounty({ database: await anEmptyDatabase() });
  const clinic = await aClinic(running, { orgId: places.village, personId: people.villageDoctor });
  const backupFile = join(folder, 'running.backup');
  clinic.save([{ op: 'create', document: aPatient({ homeId: places.village, name: '龙一' }) }]);
  await clinic.exchange();
  expect(await backup(running.county.db, backupFile, { keyFile, keyDir: running.keyDir }, new Date())).toMatchObject({ ok: true });
  clinic.save([{ op: 'create', document: aPatient({ homeId: places.village, name: '龙二' }) }]);
  await clinic.exchange();
  const [before, former] = [await atCounty(running.county.db), running.county.epoch];

  await sql`drop schema public cascade`.execute(running.owner);
  await sql`create schema public`.execute(running.owner);
  const db = openAsOwner(running.databaseUrl);
  expect(await restore(db, backupFile, { keyFile, keyDir: running.keyDir })).toMatchObject({ ok: true });
  expect((await atCounty(db)).size).toBe(before.size - 1);
  await line(clinic);
  await until(() => clinic.replica.epoch() !== former && clinic.replica.lineFacts().waiting.count === 0);
  expect(running.county.epoch).toBe(clinic.replica.epoch());
  expect(running.county.ancestry.map(({ epoch }) => epoch)).toEqual([former]);
  expect(await atCounty(db)).toEqual(before);
  const door = clinic.host.door({ isCommandLine: true });
  await door.door.unlock(people.villageDoctor, '135790');
  const { findings } = await callerOf(door).doctor.examine();
  expect(findings.filter((finding) => finding.outcome !== 'whole').map(({ fault, outcome }) => [fault, outcome])).toEqual([['awaitsConfirmation', 'person'], ['notCompared', 'notDone']]);
  await confirmDevices(db);
  await until(() => !clinic.replica.isWitness());
  expect((await line(clinic)).problem).toBeNull();
  await db.destroy();
  await clinic.close();
  await running.close();
}, 240_000);

test('SYNC-51 a backup opens with its own secret only, and one that was damaged is refused whole', async () => {
  const other = join(folder, 'other.key');
  writeFileSync(other, randomBytes(64));
  const damaged = join(folder, 'damaged.backup');
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
  writeFileSync(damaged, bytes);
  const target = await anEmptyDatabase();
  const db = openAsOwner(target.databaseUrl);
  expect(await restore(db, file, { keyFile: other, keyDir: join(folder, 'k2') })).toMatchObject({ ok: false, words: expect.stringContaining('another secret') as string });
  expect(await restore(db, damaged, { keyFile, keyDir: join(folder, 'k2') })).toMatchObject({ ok: false });
  expect(await restore(db, keyFile, { keyFile, keyDir: join(folder, 'k2') })).toMatchObject({ ok: false, words: expect.stringContaining('no backup') as string });
  await db.destroy();
  await target.drop();
});
