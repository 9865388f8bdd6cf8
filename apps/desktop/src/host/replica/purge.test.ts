import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '@lianyi/schema/basics/ids';
import type { DeviceId } from '@lianyi/schema/basics/ids';
import { purgedToSign, purgeToSign } from '@lianyi/schema/wire/purge';
import type { PurgeOrder } from '@lianyi/schema/wire/purge';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { newDeviceKey, signerOf, verifierOf } from './deviceKey.ts';

let clinic: TestReplica;
beforeEach(() => {
  clinic = aReplica();
});
afterEach(() => clinic.close());

const nonce = 'abc.def';

function anOrder(over: Partial<PurgeOrder> = {}, key = clinic.county.key): PurgeOrder {
  const unsigned = { deviceId: clinic.identity.deviceId, epoch: clinic.county.epoch, nonce, at: '2026-03-09T10:00:00Z', ...over };
  return { ...unsigned, signature: signerOf(key)(purgeToSign(unsigned)) };
}

test('SYNC-36 the county\'s order, in answer to this very request and with nothing waiting, is obeyed', () => {
  const answer = clinic.replica.judgePurge(anOrder(), nonce);
  expect(answer).toMatchObject({ obey: true, farewell: { bundlesHeld: 0, notice: { deviceId: clinic.identity.deviceId, nonce } } });
});

test('SYNC-36 a forged order does nothing: another signer, a changed member, another device, another history', () => {
  const forged = { obey: false, reason: 'forged' };
  expect(clinic.replica.judgePurge(anOrder({}, newDeviceKey()), nonce)).toEqual(forged);
  expect(clinic.replica.judgePurge({ ...anOrder(), at: '2026-03-10T10:00:00Z' }, nonce)).toEqual(forged);
  expect(clinic.replica.judgePurge(anOrder({ deviceId: newId() as DeviceId }), nonce)).toEqual(forged);
  expect(clinic.replica.judgePurge(anOrder({ epoch: 'another' }), nonce)).toEqual(forged);
});

test('SYNC-36 an order that was given to an earlier request does nothing when it comes again', () => {
  expect(clinic.replica.judgePurge(anOrder({ nonce: 'an.earlier' }), nonce)).toEqual({ obey: false, reason: 'forged' });
  expect(clinic.replica.judgePurge(anOrder({ nonce: '' }), '')).toEqual({ obey: false, reason: 'forged' });
});

test('SYNC-36 nothing is purged while anything waits in the outbox; what the county holds, in whatever state, is safe', () => {
  clinic.save([{ op: 'create', document: aPatient() }]);
  clinic.save([{ op: 'create', document: aPatient() }]);
  const [first, second] = clinic.replica.submissions(10, 1_000_000);
  if (!first || !second) throw new Error('nothing waits');
  const page = { entries: [], documents: [], cursors: {}, more: false };
  const take = (receipt: ReturnType<typeof clinic.county.receipt>) => clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [receipt], page });
  expect(clinic.replica.judgePurge(anOrder(), nonce)).toEqual({ obey: false, reason: 'waits' });
  take(clinic.county.receipt(first, 'accepted'));
  expect(clinic.replica.judgePurge(anOrder(), nonce)).toEqual({ obey: false, reason: 'waits' });
  take(clinic.county.receipt(second, 'quarantined'));
  expect(clinic.replica.judgePurge(anOrder(), nonce)).toMatchObject({ obey: true, farewell: { bundlesHeld: 2 } });
});

test('SYNC-36 the notice is signed with the device\'s key, over the order that it obeyed', () => {
  const answer = clinic.replica.judgePurge(anOrder(), nonce);
  const key = clinic.replica.get<{ value: string }>("SELECT value FROM meta WHERE name = 'deviceKey'");
  if (!answer.obey || !key) throw new Error('not obeyed');
  const { notice } = answer.farewell;
  const { publicKey } = JSON.parse(key.value) as { publicKey: string };
  expect(verifierOf(publicKey)(purgedToSign(notice), notice.signature)).toBe(true);
});

test('SYNC-36 AUDIT-3 a look that no bundle holds yet goes to the county before anything is purged', () => {
  clinic.replica.noteRead({ personId: clinic.actor.personId, patientId: aPatient().id, page: 'chart' });
  expect(clinic.replica.judgePurge(anOrder(), nonce)).toEqual({ obey: false, reason: 'waits' });
  expect(clinic.replica.submissions(10, 1_000_000)).toHaveLength(1);
});
