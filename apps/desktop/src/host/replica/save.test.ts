import { afterEach, expect, test } from 'vitest';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';

let clinic: TestReplica;
afterEach(() => clinic.close());

test('a saved document is there, waits in the outbox and is found after opening again', () => {
  clinic = aReplica();
  const patient = aPatient();
  clinic.save([{ op: 'create', document: patient }]);
  expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
  expect(clinic.replica.lineFacts().waiting.count).toBe(1);
  clinic = clinic.reopen();
  expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
  expect(clinic.replica.submissions(10, 1_000_000)).toHaveLength(1);
});

test('a pulled document is shown with what was pulled', () => {
  clinic = aReplica();
  const patient = aPatient();
  clinic.pull(patient);
  expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
});
