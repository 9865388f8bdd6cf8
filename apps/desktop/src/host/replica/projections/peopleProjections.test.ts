import fc from 'fast-check';
import type { Vitals } from '@lianyi/schema/documents/encounter';
import type { Patient } from '@lianyi/schema/documents/patient';
import { anIdentityNumber, aPatient, aProblem, aSignature } from '@lianyi/tests/builders/aPatient';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { afterEach, beforeEach, expect, test } from 'vitest';

let clinic: TestReplica;
beforeEach(() => {
  clinic = aReplica();
});
afterEach(() => clinic.close());

const pressure = (systolic: number): Vitals => ({ temperatureC: null, pulse: null, respiration: null, systolic, diastolic: 80, spo2: null, weightKg: null, heightCm: null, glucoseMmolL: null, onOxygen: false, consciousness: null });
const rows = () => clinic.replica.all('SELECT patient_id, home_id, name, former_name, sex, birth_date, identity_number, phone, record_number, village, village_group, has_allergy FROM patient_row ORDER BY patient_id');
const found = (expression: string) => clinic.replica.all<{ patient_id: string }>('SELECT patient_id FROM patient_row WHERE row IN (SELECT rowid FROM patient_terms WHERE patient_terms MATCH ?) ORDER BY patient_id', expression);

test('whatever happened to the records, the rows and terms are those of a rebuild', { timeout: 60_000 }, () => {
  const ids = ['a', 'b', 'c'].map((name) => aPatient({ name }).id);
  const step = fc.record({ at: fc.nat(2), name: fc.constantFrom('张素芬', '曾少芬', '李😀', 'José'), phone: fc.constantFrom(null, '15000008936'), formerName: fc.constantFrom(null, '张水凤'), number: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      for (const { at, name, phone, formerName, number } of steps) {
        const patient: Patient = { ...aPatient({ name, phone, formerName, ...(number && { identityNumber: anIdentityNumber('1959-02-14', 'female', at * 2) }) }), id: ids[at] ?? aPatient().id, registered: aSignature() };
        clinic.pull(patient);
      }
      const queries = ['"pz" *', '"n张" *', '"e8936"', '"gzhang" *', '"i522299"', '"pjose"', '"n李😀"'];
      const before = [rows(), queries.map(found), clinic.replica.all('SELECT * FROM patient_tally')];
      clinic.replica.rebuildProjections();
      expect([rows(), queries.map(found), clinic.replica.all('SELECT * FROM patient_tally')]).toEqual(before);
    }),
    { numRuns: 25 },
  );
});

test('follow-ups do not depend on the order in which patient and visits arrive', () => {
  const patient = aPatient({ problems: { p: aProblem() } });
  const signed = { state: 'signed' as const, signature: aSignature() };
  const visits = [['2026-01-05', 150], ['2026-02-05', 138], ['2025-12-05', 170]].map(([day, systolic]) => anEncounter({ patientId: patient.id, startedAt: `${day}T09:00:00+08:00`, progress: signed, vitals: pressure(Number(systolic)) }));
  clinic.pull(...visits, patient);
  const row = clinic.replica.all('SELECT due_on, last_on, systolic, at_goal FROM follow_up');
  expect(row).toEqual([{ due_on: '2026-05-05', last_on: '2026-02-05', systolic: 138, at_goal: 1 }]);
  clinic.replica.rebuildProjections();
  expect(clinic.replica.all('SELECT due_on, last_on, systolic, at_goal FROM follow_up')).toEqual(row);
  clinic.pull({ ...patient, identity: { ...patient.identity, birthDate: '1990-01-01' } });
  expect(clinic.replica.all('SELECT birth_date FROM follow_up')).toEqual([{ birth_date: '1990-01-01' }]);
});
