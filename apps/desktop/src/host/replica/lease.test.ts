import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { LeaseGrant } from '@lianyi/schema/wire/lease';
import { leaseToSign } from '@lianyi/schema/wire/lease';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { newDeviceKey, signerOf } from './deviceKey.ts';

const dayMs = 86_400_000;
const start = Date.parse('2026-03-09T09:00:00+08:00');
let clock: number;
let uptime: number;
let clinic: TestReplica;
beforeEach(() => {
  [clock, uptime] = [start, 100];
  clinic = aReplica({ now: () => new Date(clock), uptimeSeconds: () => uptime });
});
afterEach(() => clinic.close());

const aGrant = (over: Partial<LeaseGrant> = {}, key = clinic.county.key): LeaseGrant => {
  const unsigned = { deviceId: clinic.identity.deviceId, at: new Date(start).toISOString(), days: 10, ...over };
  return { ...unsigned, signature: signerOf(key)(leaseToSign(unsigned)) };
};
/** The PC runs for so long, its clock right. */
const run = (days: number): void => {
  clock += days * dayMs;
  uptime += days * 86_400;
};
/** It is switched off, for no time by its clock, and starts again. */
const restart = (): void => {
  uptime = 30;
};

test('KEY-8 a lease runs for the days that the county gave, and a newer grant begins it anew', () => {
  expect(clinic.replica.takeLease(aGrant())).toBe(true);
  expect(clinic.replica.lookAtLease()).toMatchObject({ days: 10, daysLeft: 10, isOver: false });
  run(9.5);
  expect(clinic.replica.lookAtLease()).toMatchObject({ daysLeft: 1, isOver: false });
  run(0.6);
  expect(clinic.replica.lookAtLease()).toMatchObject({ daysLeft: 0, isOver: true });
  expect(clinic.replica.takeLease(aGrant({ at: new Date(clock).toISOString(), days: 30 }))).toBe(true);
  expect(clinic.replica.lookAtLease()).toMatchObject({ daysLeft: 30, isOver: false });
});

test('KEY-8 a PC that has none yet begins one of thirty days, and asks the county for its own', () => {
  expect(clinic.replica.lookAtLease()).toMatchObject({ days: 30, daysLeft: 30 });
  expect(clinic.replica.wantsLease()).toBe(true);
  clinic.replica.takeLease(aGrant());
  expect(clinic.replica.wantsLease()).toBe(false);
  run(0.3);
  expect(clinic.replica.wantsLease()).toBe(true);
});

test('KEY-9 a grant that is not the county\'s, for another PC, older, or the same again, does nothing', () => {
  expect(clinic.replica.takeLease(aGrant({}, newDeviceKey()))).toBe(false);
  expect(clinic.replica.takeLease({ ...aGrant(), days: 366 })).toBe(false);
  expect(clinic.replica.takeLease(aGrant({ deviceId: newId() as DeviceId }))).toBe(false);
  expect(clinic.replica.takeLease(aGrant())).toBe(true);
  run(9);
  expect(clinic.replica.takeLease(aGrant())).toBe(false);
  expect(clinic.replica.takeLease(aGrant({ at: new Date(start - dayMs).toISOString() }))).toBe(false);
  expect(clinic.replica.lookAtLease().daysLeft).toBe(1);
});

test('KEY-8 a clock that is set back does not lengthen it, in this run or after a restart', () => {
  clinic.replica.takeLease(aGrant());
  run(6);
  clinic.replica.lookAtLease();
  clock -= 400 * dayMs;
  expect(clinic.replica.lookAtLease().daysLeft).toBe(4);
  run(2);
  expect(clinic.replica.lookAtLease().daysLeft).toBe(2);
  restart();
  clinic = clinic.reopen();
  expect(clinic.replica.lookAtLease().daysLeft).toBe(2);
  run(2.5);
  expect(clinic.replica.lookAtLease().isOver).toBe(true);
});

test('KEY-8 what a save said of the time counts, though nobody looked at the lease then', () => {
  clinic.replica.takeLease(aGrant());
  run(8);
  clinic.save([{ op: 'create', document: aPatient() }]);
  clock -= 8 * dayMs;
  restart();
  expect(clinic.replica.lookAtLease().daysLeft).toBe(2);
});

test('KEY-8 a clock that is wrong by years, and steady, takes nothing from it; nor one that is put right', () => {
  clock += 3 * 365 * dayMs;
  clinic.replica.takeLease(aGrant());
  run(2);
  expect(clinic.replica.lookAtLease().daysLeft).toBe(8);
  clock -= 3 * 365 * dayMs;
  expect(clinic.replica.lookAtLease().daysLeft).toBe(8);

  // Behind when the grant came, as with a dead battery, and put right by the network later.
  clock = Date.parse('2010-01-01T00:00:00Z');
  const at = start + 20 * dayMs;
  clinic.replica.takeLease(aGrant({ at: new Date(at).toISOString() }));
  clock = at + 3 * dayMs;
  expect(clinic.replica.lookAtLease().daysLeft).toBe(7);
});

test('KEY-8 a save from a clock years ahead before the grant does not end it', () => {
  clock += 5 * 365 * dayMs;
  clinic.save([{ op: 'create', document: aPatient() }]);
  clock = start;
  clinic.replica.takeLease(aGrant());
  expect(clinic.replica.lookAtLease()).toMatchObject({ daysLeft: 10, isOver: false });
});
