/** For how many days a PC opens without the county. */
import { grantToCode } from '@lianyi/schema/wire/lease';
import { setDevicePolicy } from '@lianyi/sync-server/store/devicePolicy';
import { extendLease } from '@lianyi/sync-server/sync/lease';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import { people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, expect, test } from 'vitest';
import { dayMs, keyHolders, pin } from './keyHolders.ts';

const parts = await keyHolders();
const { county, village, restarted } = parts;
afterAll(async () => { await parts.close(); });

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
