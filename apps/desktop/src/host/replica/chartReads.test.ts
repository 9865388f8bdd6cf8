import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, expect, test } from 'vitest';

let now = new Date('2026-03-09T09:42:18+08:00');
const later = (minutes: number): void => { now = new Date(now.getTime() + minutes * 60_000); };

let clinic: TestReplica;
beforeEach(() => { clinic = aReplica({ now: () => now }); });
afterEach(() => clinic.close());

const buffered = () => clinic.replica.all<{ patient_id: string; page: string }>('SELECT patient_id, page FROM chart_read ORDER BY number');
const sealed = (): readonly BundleBody[] => clinic.replica.all<{ body: string }>("SELECT body FROM bundle WHERE action = 'chart.reads' ORDER BY save_number").map(({ body }) => JSON.parse(body) as BundleBody);

test('AUDIT-3 a look is on the disk when the record is shown, and outlives a crash; pages that ask again are one look', async () => {
  const patient = aPatient();
  clinic.pull(patient);
  const caller = aCaller(clinic, { now: () => now });
  await caller.patients.chart({ patientId: patient.id });
  await caller.patients.chart({ patientId: patient.id });
  await caller.patients.card({ patientId: patient.id });
  await caller.patients.chart({ patientId: 'nobody' });
  await caller.patients.search({ query: patient.identity.name, limit: 5, onlyHere: false });
  const looks = [{ patient_id: patient.id, page: 'chart' }, { patient_id: patient.id, page: 'card' }];
  expect(buffered()).toEqual(looks);
  clinic = clinic.reopen();
  expect(buffered()).toEqual(looks);
});

test('AUDIT-3 looks go to the county together, as bundles of the chain that say who, whose, where and when, and nothing of the record', async () => {
  const patients = Array.from({ length: 3 }, () => aPatient());
  clinic.pull(...patients);
  const caller = aCaller(clinic, { now: () => now });
  for (const { id } of patients.slice(0, 2)) await caller.patients.chart({ patientId: id });
  expect(sealed()).toEqual([]);
  later(11);
  await caller.patients.chart({ patientId: patients[2]?.id ?? '' });
  expect(buffered()).toEqual([]);
  expect(sealed()).toMatchObject([{ personId: clinic.actor.personId, needs: [], writes: [{ op: 'create', document: { kind: 'chartReads', by: clinic.actor.personId, reads: patients.map(({ id }) => ({ patientId: id, page: 'chart' })) } }] }]);
  expect(JSON.stringify(sealed())).not.toContain(patients[0]?.identity.name);
  later(20);
  await caller.patients.chart({ patientId: patients[0]?.id ?? '' });
  clinic.replica.sealReads();
  expect(sealed()).toHaveLength(2);
  clinic.replica.sealReads();
  expect(sealed()).toHaveLength(2);
});

test('AUDIT-3 a look at a record that was made here a moment ago does not hang on what becomes of that', async () => {
  const patient = aPatient();
  clinic.save([{ op: 'create', document: patient }]);
  await aCaller(clinic, { now: () => now }).patients.card({ patientId: patient.id });
  clinic.replica.sealReads();
  expect(sealed()[0]?.needs).toEqual([]);
});
