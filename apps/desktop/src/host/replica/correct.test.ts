import type { Write } from '@lianyi/schema/documents/bundle';
import { historyToSign } from '@lianyi/schema/wire/history';
import type { Receipt } from '@lianyi/schema/wire/exchange';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signerOf } from './deviceKey.ts';

let clinic: TestReplica;
beforeEach(() => { clinic = aReplica(); });
afterEach(() => { clinic.close(); });

const patient = aPatient();
const visit = anEncounter({ patientId: patient.id });
const create = (document: object): Write => ({ op: 'create', kind: 'patient', version: 1, document: document as never });
/** The answer about everything in the outbox: quarantined, or as said. */
const answer = (outcome: Receipt['outcome']): void => {
  const receipts = clinic.replica.submissions(100, 1_000_000).map((submission) => clinic.county.receipt(submission, outcome));
  clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts, page: clinic.county.puts([], clinic.scopes) });
};
const correct = (bundleId: string, writes: readonly Write[]) => clinic.replica.correct(clinic.actor, { bundleId, writes, reason: '县里说不对' });
const lastBody = (): Record<string, unknown> => JSON.parse(clinic.replica.get<{ body: string }>('SELECT body FROM bundle ORDER BY save_number DESC LIMIT 1')?.body ?? '{}') as Record<string, unknown>;

test('SYNC-6 a correction is shown at once in the place of the bundle that it corrects, below what was saved after it', () => {
  const { bundleId } = clinic.save([{ op: 'create', document: patient }]);
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: '13800000001' }] }]);
  answer('quarantined');
  const result = correct(bundleId, [create({ ...patient, insurance: '居民医保' })]);
  expect(result).toMatchObject({ ok: true });
  expect(clinic.replica.document('patient', patient.id)).toEqual({ ...patient, insurance: '居民医保', phone: '13800000001' });
  expect(lastBody()).toMatchObject({ corrects: { bundleId, reason: '县里说不对' }, needs: [], saveNumber: 3 });
  expect(clinic.replica.lineFacts()).toMatchObject({ quarantined: 1, waiting: { count: 1 } });

  const again = clinic.reopen();
  expect(again.replica.document('patient', patient.id)).toMatchObject({ insurance: '居民医保', phone: '13800000001' });
  again.replica.rebuildProjections();
  expect(again.replica.get('SELECT phone FROM patient_row WHERE patient_id = ?', patient.id)).toEqual({ phone: '13800000001' });
  clinic = again;
});

test('SYNC-6 who changes the document afterwards needs the correction, and a failed correction is itself corrected', () => {
  const { bundleId } = clinic.save([{ op: 'create', document: patient }]);
  answer('quarantined');
  const first = correct(bundleId, [create({ ...patient, insurance: '一' })]);
  if (!first.ok) throw new Error('not corrected');
  clinic.save([{ op: 'create', document: visit }]);
  expect(lastBody()).toMatchObject({ needs: [first.bundleId] });
  answer('quarantined');
  expect(correct(bundleId, [create(patient)])).toEqual({ ok: false, refusal: 'correctedAlready' });
  expect(correct(first.bundleId, [create({ ...patient, insurance: '二' })])).toMatchObject({ ok: true });
  expect(clinic.replica.document('patient', patient.id)).toMatchObject({ insurance: '二' });
  expect(clinic.replica.lineFacts().quarantined).toBe(1);
});

test('SYNC-6 a withdrawal takes back what is a draft, and nothing that others build on', () => {
  const { bundleId } = clinic.save([{ op: 'create', document: patient }]);
  const { bundleId: later } = clinic.save([{ op: 'create', document: visit }]);
  answer('quarantined');
  expect(correct(bundleId, [])).toEqual({ ok: false, refusal: 'othersDepend' });
  expect(correct(later, [])).toMatchObject({ ok: true });
  expect(clinic.replica.document('encounter', visit.id)).toBeUndefined();
  answer('accepted');
  expect(correct(bundleId, [])).toMatchObject({ ok: true });
  expect(clinic.replica.document('patient', patient.id)).toBeUndefined();
  expect(clinic.replica.get('SELECT 1 FROM patient_row WHERE patient_id = ?', patient.id)).toBeUndefined();
});

test('SYNC-6 a fact is put right or sent again, never withdrawn', () => {
  const { bundleId } = clinic.save([{ op: 'create', document: aStockMove() }]);
  answer('quarantined');
  expect(correct(bundleId, [])).toEqual({ ok: false, refusal: 'factWithdrawn' });
});

test('SYNC-6 what is not in quarantine, another document, or what does not parse is refused, and nothing is written', () => {
  const { bundleId } = clinic.save([{ op: 'create', document: patient }]);
  expect(correct(bundleId, [create(patient)])).toEqual({ ok: false, refusal: 'notInQuarantine' });
  answer('quarantined');
  expect(correct(bundleId, [create(aPatient())])).toEqual({ ok: false, refusal: 'otherDocument' });
  expect(correct(bundleId, [create({ ...patient, bloodGroup: 'Z' })])).toMatchObject({ ok: false, failure: { code: 'invalid', path: 'bloodGroup' } });
  expect(clinic.replica.get('SELECT count(*) AS n FROM bundle')).toEqual({ n: 1 });
});

test('SYNC-6 a bundle that the county released is taken in, and an answer that was long on its way takes nothing back', () => {
  clinic.save([{ op: 'create', document: patient }]);
  const [submission] = clinic.replica.submissions(1, 1_000_000);
  if (!submission) throw new Error('nothing to submit');
  const take = (outcome: Receipt['outcome']): void => {
    const receipts = [clinic.county.receipt(submission, outcome)];
    clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts, page: clinic.county.puts([], clinic.scopes) });
  };
  take('quarantined');
  take('accepted');
  take('quarantined');
  expect(clinic.replica.lineFacts().quarantined).toBe(0);
});

test('SYNC-51 a correction keeps its place when the county was restored to before it, and all of it is sent again', () => {
  const { bundleId } = clinic.save([{ op: 'create', document: patient }]);
  const { bundleId: later } = clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: '13800000001' }] }]);
  answer('quarantined');
  const correction = correct(bundleId, [create({ ...patient, insurance: '居民医保' })]);
  if (!correction.ok) throw new Error('not corrected');
  answer('quarantined');
  const shown = clinic.replica.document('patient', patient.id);
  expect(shown).toMatchObject({ insurance: '居民医保', phone: '13800000001' });

  const { deviceId } = clinic.identity;
  const unsigned = { deviceId, epoch: 'restored', ancestry: [{ epoch: clinic.county.epoch, forkNumbers: {} }], heads: {} };
  expect(clinic.replica.rewindTo({ ...unsigned, signature: signerOf(clinic.county.key)(historyToSign(unsigned)) })).toBe('rewound');
  expect(clinic.replica.lineFacts()).toMatchObject({ quarantined: 0, waiting: { count: 3 } });
  expect(clinic.replica.document('patient', patient.id)).toEqual(shown);
  expect(clinic.replica.all('SELECT save_number, place FROM overlay ORDER BY save_number')).toEqual([{ save_number: 2, place: null }, { save_number: 3, place: 1 }]);
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '13800000001', after: '13800000002' }] }]);
  expect(lastBody()).toMatchObject({ needs: [later, correction.bundleId] });
});

test('SYNC-51 what the county took in after its backup is judged again, also where it holds it', () => {
  clinic.save([{ op: 'create', document: patient }]);
  const [submission] = clinic.replica.submissions(1, 1_000_000);
  if (!submission) throw new Error('nothing to submit');
  const [scope = ''] = clinic.scopes;
  const receipts = [clinic.county.receipt(submission, 'accepted', { [scope]: 5 })];
  clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts, page: clinic.county.puts([], clinic.scopes) });
  const unsigned = { deviceId: clinic.identity.deviceId, epoch: 'restored', ancestry: [{ epoch: clinic.county.epoch, forkNumbers: { [scope]: 4 } }], heads: { routine: 1 } };
  expect(clinic.replica.rewindTo({ ...unsigned, signature: signerOf(clinic.county.key)(historyToSign(unsigned)) })).toBe('rewound');
  const late = [clinic.county.receipt(submission, 'quarantined')];
  clinic.replica.apply({ epoch: 'restored', scopes: [...clinic.scopes], receipts: late, page: clinic.county.puts([], clinic.scopes) });
  expect(clinic.replica.lineFacts().quarantined).toBe(1);
});
