/** Slots, recovery and lease of a real host with a real county. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '@lianyi/desktop/host/index';
import { callerOf, fileKeyStore, startHost } from '@lianyi/desktop/host/index';
import { sealKey } from '@lianyi/desktop/host/replica/slotSeal';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { localDay } from '@lianyi/schema/basics/dates';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { idFromHash, newId } from '@lianyi/schema/basics/ids';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { DoorEvent } from '@lianyi/schema/documents/doorEvents';
import { recoverPath, recoveryCodeId, recoveryProof, recoveryProofKey } from '@lianyi/schema/wire/recovery';
import { grantToCode } from '@lianyi/schema/wire/lease';
import { actOnDevice } from '@lianyi/sync-server/access/deviceActs';
import { makeRecoveryCode } from '@lianyi/sync-server/access/deviceRecoveryCodes';
import { auditPage } from '@lianyi/sync-server/reports/audit';
import { setDevicePolicy } from '@lianyi/sync-server/store/devicePolicy';
import { examineReads } from '@lianyi/sync-server/sync/examineReads';
import { extendLease } from '@lianyi/sync-server/sync/lease';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { afterAll, beforeAll, expect, test } from 'vitest';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); }, 180_000);
const directories: string[] = [];
afterAll(async () => {
  await county.close();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

const resourcesDir = join(import.meta.dirname, '../../resources');
const dayMs = 86_400_000;
const pin = '135790';

const village = async (countyUrl = county.url, alsoPins: readonly PersonId[] = []): Promise<TestClinic> => aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl, alsoPins });

async function until(isSo: () => boolean): Promise<void> {
  for (let at = 0; at < 600; at += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to that');
}

/** The same PC after a restart of the machine, with another clock if one is given. */
async function restarted(clinic: TestClinic, more: { readonly now?: () => Date; readonly countyUrl?: string } = {}) {
  await clinic.host.close();
  directories.push(clinic.dataDir);
  return startHost({ dataDir: clinic.dataDir, resourcesDir, keyStore: fileKeyStore(join(clinic.dataDir, 'keystore')), ...more });
}

/** What this PC says of its door to the county's audit, as far as its outbox has held it. */
function doorEventsOf(host: Host): readonly DoorEvent[] {
  const rows = host.context.clinic()?.replica.all<{ body: string }>("SELECT body FROM bundle WHERE action = 'door.events' ORDER BY save_number") ?? [];
  return rows.flatMap(({ body }) => (JSON.parse(body) as BundleBody).writes.flatMap((write) => (write.op === 'create' ? (write.document as unknown as { readonly events: readonly DoorEvent[] }).events : [])));
}

async function codeFor(deviceId: string, personId: string): Promise<string> {
  const made = await makeRecoveryCode(county.county.db, { deviceId, personId, reason: '都忘了', by: '龙建军' }, new Date());
  if (!made.ok) throw new Error(made.reason);
  return made.code;
}

test('KEY-4 after a restart nothing is open, and a locked screen leaves the exchange running', { timeout: 120_000 }, async () => {
  const clinic = await village();
  await clinic.exchange();
  await clinic.host.caller.session.lock();
  const patient = aPatient({ homeId: places.village });
  const other = await county.enrol(places.village);
  await other.push([create(patient)]);
  await until(() => clinic.replica.document('patient', patient.id) !== undefined);
  await expect(clinic.host.caller.patients.chart({ patientId: patient.id })).rejects.toThrow('locked');

  const host = await restarted(clinic);
  expect(host.context.clinic()).toBeNull();
  expect((await host.caller.session.status()).current).toBeNull();
  await expect(host.caller.patients.chart({ patientId: patient.id })).rejects.toThrow('locked');
  await host.close();
});

test('KEY-4 a slot that was forged beside an open clinic opens nothing: it must hold that clinic\'s key', { timeout: 120_000 }, async () => {
  const clinic = await village();
  await clinic.host.caller.session.lock();
  const path = join(clinic.dataDir, 'slots.json');
  const before = readFileSync(path, 'utf8');
  const file = JSON.parse(before) as { slots: { personId: string; name: string; role: string; orgId: string; orgName: string; key: unknown }[] };
  const secret = await fileKeyStore(join(clinic.dataDir, 'keystore')).secret();
  const forged = await Promise.all(file.slots.map(async (slot) => ({
    ...slot, key: await sealKey(new Uint8Array(randomBytes(32)), '864209', secret, canonicalJson([slot.personId, slot.name, slot.role, slot.orgId, slot.orgName])),
  })));
  writeFileSync(path, JSON.stringify({ ...file, slots: forged }));
  expect(await clinic.host.caller.session.unlock({ personId: people.villageDoctor, pin: '864209' })).toMatchObject({ ok: false, reason: 'damaged' });
  expect((await clinic.host.caller.session.status()).current).toBeNull();
  writeFileSync(path, before);
  expect(await clinic.host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  await clinic.close();
});

test('KEY-6 one\'s own PIN is changed with the old one; a weak or known one, or the same, is refused', { timeout: 120_000 }, async () => {
  const clinic = await village();
  await clinic.exchange();
  clinic.save([{ op: 'create', document: aPatient({ homeId: places.village, name: '龙正明', phone: '13985647210' }) }]);
  const { keys, session } = clinic.host.caller;
  expect(await keys.change({ old: pin, secret: '123456' })).toEqual({ ok: false, reason: 'fault', fault: 'pattern' });
  expect(await keys.change({ old: pin, secret: '647210' })).toEqual({ ok: false, reason: 'fault', fault: 'known' });
  expect(await keys.change({ old: pin, secret: pin })).toEqual({ ok: false, reason: 'unchanged' });
  expect(await keys.change({ old: '000000', secret: '864209' })).toMatchObject({ ok: false, reason: 'old', old: { reason: 'wrong', attemptsLeft: 4 } });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(await keys.change({ old: pin, secret: '864209' })).toEqual({ ok: true });
  await session.lock();
  expect(await session.unlock({ personId: people.villageDoctor, pin: '864209' })).toMatchObject({ ok: true });
  await clinic.close();
});

test('KEY-6 a forgotten PIN is set anew by a township head with a reason and by no colleague; a nurse\'s first one by the doctor', { timeout: 120_000 }, async () => {
  const [head, newcomer] = [idFromHash(['keys', 'head']) as PersonId, idFromHash(['keys', 'newcomer']) as PersonId];
  const person = (id: PersonId, orgId: OrganisationId, role: 'townshipHead' | 'nurse', name: string) => aPerson({ id, orgId, role, name });
  // A head who treats as well, the usual case: entered as physician first.
  const physician = person(head, places.township, 'townshipHead', '杨院长');
  await county.write([{ ...physician, posts: [{ orgId: places.township, role: 'physician', from: null, until: null }, ...physician.posts] }]);
  const clinic = await village(county.url, [head, people.nurse]);
  await county.write([person(newcomer, places.village, 'nurse', '新来的')]);
  await clinic.exchange();
  const host = await restarted(clinic);
  await host.caller.session.unlock({ personId: people.villageDoctor, pin });
  const ask = { personId: people.nurse, secret: '975310', reason: '忘了' };
  expect(await host.caller.keys.set(ask)).toEqual({ ok: false, reason: 'notAllowed' });
  const { holders, mayReset } = await host.caller.keys.holders();
  expect([mayReset, holders.find(({ personId }) => personId === newcomer)?.slot]).toEqual([false, null]);
  expect(await host.caller.keys.set({ personId: newcomer, secret: '975310', reason: '' })).toEqual({ ok: true });
  expect(await host.caller.keys.set({ personId: newcomer, secret: '864209', reason: '' })).toEqual({ ok: false, reason: 'notAllowed' });
  await host.caller.session.lock();

  await host.caller.session.unlock({ personId: head, pin });
  // PERM-2: what one of the posts may do, they may.
  expect((await host.caller.session.status()).current?.roles).toEqual(['physician', 'townshipHead']);
  expect(await host.caller.patients.change({ patientId: newId(), changes: [{ unit: 'phone', before: null, after: '1' }] })).toMatchObject({ ok: false });
  expect(await host.caller.keys.set({ ...ask, reason: '...' })).toEqual({ ok: false, reason: 'noReason' });
  expect(await host.caller.keys.set({ ...ask, secret: '111111' })).toEqual({ ok: false, reason: 'fault', fault: 'pattern' });
  expect(await host.caller.keys.set({ ...ask, personId: people.farDoctor })).toEqual({ ok: false, reason: 'postEnded' });
  expect(await host.caller.keys.set({ ...ask, personId: head })).toEqual({ ok: false, reason: 'notAllowed' });
  expect(await host.caller.keys.set(ask)).toEqual({ ok: true });
  expect(doorEventsOf(host)).toMatchObject([
    { what: 'refused', personId: people.nurse, byId: people.villageDoctor, permission: 'pin.reset' }, { what: 'first', personId: newcomer, byId: people.villageDoctor, reason: null },
    { what: 'refused', personId: head, byId: head, permission: 'pin.reset' }, { what: 'reset', personId: people.nurse, byId: head, reason: '忘了' },
  ]);
  await host.caller.session.lock();
  expect(await host.caller.session.unlock({ personId: people.nurse, pin: '975310' })).toMatchObject({ ok: true });
  expect((await host.caller.keys.holders()).holders.find(({ personId }) => personId === head)).toMatchObject({ role: 'townshipHead', slot: { lockedUntil: null } });
  expect(readFileSync(join(clinic.dataDir, 'host.log'), 'utf8')).not.toContain('忘了');
  await host.close();
});

test('KEY-6 ENEMY-12 nobody becomes the doctor by setting their first PIN: it takes all that they may do, the right to reset, or a code of the county', { timeout: 120_000 }, async () => {
  const newNurse = idFromHash(['keys', 'newNurse']) as PersonId;
  await county.write([aPerson({ id: newNurse, orgId: places.village, role: 'nurse', name: '新护士' })]);
  const clinic = await aClinic(county, { orgId: places.village, personId: people.nurse });
  await clinic.exchange();
  const { host } = clinic;
  const first = async (personId: PersonId) => host.caller.keys.set({ personId, secret: '975310', reason: '他让我设的' });
  const mayNow = async () => new Map((await host.caller.keys.holders()).holders.map(({ personId, maySetFirst }) => [personId, maySetFirst]));
  // Physicians of the institution above have never been at this PC; the doctor of the clinic itself has not either.
  for (const doctor of [people.physician, people.villageDoctor]) expect(await first(doctor)).toEqual({ ok: false, reason: 'needsCode' });
  const asNurse = await mayNow();
  expect([people.physician, people.villageDoctor, newNurse].map((one) => asNurse.get(one))).toEqual([false, false, true]);
  expect(readFileSync(join(clinic.dataDir, 'slots.json'), 'utf8')).not.toContain(people.physician);
  expect(await first(newNurse)).toEqual({ ok: true });

  // The county names the person and who asked: with its code the doctor is let in, whoever is signed in.
  const code = await codeFor(host.identity.deviceId, people.villageDoctor);
  expect(await host.caller.keys.recover({ personId: people.villageDoctor, code, secret: '864209' })).toMatchObject({ ok: true });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin: '864209' })).toMatchObject({ ok: true });
  // A doctor of the village prescribes less than a physician of the health centre: no PIN of theirs either.
  expect(await first(people.physician)).toEqual({ ok: false, reason: 'needsCode' });
  expect(doorEventsOf(host).map(({ what, personId, byId }) => [what, personId, byId])).toEqual([
    ['refused', people.physician, people.nurse], ['first', newNurse, people.nurse], ['recovered', people.villageDoctor, null], ['refused', people.physician, people.villageDoctor],
  ]);
  await clinic.close();
});

test('KEY-7 whose post ends loses the slot on the next exchange, is signed out, and an old slots file does not bring it back', { timeout: 120_000 }, async () => {
  const leaver = idFromHash(['keys', 'leaver']) as PersonId;
  const doctor = aPerson({ id: leaver, orgId: places.village, name: '要走的' });
  await county.write([doctor]);
  const clinic = await aClinic(county, { orgId: places.village, personId: leaver, alsoPins: [people.villageDoctor] });
  await clinic.exchange();
  const path = join(clinic.dataDir, 'slots.json');
  const before = readFileSync(path, 'utf8');
  await county.write([{ ...doctor, active: false }]);
  await until(() => !readFileSync(path, 'utf8').includes(leaver));
  expect((await clinic.host.caller.session.status()).current).toBeNull();
  writeFileSync(path, before);
  expect(await clinic.host.caller.session.unlock({ personId: leaver, pin })).toEqual({ ok: false, reason: 'postEnded' });
  expect(readFileSync(path, 'utf8')).not.toContain(leaver);
  expect(await clinic.host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  await clinic.close();
});

test('KEY-7 ENEMY-12 of two posts the one that ends takes its acts from an open session at once; the last one locks it, and says why', { timeout: 120_000 }, async () => {
  const both = idFromHash(['keys', 'both']) as PersonId;
  const nurse = { orgId: places.village, role: 'nurse' as const, from: null, until: null };
  const doctor = aPerson({ id: both, orgId: places.village, name: '两个岗位' });
  await county.write([{ ...doctor, posts: [...doctor.posts, nurse] }]);
  const clinic = await aClinic(county, { orgId: places.village, personId: both });
  await clinic.exchange();
  const { caller } = clinic.host;
  const rolesNow = async () => (await caller.session.status()).current?.roles;
  const sign = async () => caller.prescriptions.sign({} as never);
  expect(await rolesNow()).toEqual(['villageDoctor', 'nurse']);
  await expect(sign()).rejects.toMatchObject({ code: 'BAD_REQUEST' });

  await county.write([{ ...doctor, posts: [nurse] }]);
  await clinic.exchange();
  await expect(sign()).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'prescription.sign' });
  expect(await rolesNow()).toEqual(['nurse']);
  await expect(caller.patients.register({} as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });

  await county.write([{ ...doctor, posts: [] }]);
  await clinic.exchange();
  await expect(caller.today.overview()).rejects.toThrow('locked');
  expect(await caller.session.status()).toMatchObject({ current: null, ended: { because: 'postEnded', name: '两个岗位' } });
  await clinic.close();
});

test('KEY-7 KEY-8 ENEMY-12 midnight ends posts and the days without the county in an open session too', { timeout: 120_000 }, async () => {
  const [both, visitor] = ['untilToday', 'visitorUntilToday'].map((name) => idFromHash(['keys', name]) as PersonId) as [PersonId, PersonId];
  const today = localDay(new Date());
  const post = (role: 'villageDoctor' | 'nurse', lastDay: CalendarDate | null) => ({ orgId: places.village, role, from: null, until: lastDay });
  await county.write([
    { ...aPerson({ id: both, name: '白天是医生' }), posts: [post('villageDoctor', today), post('nurse', null)] }, { ...aPerson({ id: visitor, name: '今天最后一天' }), posts: [post('villageDoctor', today)] },
  ]);
  const clinic = await aClinic(county, { orgId: places.village, personId: both, alsoPins: [visitor, people.villageDoctor] });
  await clinic.exchange();
  let ahead = 0;
  const host = await restarted(clinic, { now: () => new Date(Date.now() + ahead), countyUrl: 'http://127.0.0.1:9' });
  const open = async (personId: PersonId) => expect(await host.caller.session.unlock({ personId, pin })).toMatchObject({ ok: true });
  await open(both);
  expect((await host.caller.session.status()).current?.roles).toEqual(['villageDoctor', 'nurse']);
  ahead = dayMs;
  expect((await host.caller.session.status()).current?.roles).toEqual(['nurse']);
  await expect(host.caller.prescriptions.sign({} as never)).rejects.toMatchObject({ code: 'FORBIDDEN' });

  ahead = 0;
  await open(visitor);
  ahead = dayMs;
  await expect(host.caller.today.overview()).rejects.toThrow('locked');
  expect(await host.caller.session.status()).toMatchObject({ current: null, ended: { because: 'postEnded', name: '今天最后一天' } });
  await until(() => !readFileSync(join(clinic.dataDir, 'slots.json'), 'utf8').includes(visitor));

  await open(people.villageDoctor);
  expect((await host.caller.session.status()).ended).toBeNull();
  ahead = 31 * dayMs;
  await expect(host.caller.today.overview()).rejects.toThrow('locked');
  expect(await host.caller.session.status()).toMatchObject({ current: null, ended: { because: 'leaseOver', name: '龙正明' } });
  await host.close();
});

test('KEY-10 a PC whose staff all forgot their PINs is opened again by the county with a one-time code, and nothing is lost', { timeout: 180_000 }, async () => {
  const line = await aBadLine(county.url);
  const clinic = await village(line.url);
  await clinic.exchange();
  line.mood = 'dead';
  line.breakAll();
  const patient = aPatient({ homeId: places.village });
  clinic.save([{ op: 'create', document: patient }]);
  const { deviceId } = clinic.replica.identity;
  const host = await restarted(clinic);
  line.mood = 'good';
  const ask = { personId: people.villageDoctor, secret: '864209' };
  expect(await host.caller.keys.recover({ ...ask, code: 'ABCD-EFGH-JKMN' })).toMatchObject({ ok: false, reason: 'refused' });
  const code = await codeFor(deviceId, people.villageDoctor);
  expect(await host.caller.keys.recover({ ...ask, code, secret: '123456' })).toMatchObject({ ok: false, reason: 'fault' });
  // A code is of one person and one PC.
  const other = await aClinic(county, { orgId: places.otherVillage, personId: people.otherDoctor });
  expect(await other.host.caller.keys.recover({ personId: people.otherDoctor, secret: '864209', code })).toMatchObject({ ok: false, reason: 'refused' });
  await other.close();
  // Tried for somebody else first, and another code after it: it is still good.
  expect(await host.caller.keys.recover({ ...ask, personId: people.nurse, code })).toMatchObject({ ok: false, reason: 'otherPerson' });
  expect(await host.caller.keys.recover({ ...ask, code: 'ABCD-EFGH-JKMN' })).toMatchObject({ ok: false, reason: 'refused' });
  expect(await host.caller.keys.recover({ ...ask, code: code.toLowerCase().replaceAll('-', ' ') })).toMatchObject({ ok: true, name: '龙正明' });
  expect(doorEventsOf(host)).toMatchObject([{ what: 'recovered', personId: people.villageDoctor, byId: null, reason: null }]);
  expect((await host.caller.session.status()).current).toBeNull();
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin: '864209' })).toMatchObject({ ok: true });
  expect(await host.caller.patients.chart({ patientId: patient.id })).not.toBeNull();
  expect(await host.caller.keys.recover({ ...ask, secret: '975310', code })).toMatchObject({ ok: false, reason: 'refused' });
  const row = await county.county.db.selectFrom('deviceRecoveryCode').selectAll().where('codeId', '=', recoveryCodeId(code)).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ deviceId, personId: people.villageDoctor, reason: '都忘了', madeBy: '龙建军' });
  expect(row.usedAt).not.toBeNull();
  // That its key was given out, and for whom, is in the audit.
  expect(await county.county.db.selectFrom('auditEntry').select(['actor', 'about', 'detail']).where('action', '=', 'device.recovered').where('about', '=', deviceId).execute())
    .toMatchObject([{ actor: 'device', about: deviceId, detail: { deviceId, personId: people.villageDoctor } }]);
  expect(JSON.stringify(row)).not.toContain(code);
  // AUDIT-6: the code was theirs, so that it was they who set the PIN.
  await host.context.clinic()?.replication.exchangeNow();
  const { rows } = await auditPage(county.county.db, { patientId: null, personId: null, deviceId, from: null, until: null, what: 'access' }, null, 50);
  expect(rows.filter(({ action }) => action === 'door.recovered')).toMatchObject([{ who: { id: people.villageDoctor, name: '龙正明' }, about: '龙正明' }]);
  await host.close();
  await line.close();
});

test('KEY-10 the code does not travel, whoever listens cannot have the answer sealed to themselves, and a stolen PC gets none', { timeout: 120_000 }, async () => {
  const clinic = await village();
  const { deviceId } = clinic.replica.identity;
  const code = await codeFor(deviceId, people.villageDoctor);
  const slot = readFileSync(join(clinic.dataDir, 'recovery.slot')).toString('base64');
  const unproven = { deviceId, slot, to: randomBytes(32).toString('base64'), codeId: recoveryCodeId(code) };
  const good = { ...unproven, to: clinic.replica.pedigree().certificates[0]?.publicKey ?? '' };
  const post = async (body: object): Promise<number> => (await fetch(`${county.url}${recoverPath}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status;
  const proof = recoveryProof(recoveryProofKey(code), good);
  expect(JSON.stringify({ ...good, proof })).not.toContain(code.slice(0, 4));
  // Somebody on the way puts their own key, or another slot, in its place.
  expect(await post({ ...good, to: county.county.key.publicKey, proof })).toBe(403);
  expect(await post({ ...good, slot: Buffer.from('x').toString('base64'), proof })).toBe(403);
  // A slot that this PC did not seal is not opened, though the code is right.
  const foreign = { ...good, slot: Buffer.from('{"lianyi":"parcel 1"}\n').toString('base64') };
  expect(await post({ ...foreign, proof: recoveryProof(recoveryProofKey(code), foreign) })).toBe(409);
  await actOnDevice(county.county.db, deviceId, 'stolen', { by: '县信息科', reason: '失窃' }, new Date());
  expect(await post({ ...good, proof })).toBe(403);
  expect(await makeRecoveryCode(county.county.db, { deviceId, personId: people.villageDoctor, reason: 'x', by: 'y' }, new Date())).toEqual({ ok: false, reason: 'endedDevice' });
  await actOnDevice(county.county.db, deviceId, 'found', { by: '县信息科', reason: '失窃' }, new Date());
  expect(await post({ ...good, proof })).toBe(200);
  expect(await makeRecoveryCode(county.county.db, { deviceId, personId: people.farDoctor, reason: 'x', by: 'y' }, new Date())).toEqual({ ok: false, reason: 'unknownPerson' });
  // Of a retired one anybody of the roster: its institution's own may all have gone, and what it holds is still to be delivered.
  await actOnDevice(county.county.db, deviceId, 'keep', { by: '县信息科', reason: '关停' }, new Date());
  expect(await makeRecoveryCode(county.county.db, { deviceId, personId: people.farDoctor, reason: 'x', by: 'y' }, new Date())).toMatchObject({ ok: true });
  expect(await makeRecoveryCode(county.county.db, { deviceId: 'nobody', personId: people.villageDoctor, reason: 'x', by: 'y' }, new Date())).toEqual({ ok: false, reason: 'unknownDevice' });
  await clinic.close();
});

test('KEY-8 when the lease is over nobody unlocks, what waits is delivered all the same, and the exchange renews it', { timeout: 180_000 }, async () => {
  await setDevicePolicy(county.county.db, { leaseDays: 10 });
  const line = await aBadLine(county.url);
  const clinic = await village(line.url);
  await clinic.exchange();
  expect((await clinic.host.caller.session.status()).lease).toMatchObject({ daysLeft: 10, isOver: false, isNear: false });
  line.mood = 'dead';
  line.breakAll();
  const patient = aPatient({ homeId: places.village });
  clinic.save([{ op: 'create', document: patient }]);
  let ahead = 6 * dayMs;
  const host = await restarted(clinic, { now: () => new Date(Date.now() + ahead) });
  expect((await host.caller.session.status()).lease).toMatchObject({ daysLeft: 4, isNear: true });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  await host.caller.session.lock();
  ahead = 11 * dayMs;
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: false, reason: 'leaseOver' });
  ahead = 0;
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: false, reason: 'leaseOver' });
  await expect(host.caller.patients.chart({ patientId: patient.id })).rejects.toThrow('locked');

  line.mood = 'good';
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  expect((await host.caller.session.status()).lease).toMatchObject({ daysLeft: 10, isOver: false });
  expect(await county.county.db.selectFrom('document').select('id').where('id', '=', patient.id).execute()).toHaveLength(1);
  await host.close();
  await line.close();
  await setDevicePolicy(county.county.db, { leaseDays: 30 });
});

test('KEY-9 without a line a code of the county opens it again, once, and on that PC alone', { timeout: 180_000 }, async () => {
  const line = await aBadLine(county.url);
  const clinic = await village(line.url);
  await clinic.exchange();
  line.mood = 'dead';
  line.breakAll();
  let ahead = 31 * dayMs;
  const host = await restarted(clinic, { now: () => new Date(Date.now() + ahead) });
  const coded = (deviceId: string, at: Date, days: number): string => {
    const grant = extendLease(county.county.key, deviceId, at, days);
    return grantToCode({ ...grant, signature: Buffer.from(grant.signature, 'base64') });
  };
  const { deviceId } = host.identity;
  const code = coded(deviceId, new Date(Date.now() + 60_000), 5);
  expect(await host.caller.keys.extendLease({ code })).toEqual({ ok: false, reason: 'locked' });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: false, reason: 'leaseOver' });
  expect(await host.caller.keys.extendLease({ code: 'ABCD' })).toEqual({ ok: false, reason: 'notACode' });
  expect(await host.caller.keys.extendLease({ code: coded(people.nurse, new Date(Date.now() + 60_000), 5) })).toEqual({ ok: false, reason: 'refused' });
  expect(await host.caller.keys.extendLease({ code })).toMatchObject({ ok: true, lease: { daysLeft: 5 } });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  await host.caller.session.lock();
  ahead += 6 * dayMs;
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: false, reason: 'leaseOver' });
  expect(await host.caller.keys.extendLease({ code })).toEqual({ ok: false, reason: 'refused' });
  // Before the end, too; a code that gives fewer days than are left takes none away.
  expect(await host.caller.keys.extendLease({ code: coded(deviceId, new Date(Date.now() + 120_000), 9) })).toMatchObject({ ok: true, lease: { daysLeft: 9 } });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  expect(await host.caller.keys.extendLease({ code: coded(deviceId, new Date(Date.now() + 180_000), 4) })).toEqual({ ok: false, reason: 'shorter', days: 4, daysLeft: 9 });
  expect(await host.caller.keys.extendLease({ code: coded(people.nurse, new Date(Date.now() + 180_000), 4) })).toEqual({ ok: false, reason: 'refused' });
  expect(await host.caller.keys.extendLease({ code: coded(deviceId, new Date(Date.now() + 180_000), 20) })).toMatchObject({ ok: true, lease: { daysLeft: 20 } });
  await host.close();
  await line.close();
});

test('KEY-12 once the keys are destroyed the files of before are noise: neither PIN nor key store nor county opens the replica', { timeout: 120_000 }, async () => {
  const clinic = await village();
  await clinic.exchange();
  const patient = aPatient({ homeId: places.village, name: '记号龙阿秀' });
  clinic.save([{ op: 'create', document: patient }]);
  await clinic.exchange();
  const { dataDir } = clinic;
  for (const left of ['keystore.sealed', 'slots.json.new', 'before-1-slots.json', 'before-1-replica.db', 'replica.db.copy']) writeFileSync(join(dataDir, left), 'x');
  const image = new Map(['replica.db', 'replica.db-wal'].map((file) => [file, readFileSync(join(dataDir, file))]));
  await actOnDevice(county.county.db, clinic.replica.identity.deviceId, 'retire', { by: '县信息科', reason: '失窃' }, new Date());
  await clinic.host.context.clinic()?.replication.exchangeNow();
  await until(() => clinic.host.context.clinic() === null);
  for (const gone of ['slots.json', 'slots.json.new', 'recovery.slot', 'keystore', 'keystore.sealed', 'before-1-slots.json', 'before-1-replica.db', 'replica.db', 'replica.db-wal', 'replica.db.copy']) {
    expect([gone, existsSync(join(dataDir, gone))]).toEqual([gone, false]);
  }
  await clinic.host.close();
  directories.push(dataDir);

  // Whoever pulled the disk out before the files were deleted has these.
  for (const [file, bytes] of image) {
    expect(bytes.includes('记号龙阿秀')).toBe(false);
    expect(bytes.subarray(0, 16).toString('latin1')).not.toContain('SQLite format');
    writeFileSync(join(dataDir, file), bytes);
  }
  const host = startHost({ dataDir, resourcesDir, keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: false });
  expect(await host.caller.keys.recover({ personId: people.villageDoctor, secret: '864209', code: 'ABCD-EFGH-JKMN' })).toMatchObject({ ok: false, reason: 'noSlot' });
  await host.close();
});

test('AUDIT-6 what happens at a PC\'s door is told to the county: before anybody has unlocked, without a line, over a restart; no PIN and no text lies beside the replica', { timeout: 180_000 }, async () => {
  const line = await aBadLine(county.url);
  const clinic = await village(line.url, [people.nurse]);
  await clinic.exchange();
  line.mood = 'dead';
  line.breakAll();
  const trail = join(clinic.dataDir, 'door-trail.json');
  const first = await restarted(clinic);
  expect(await first.caller.session.unlock({ personId: people.nurse, pin: '999888' })).toMatchObject({ ok: false, reason: 'wrong' });
  expect(readFileSync(trail, 'utf8')).toContain('"wrong"');
  expect(readFileSync(trail, 'utf8')).not.toContain('999888');
  await first.close();

  // The power goes, and the machine is switched on again.
  const host = startHost({ dataDir: clinic.dataDir, resourcesDir, keyStore: fileKeyStore(join(clinic.dataDir, 'keystore')) });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  expect(existsSync(trail)).toBe(false);
  expect(await host.caller.keys.change({ old: pin, secret: '975310' })).toEqual({ ok: true });
  const told = [{ what: 'wrong', personId: people.nurse, byId: null, reason: null }, { what: 'changed', personId: people.villageDoctor, byId: people.villageDoctor, reason: null }];
  expect(doorEventsOf(host)).toMatchObject(told);
  line.mood = 'good';
  await host.context.clinic()?.replication.exchangeNow();
  const rows = (await auditPage(county.county.db, { patientId: null, personId: null, deviceId: host.identity.deviceId, from: null, until: null, what: 'access' }, null, 50)).rows.filter(isAtDoor);
  expect(rows).toMatchObject([
    { source: 'pcDoor', action: 'door.changed', who: { id: people.villageDoctor }, about: '龙正明' },
    { source: 'pcDoor', action: 'door.wrong', who: null, device: { id: host.identity.deviceId }, organisation: { id: places.village } },
  ]);
  await host.close();
  await line.close();
});

test('AUDIT-6 a slot taken back after its post has ended is told all the same', { timeout: 180_000 }, async () => {
  const leaver = idFromHash(['keys', 'leaver-told']) as PersonId;
  const doctor = aPerson({ id: leaver, orgId: places.village, name: '走了的' });
  await county.write([doctor]);
  const clinic = await village(county.url, [leaver]);
  await clinic.exchange();
  await county.write([{ ...doctor, active: false }]);
  await until(() => doorEventsOf(clinic.host).some(({ what }) => what === 'removed'));
  await clinic.exchange();
  expect(await county.county.db.selectFrom('bundle').select('outcome').where('action', '=', 'door.events').where('deviceId', '=', clinic.host.identity.deviceId).execute()).toEqual([{ outcome: 'accepted' }]);
  expect((await examineReads(county.county.db)).faults).toEqual([]);
  await clinic.close();
});

test('AUDIT-6 what the post does not allow is told once in a quarter of an hour: who asked, what for, about whom', { timeout: 180_000 }, async () => {
  const clinic = await village(county.url, [people.nurse]);
  await clinic.exchange();
  let aheadMs = 0;
  const host = await restarted(clinic, { now: () => new Date(Date.now() + aheadMs) });
  expect(await host.caller.session.unlock({ personId: people.nurse, pin })).toMatchObject({ ok: true });
  const ask = async () => {
    // A page that asks again and again.
    for (let at = 0; at < 3; at += 1) await expect(host.caller.prescriptions.sign({} as never)).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'prescription.sign' });
  };
  await ask();
  for (let at = 0; at < 2; at += 1) expect(await host.caller.keys.set({ personId: people.villageDoctor, secret: '975310', reason: '他让我设的' })).toEqual({ ok: false, reason: 'notAllowed' });
  aheadMs = 14 * 60_000;
  await ask();
  expect(doorEventsOf(host)).toMatchObject([
    { what: 'refused', byId: people.nurse, personId: null, permission: 'prescription.sign', reason: null }, { what: 'refused', byId: people.nurse, personId: people.villageDoctor, permission: 'pin.reset' },
  ]);
  aheadMs = 16 * 60_000;
  await ask();
  await host.context.clinic()?.replication.exchangeNow();
  const { rows } = await auditPage(county.county.db, { patientId: null, personId: people.nurse, deviceId: host.identity.deviceId, from: null, until: null, what: 'access' }, null, 50);
  expect(rows.filter(isAtDoor).map(({ action, who, about, asked }) => [action, who?.id, about, asked?.fields])).toEqual([
    ['prescription.sign', null], ['pin.reset', '龙正明'], ['prescription.sign', null],
  ].map(([value, about]) => ['door.refused', people.nurse, about, [{ field: 'permission', value }]]));
  await host.close();
});

test('AUDIT-9 who prints all that a PC holds, or backs it up, is in the audit before the first page; a store keeper may do neither', { timeout: 120_000 }, async () => {
  const keeper = idFromHash(['keys', 'keeper']) as PersonId;
  await county.write([aPerson({ id: keeper, orgId: places.village, role: 'storeKeeper', name: '管药的' })]);
  const clinic = await village(county.url, [keeper]);
  await clinic.exchange();
  clinic.save([1, 2, 3].map(() => ({ op: 'create', document: aPatient({ homeId: places.village }) })));
  const asKeeper = clinic.host.door({ isCommandLine: true });
  await asKeeper.door.unlock(keeper, pin);
  const backedUp = { path: join(clinic.dataDir, 'clinic.backup'), passphrase: '十二个字以上的口令才算数呢' };
  await expect(callerOf(asKeeper).session.dump({ after: '', limit: 10 })).rejects.toThrow('record.dump');
  await expect(callerOf(asKeeper).session.backup(backedUp)).rejects.toThrow('record.dump');
  expect(existsSync(backedUp.path)).toBe(false);
  expect(doorEventsOf(clinic.host)).toMatchObject([{ what: 'refused', byId: keeper, permission: 'record.dump' }]);

  const door = clinic.host.door({ isCommandLine: true });
  await door.door.unlock(people.villageDoctor, pin);
  const { session } = callerOf(door);
  const told = (): readonly string[] => doorEventsOf(clinic.host).filter(({ byId }) => byId !== keeper).map(({ what, byId }) => `${what} ${byId === people.villageDoctor ? 'doctor' : String(byId)}`);
  const first = await session.dump({ after: '', limit: 2 });
  expect(told()).toEqual(['dumped doctor']);
  // The pages after it belong to it.
  for (let after = first.at(-1)?.id; after !== undefined; after = (await session.dump({ after, limit: 2 })).at(-1)?.id);
  expect(told()).toEqual(['dumped doctor']);
  // Whoever begins elsewhere has begun another one; so has who unlocks anew, on whichever door.
  await session.dump({ after: '00', limit: 2 });
  const again = clinic.host.door({ isCommandLine: true });
  await again.door.unlock(people.villageDoctor, pin);
  await callerOf(again).session.dump({ after: first.at(-1)?.id ?? '', limit: 2 });
  expect(await session.backup(backedUp)).toMatchObject({ ok: true });
  expect(told()).toEqual(['dumped doctor', 'dumped doctor', 'dumped doctor', 'backedUp doctor']);

  await clinic.exchange();
  const { rows } = await auditPage(county.county.db, { patientId: null, personId: people.villageDoctor, deviceId: clinic.host.identity.deviceId, from: null, until: null, what: 'access' }, null, 50);
  expect(rows.filter(isAtDoor).map(({ action, who, about }) => [action, who?.id, about])).toEqual(['door.backedUp', 'door.dumped', 'door.dumped', 'door.dumped'].map((action) => [action, people.villageDoctor, null]));
  await clinic.close();
});

/** Not that it was enrolled, which is there too. */
const isAtDoor = ({ source }: { readonly source: string }): boolean => source === 'pcDoor';

/** A PC of the village that its line has left, started anew with a clock so many days ahead; `heard` is what the county's audit has of its door once the line is back. */
async function aPcWithoutALine(aheadDays: number, alsoPins: readonly PersonId[] = []) {
  const line = await aBadLine(county.url);
  const clinic = await village(line.url, alsoPins);
  await clinic.exchange();
  line.mood = 'dead';
  line.breakAll();
  await clinic.host.close();
  directories.push(clinic.dataDir);
  const start = (): Host => startHost({ dataDir: clinic.dataDir, resourcesDir, keyStore: fileKeyStore(join(clinic.dataDir, 'keystore')), now: () => new Date(Date.now() + aheadDays * dayMs) });
  return {
    dataDir: clinic.dataDir, start,
    heard: async (host: Host) => {
      line.mood = 'good';
      await host.context.clinic()?.replication.exchangeNow();
      const rows = (await auditPage(county.county.db, { patientId: null, personId: null, deviceId: host.identity.deviceId, from: null, until: null, what: 'access' }, null, 50)).rows.filter(isAtDoor);
      await host.close();
      await line.close();
      return rows.map(({ action, who }) => [action, who?.id ?? null]);
    },
  };
}

test('AUDIT-6 a slot that wrong PINs have locked is told, once, by whoever comes in next', { timeout: 180_000 }, async () => {
  const { dataDir, start, heard } = await aPcWithoutALine(0, [people.nurse]);
  const path = join(dataDir, 'slots.json');
  const slots = JSON.parse(readFileSync(path, 'utf8')) as { slots: { personId: string; attempts: { wrong: number } }[] };
  // Four wrong ones long ago: each would have to be waited for.
  for (const slot of slots.slots) if (slot.personId === people.nurse) slot.attempts.wrong = 4;
  writeFileSync(path, JSON.stringify(slots));
  const host = start();
  for (let at = 0; at < 2; at += 1) expect(await host.caller.session.unlock({ personId: people.nurse, pin: '999888' })).toMatchObject({ ok: false, reason: 'lockedOut' });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  expect(doorEventsOf(host)).toMatchObject([{ what: 'locked', personId: people.nurse, byId: null, reason: null }]);
  expect(await heard(host)).toEqual([['door.locked', null]]);
});

test('AUDIT-6 a lease that nears its end is told, once in a run', { timeout: 180_000 }, async () => {
  const { start, heard } = await aPcWithoutALine(26);
  const host = start();
  for (let at = 0; at < 2; at += 1) {
    expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
    await host.caller.session.lock();
  }
  expect(doorEventsOf(host)).toMatchObject([{ what: 'leaseNear', personId: people.villageDoctor, byId: null }]);
  expect(await heard(host)).toEqual([['door.leaseNear', null]]);
});

test('AUDIT-6 a lease that is over is told, though nobody has come in', { timeout: 180_000 }, async () => {
  const { start, heard } = await aPcWithoutALine(31);
  const host = start();
  for (let at = 0; at < 2; at += 1) expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: false, reason: 'leaseOver' });
  expect(doorEventsOf(host)).toMatchObject([{ what: 'leaseOver', personId: people.villageDoctor, byId: null }]);
  expect(await heard(host)).toEqual([['door.leaseOver', null]]);
});

test('AUDIT-6 a lease that a code has extended is told by whoever comes in with it', { timeout: 180_000 }, async () => {
  const { start, heard } = await aPcWithoutALine(31);
  const host = start();
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: false, reason: 'leaseOver' });
  const grant = extendLease(county.county.key, host.identity.deviceId, new Date(Date.now() + 60_000), 20);
  expect(await host.caller.keys.extendLease({ code: grantToCode({ ...grant, signature: Buffer.from(grant.signature, 'base64') }) })).toMatchObject({ ok: true });
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  expect(doorEventsOf(host).map(({ what }) => what)).toEqual(['leaseOver', 'leaseExtended']);
  expect((await heard(host)).map(([action]) => action)).toEqual(['door.leaseExtended', 'door.leaseOver']);
});
