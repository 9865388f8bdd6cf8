import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '@lianyi/schema/basics/ids';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import type { LogPage, Submission } from '@lianyi/schema/wire/exchange';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient, testOrgId } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import type { CountyAnswer } from './applyPage.ts';

const otherId = newId() as typeof testOrgId;
const home = organisationScope(testOrgId);
const other = organisationScope(otherId);
const elsewhere = organisationScope(newId() as typeof testOrgId);

let clinic: TestReplica;
beforeEach(() => {
  clinic = aReplica({ scopes: [home, other, catalogueScope] });
});
afterEach(() => clinic.close());

const nothing = (): LogPage => ({ entries: [], documents: [], cursors: clinic.county.cursors(), more: false });
const take = (over: Partial<CountyAnswer>) => clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [], page: nothing(), ...over });
const waiting = (): readonly Submission[] => clinic.replica.submissions(200, 9_000_000);
const accept = (submission: Submission | undefined): void => {
  if (submission) take({ receipts: [clinic.county.receipt(submission, 'accepted', { [elsewhere]: 9 })] });
};
const ids = (): readonly string[] => clinic.replica.dump('', 1000).map((document) => document.id);

/** A patient with two visits at home, pulled. */
function aRecord() {
  const patient = aPatient();
  const visits = [anEncounter({ patientId: patient.id }), anEncounter({ patientId: patient.id })] as const;
  clinic.pull(patient, ...visits);
  return { patient, visits, all: [patient.id, ...visits.map((visit) => visit.id)].toSorted() };
}

test('SYNC-9 while anything of a record waits here, the whole record stays readable; it goes when the last of it is settled', () => {
  const { patient, visits, all } = aRecord();
  const stranger = aPatient();
  clinic.pull(stranger);
  for (const plan of ['休息', '多饮水']) clinic.save([{ op: 'change', kind: 'encounter', id: visits[0].id, changes: [{ unit: 'plan', before: plan === '休息' ? '' : '休息', after: plan }] }]);
  const [first, second] = waiting();
  take({ page: clinic.county.evicts([...all, stranger.id], home) });
  expect(ids()).toEqual(all);
  accept(first);
  expect(ids()).toEqual(all);
  expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
  clinic = clinic.reopen();
  accept(second);
  expect(ids()).toEqual([]);
  expect(clinic.replica.all('SELECT * FROM encounter_index')).toEqual([]);
  expect(clinic.replica.all('SELECT * FROM membership')).toEqual([]);
});

test('SYNC-9 what only this PC has of the record keeps it too: a visit that the county has not got yet', () => {
  const { all, patient } = aRecord();
  const visit = anEncounter({ patientId: patient.id });
  clinic.save([{ op: 'create', document: visit }]);
  const [submission] = waiting();
  take({ page: clinic.county.evicts(all, home) });
  expect(ids()).toEqual([...all, visit.id].toSorted());
  accept(submission);
  expect(ids()).toEqual([]);
});

test('SYNC-9 a record that has left is not written to, nor are new visits of it: the save is refused as moved', () => {
  const { all, patient, visits } = aRecord();
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: '1' }] }]);
  take({ page: clinic.county.evicts(all, home) });
  const refused = { ok: false, failure: { code: 'readOnly', message: 'moved' } };
  const save = (write: Parameters<TestReplica['save']>[0][number]) => clinic.replica.save('tests.save', clinic.actor, () => ({ writes: [write] }));
  expect(save({ op: 'change', kind: 'encounter', id: visits[1].id, changes: [{ unit: 'plan', before: '', after: '休息' }] })).toEqual(refused);
  expect(save({ op: 'create', document: anEncounter({ patientId: patient.id }) })).toEqual(refused);
  expect(save({ op: 'create', document: anEncounter() })).toMatchObject({ ok: true });
});

test('SYNC-8 evict in one scope and put in another of one bundle keep the document, in either order, and it can be written to', () => {
  for (const isEvictFirst of [true, false]) {
    const { patient } = aRecord();
    const moved = { ...patient, homeId: otherId };
    const evicts = clinic.county.evicts([patient.id], home);
    const puts = clinic.county.puts([moved], clinic.scopes);
    const entries = isEvictFirst ? [...evicts.entries, ...puts.entries] : [...puts.entries, ...evicts.entries];
    take({ page: { entries, documents: puts.documents, cursors: clinic.county.cursors(), more: false } });
    expect(clinic.replica.document('patient', patient.id)).toEqual(moved);
    expect(clinic.replica.get('SELECT s.name FROM membership m JOIN scope s ON s.number = m.scope JOIN document d ON d.number = m.document WHERE d.id = ?', patient.id)).toEqual({ name: other });
    clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: '1' }] }]);
  }
});

test('SYNC-7 a put clears what was due: the record that comes back stays, and is written to again', () => {
  const { all, patient } = aRecord();
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: '1' }] }]);
  take({ page: clinic.county.evicts(all, home) });
  take({ page: clinic.county.puts([patient], clinic.scopes) });
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '1', after: '2' }] }]);
  for (const submission of waiting()) accept(submission);
  expect(ids()).toEqual([patient.id]);
});
