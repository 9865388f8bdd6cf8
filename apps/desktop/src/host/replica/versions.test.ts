import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '@lianyi/schema/basics/ids';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { CountyDocument, LogPage } from '@lianyi/schema/wire/exchange';
import { aPatient, testOrgId } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { kindsAt, renaming } from '@lianyi/tests/builders/laterKinds';
import type { CountyAnswer } from './applyPage.ts';
import { NewerReplica } from './migrations/migrate.ts';

const home = organisationScope(testOrgId);
const patient = aPatient({ insurance: '城乡居民' });
const newer = { ...renaming.up(patient), email: 'a@b' } as unknown as AnyDocument;
const seen: CountyDocument['lowered'] = { version: 1, hash: contentHash(patient) };

let clinic: TestReplica;
beforeEach(() => {
  clinic = aReplica();
});
afterEach(() => clinic.close());

/** A page of one put at `number`, with the document as the county sends it to this app. */
const page = (number: number, over: Partial<CountyDocument> = {}): LogPage => ({
  entries: [{ scope: home, number, bundleId: null, puts: [{ id: patient.id, revision: over.revision ?? 1 }], evicts: [] }],
  documents: [{ id: patient.id, kind: 'patient', version: 2, revision: 1, hash: contentHash(newer), body: patient, lowered: seen, ...over }],
  cursors: { [home]: number }, more: false,
});
const whole = { body: newer, lowered: undefined };
const take = (over: Partial<CountyAnswer>) => clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [], page: { entries: [], documents: [], cursors: {}, more: false }, ...over });
const asked = (): readonly unknown[] => clinic.replica.all('SELECT document_id FROM refetch');

test('SYNC-65 a lowered document is checked by the hash of what was sent, and kept with the county\'s own', () => {
  expect(take({ page: page(1) })).toMatchObject({ documents: 1, damaged: 0 });
  expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
  expect(clinic.replica.get<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM document WHERE id = ?', patient.id)).toEqual({ hash: contentHash(newer) });
  expect(take({ page: page(2, { revision: 2, body: { ...patient, phone: '1' } }) })).toMatchObject({ damaged: 1 });
});

test('SYNC-66 after the upgrade it is asked for from before its put, taken in at the same revision, and no longer asked for', () => {
  take({ page: page(4) });
  clinic = clinic.reopen(kindsAt(2));
  expect(clinic.replica.document('patient', patient.id)).toMatchObject({ insurer: '城乡居民', email: null });
  expect(clinic.replica.cursorsToAsk(true)).toEqual({ [home]: 3 });
  expect(take({ page: page(4, whole) })).toMatchObject({ documents: 1, mended: 1 });
  expect(clinic.replica.document('patient', patient.id)).toEqual(newer);
  expect([asked(), clinic.replica.all('SELECT * FROM lowered')]).toEqual([[], []]);
  expect(take({ page: page(4, whole) })).toMatchObject({ documents: 0, mended: 0 });
});

test('SYNC-66 should it come damaged then, it is asked for again, and what the older app saw stays', () => {
  take({ page: page(1) });
  clinic = clinic.reopen(kindsAt(2));
  expect(take({ page: page(1, { ...whole, body: { ...newer, phone: '1' } }) })).toMatchObject({ documents: 0, damaged: 1, mended: 0 });
  expect(asked()).toEqual([{ document_id: patient.id }]);
  expect(clinic.replica.document('patient', patient.id)).toMatchObject({ insurer: '城乡居民' });
  take({ page: page(1, whole) });
  expect(clinic.replica.document('patient', patient.id)).toEqual(newer);
});

test('SYNC-66 what came whole since, or left this PC, is not asked for', () => {
  take({ page: page(1) });
  take({ page: page(2, { revision: 2, version: 1, hash: contentHash(patient), lowered: undefined }) });
  expect(clinic.replica.all('SELECT * FROM lowered')).toEqual([]);
  take({ page: page(3, { revision: 3 }) });
  take({ page: { entries: [{ scope: home, number: 4, bundleId: null, puts: [], evicts: [patient.id] }], documents: [], cursors: { [home]: 4 }, more: false } });
  clinic = clinic.reopen(kindsAt(2));
  expect([asked(), clinic.replica.document('patient', patient.id)]).toEqual([[], undefined]);
});

test('SYNC-66 an own unsent change of before the upgrade lies on top of what is fetched again', () => {
  take({ page: page(1) });
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'insurance', before: '城乡居民', after: '职工' }] }]);
  clinic = clinic.reopen(kindsAt(2));
  expect(clinic.replica.document('patient', patient.id)).toMatchObject({ insurer: '职工' });
  take({ page: page(1, whole) });
  expect(clinic.replica.document('patient', patient.id)).toEqual({ ...newer, insurer: '职工' });
  expect(clinic.replica.lineFacts()).toMatchObject({ waiting: { count: 1 }, parked: 0 });
});

test('SYNC-65 an older document is lifted as it comes', () => {
  clinic = clinic.reopen(kindsAt(2));
  take({ page: page(1, { version: 1, hash: contentHash(patient), lowered: undefined }) });
  expect(clinic.replica.document('patient', patient.id)).toEqual(renaming.up(patient));
});

test('SYNC-63 what the county says may only be looked at is refused in a save, until it says otherwise or the app is upgraded', () => {
  take({ page: page(1), readOnly: { patient: ['insurance', 'allergies'] } });
  const change = (unit: string, before: unknown, after: unknown) => clinic.replica.save('tests.save', clinic.actor, () => ({ writes: [{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit, before, after }] }] }));
  const refused = { ok: false, failure: { code: 'readOnly', message: 'newerVersion' } };
  expect(change('insurance', '城乡居民', '职工')).toEqual(refused);
  expect(change(`allergies/${newId()}`, null, {})).toEqual(refused);
  expect(change('phone', null, '1')).toMatchObject({ ok: true });
  take({ readOnly: { patient: ['*'] } });
  expect(change('phone', '1', '2')).toEqual(refused);
  clinic = clinic.reopen(kindsAt(2));
  expect(change('phone', '1', '2')).toMatchObject({ ok: true });
  take({});
  expect(change('phone', '2', '3')).toMatchObject({ ok: true });
});

test('SYNC-66 an older app does not open what a newer one has written', () => {
  clinic = clinic.reopen(kindsAt(2));
  expect(() => clinic.reopen(kindsAt(1))).toThrow(NewerReplica);
});
