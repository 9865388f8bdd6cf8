/** A slot for each, and who sets and loses it: a real host with a real county. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileKeyStore } from '@lianyi/desktop/host/index';
import { sealKey } from '@lianyi/desktop/host/replica/slotSeal';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { localDay } from '@lianyi/schema/basics/dates';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { idFromHash, newId } from '@lianyi/schema/basics/ids';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import { create, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { afterAll, expect, test } from 'vitest';
import { dayMs, doorEventsOf, keyHolders, pin, until } from './keyHolders.ts';

const parts = await keyHolders();
const { county, village, restarted, codeFor } = parts;
afterAll(async () => { await parts.close(); });

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
  // One's own is refused as well, and is no refusal to tell: this permission they have.
  expect(await host.caller.keys.set({ ...ask, personId: head })).toEqual({ ok: false, reason: 'notAllowed' });
  expect(doorEventsOf(host).filter(({ what, byId }) => what === 'refused' && byId === head)).toEqual([]);
  expect(await host.caller.keys.set(ask)).toEqual({ ok: true });
  expect(doorEventsOf(host)).toMatchObject([
    { what: 'refused', personId: people.nurse, byId: people.villageDoctor, permission: 'pin.reset' }, { what: 'first', personId: newcomer, byId: people.villageDoctor, reason: null },
    { what: 'refused', personId: newcomer, byId: people.villageDoctor, permission: 'pin.reset' }, { what: 'reset', personId: people.nurse, byId: head, reason: '忘了' },
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
    ['refused', people.physician, people.nurse], ['refused', people.villageDoctor, people.nurse], ['first', newNurse, people.nurse], ['recovered', people.villageDoctor, null], ['refused', people.physician, people.villageDoctor],
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
