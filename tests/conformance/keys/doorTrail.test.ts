/** What a PC tells the county of its door. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '@lianyi/desktop/host/index';
import { callerOf, fileKeyStore, startHost } from '@lianyi/desktop/host/index';
import type { PersonId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import { grantToCode } from '@lianyi/schema/wire/lease';
import { auditPage } from '@lianyi/sync-server/reports/audit';
import { examineReads } from '@lianyi/sync-server/sync/examineReads';
import { extendLease } from '@lianyi/sync-server/sync/lease';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import { people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPerson } from '@lianyi/tests/builders/anOrganisation';
import { afterAll, expect, test } from 'vitest';
import { dayMs, doorEventsOf, keyHolders, pin, resourcesDir, until } from './keyHolders.ts';

const parts = await keyHolders();
const { county, village, restarted } = parts;
afterAll(async () => { await parts.close(); });

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

test('AUDIT-6 what waits beside a closed clinic is believed as the program left it alone: forged, changed, of another PC or in pieces it is dropped, and that it was altered is told', { timeout: 180_000 }, async () => {
  const { dataDir, start, heard } = await aPcWithoutALine(0, [people.nurse]);
  const trail = join(dataDir, 'door-trail.json');
  const at = '2026-01-01T08:00:00+08:00';
  const lie = { what: 'reset', personId: people.nurse, byId: people.villageDoctor, at, reason: '医生让我设的' };
  const leave = async (): Promise<Host> => {
    const host = start();
    expect(await host.caller.session.unlock({ personId: people.nurse, pin: '999888' })).toMatchObject({ ok: false, reason: 'wrong' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    return host;
  };
  const host = await leave();
  const own = JSON.parse(readFileSync(trail, 'utf8')) as { events: object[]; mac: string };
  const told = async (text: string): Promise<readonly string[]> => {
    const before = doorEventsOf(host).length;
    writeFileSync(trail, text);
    expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
    expect(existsSync(trail)).toBe(false);
    await host.caller.session.lock();
    return doorEventsOf(host).slice(before).map(({ what, personId, reason }) => `${what} ${personId ?? ''} ${reason ?? ''}`);
  };
  expect(await told(JSON.stringify(own))).toEqual([`wrong ${people.nurse} `]);
  const altered = ['trailAltered  '];
  expect(await told(JSON.stringify({ version: 1, events: [lie] }))).toEqual(altered);
  expect(await told(JSON.stringify({ ...own, events: [{ ...lie, reason: null }] }))).toEqual(altered);
  expect(await told(JSON.stringify({ ...own, events: [{ ...own.events[0], reason: '医生让我试的' }] }))).toEqual(altered);
  expect(await told(JSON.stringify({ ...own, events: [...own.events, ...own.events] }))).toEqual(altered);
  expect(await told(JSON.stringify({ ...own, events: [] }))).toEqual(altered);
  expect(await told(JSON.stringify({ ...own, mac: '' }))).toEqual(altered);
  expect(await told(JSON.stringify(own).slice(0, 40))).toEqual(altered);
  const other = await aPcWithoutALine(0, [people.nurse]);
  const there = other.start();
  expect(await there.caller.session.unlock({ personId: people.nurse, pin: '999888' })).toMatchObject({ ok: false, reason: 'wrong' });
  expect(await told(readFileSync(join(other.dataDir, 'door-trail.json'), 'utf8'))).toEqual(altered);
  await other.heard(there);
  const actions = (await heard(host)).map(([action]) => action);
  expect(actions.filter((action) => action === 'door.trailAltered')).toHaveLength(8);
  expect(actions).not.toContain('door.reset');
});

test('AUDIT-6 what is altered before the next wrong PIN stays told, over a restart', { timeout: 180_000 }, async () => {
  const { dataDir, start, heard } = await aPcWithoutALine(0, [people.nurse]);
  writeFileSync(join(dataDir, 'door-trail.json'), '{}');
  const first = start();
  expect(await first.caller.session.unlock({ personId: people.nurse, pin: '999888' })).toMatchObject({ ok: false, reason: 'wrong' });
  await first.close();
  const host = start();
  expect(await host.caller.session.unlock({ personId: people.villageDoctor, pin })).toMatchObject({ ok: true });
  expect(doorEventsOf(host).map(({ what }) => what)).toEqual(['trailAltered', 'wrong']);
  expect(await heard(host)).toEqual(expect.arrayContaining([['door.trailAltered', null], ['door.wrong', null]]));
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
  // One's own is refused as well, and is nothing to tell.
  expect(await host.caller.keys.set({ personId: people.nurse, secret: '975310', reason: '他让我设的' })).toEqual({ ok: false, reason: 'notAllowed' });
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
  parts.remove(clinic.dataDir);
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
