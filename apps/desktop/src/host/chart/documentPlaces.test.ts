import type { Receipt } from '@lianyi/schema/wire/exchange';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentPlace, documentPlaces } from './documentPlaces.ts';

let clinic: TestReplica;
beforeEach(() => { clinic = aReplica(); });
afterEach(() => clinic.close());

const answer = (outcome: Receipt['outcome'], reason: Receipt['reason'] = null): void => {
  const [submission] = clinic.replica.submissions(1, 1_000_000);
  if (!submission) throw new Error('nothing waits');
  const receipts = [clinic.county.receipt(submission, outcome, {}, reason)];
  clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts, page: { entries: [], documents: [], cursors: {}, more: false } });
};
const changePhone = (id: string, before: string | null, after: string): void => void clinic.save([{ op: 'change', kind: 'patient', id, changes: [{ unit: 'phone', before, after }] }]);

describe('SYNC-25 where a document is', () => {
  test.each([
    ['accepted', null, 'held'], ['merged', null, 'held'], ['quarantined', 'invalid', 'quarantined'], ['waiting', 'needsUnknown', 'waitingAtCounty'],
  ] as const)('SYNC-25 a document whose bundle the county answered as %s (%s): %s', (outcome, reason, place) => {
    const patient = aPatient();
    clinic.save([{ op: 'create', document: patient }]);
    expect(documentPlace(clinic.replica, patient.id)).toBe('here');
    answer(outcome, reason);
    expect(documentPlace(clinic.replica, patient.id)).toBe(place);
  });

  test('SYNC-25 the least settled bundle counts, and what came from the county is held', () => {
    const [own, theirs] = [aPatient(), aPatient()];
    clinic.pull(own, theirs);
    expect(documentPlaces(clinic.replica, [own.id, theirs.id])).toEqual({ [own.id]: 'held', [theirs.id]: 'held' });
    changePhone(own.id, null, '13800000001');
    answer('accepted');
    expect(documentPlace(clinic.replica, own.id)).toBe('held');
    // The county's answer without its put: what is shown is the county's again.
    changePhone(own.id, null, '13800000002');
    expect(documentPlace(clinic.replica, own.id)).toBe('here');
    answer('quarantined', 'notPermitted');
    changePhone(own.id, '13800000002', '13800000003');
    expect(documentPlace(clinic.replica, own.id)).toBe('quarantined');
  });
});
