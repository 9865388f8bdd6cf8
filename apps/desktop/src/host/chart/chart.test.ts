import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { aPatient, anAllergy, aProblem, aSignature, testOrgId } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { aProduct, productNamed } from '@lianyi/tests/builders/aProduct';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bloodPressures } from './bloodPressures.ts';
import { medicationsInUse } from './medicationsInUse.ts';
import { patientBanner } from './patientBanner.ts';

const day = '2026-03-09';
const moment = { day, completeness: { state: 'asOf', at: '2026-03-06T10:00:00+08:00' } } as const;
const patient = aPatient();
let clinic: TestReplica;
beforeEach(() => {
  clinic = aReplica();
});
afterEach(() => clinic.close());

const signedAt = (at: string) => ({ signature: aSignature({ at }) });

test('a drug is in use until the last day of its supply', () => {
  const item = aPrescriptionItem({ days: 7 });
  clinic.pull(patient, productNamed('氨溴索片'), aPrescription({ patientId: patient.id, order: { ...signedAt('2026-03-03T09:00:00+08:00'), items: [item] } }));
  expect(medicationsInUse(clinic.replica, patient.id, '2026-03-09')).toMatchObject([{ name: item.name, dose: 30, doseUnit: 'mg', frequency: 'tid', from: '2026-03-03', daysLeft: 0, ingredients: productNamed('氨溴索片').ingredients }]);
  expect(medicationsInUse(clinic.replica, patient.id, '2026-03-10')).toEqual([]);
});

test('a drug lasts as long as what was given out of it; of what was not given out that is said', () => {
  const [part, none] = [aProduct({ name: '罗红霉素胶囊' }), aProduct({ name: '华法林钠片' })];
  const items = [aPrescriptionItem({ itemNo: 1, days: 10, quantity: 20 }, part), aPrescriptionItem({ itemNo: 2, days: 7, quantity: 7 }, none)];
  const prescription = aPrescription({ patientId: patient.id, order: { ...signedAt('2026-03-09T09:00:00+08:00'), items } });
  clinic.pull(patient, part, none, prescription);
  const { dispense } = aDispenseOf(prescription, { ownerId: testOrgId, productId: part.id, lotNumber: 'L1', expiry: '2027-01-01' }, 4);
  clinic.pull(dispense);
  expect(medicationsInUse(clinic.replica, patient.id, '2026-03-09').map(({ name, daysLeft, isGiven }) => [name, daysLeft, isGiven])).toEqual([['华法林钠片', 6, false], ['罗红霉素胶囊', 1, true]]);
});

test('drafts and what was stopped are not in use, and of two orders of one product the longer stands', () => {
  const product = aProduct({ name: '氨氯地平片' });
  const order = (days: number) => ({ ...signedAt('2026-03-01T09:00:00+08:00'), items: [aPrescriptionItem({ days }, product)] });
  clinic.pull(
    patient, product,
    aPrescription({ patientId: patient.id, order: order(28) }), aPrescription({ patientId: patient.id, order: order(14) }),
    aPrescription({ patientId: patient.id, stopped: { signature: aSignature(), reason: '咳嗽' }, order: { ...signedAt('2026-03-01T09:00:00+08:00'), items: [aPrescriptionItem({ days: 28 })] } }),
    aPrescription({ patientId: patient.id, order: { state: 'draft', signature: null } }),
  );
  expect(medicationsInUse(clinic.replica, patient.id, day).map((medication) => [medication.name, medication.daysLeft])).toEqual([['氨氯地平片', 19]]);
});

test('blood pressures come oldest first, without those entered in error', () => {
  const visit = (startedAt: string, systolic: number | null) => anEncounter({
    patientId: patient.id, startedAt,
    vitals: { temperatureC: null, pulse: null, respiration: null, systolic, diastolic: 80, spo2: null, weightKg: null, heightCm: null, glucoseMmolL: null, onOxygen: false, consciousness: null },
  });
  clinic.pull(patient, visit('2026-02-01T09:00:00+08:00', 150), visit('2026-01-01T09:00:00+08:00', 140), visit('2026-02-02T09:00:00+08:00', null), { ...visit('2026-03-01T09:00:00+08:00', 99), progress: { state: 'enteredInError', signature: aSignature(), reason: 'x' } });
  expect(bloodPressures(clinic.replica, patient.id)).toEqual([{ on: '2026-01-01', systolic: 140, diastolic: 80 }, { on: '2026-02-01', systolic: 150, diastolic: 80 }]);
});

test('the banner puts severe allergies first, and tells "asked, none known" from "not asked"', () => {
  const some = aPatient({ allergies: { a: anAllergy({ substance: '磺胺类' }), b: anAllergy({ severity: 'severe' }), c: anAllergy({ substance: '头孢', status: 'refuted', statusReason: '皮试阴性' }) }, problems: { p: aProblem(), q: aProblem({ text: '骨折', status: 'resolved', programme: null }) } });
  const none = aPatient({ age: 3, noKnownAllergies: aSignature() });
  clinic.pull(some, none, patient);
  const banner = patientBanner(clinic.replica, some.id, moment);
  expect(banner?.allergies.state === 'some' && banner.allergies.items.map((entry) => entry.substance)).toEqual(['青霉素', '磺胺类']);
  expect([banner?.problems.map((problem) => problem.text), banner?.risks, banner?.completeness]).toEqual([['原发性高血压'], ['over65', 'hypertension'], moment.completeness]);
  expect(patientBanner(clinic.replica, none.id, moment)).toMatchObject({ allergies: { state: 'none' }, risks: ['under6'] });
  expect(patientBanner(clinic.replica, patient.id, moment)?.allergies).toEqual({ state: 'unasked' });
  expect(patientBanner(clinic.replica, 'nobody', moment)).toBeNull();
});
