import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '@lianyi/schema/basics/ids';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { BundleBody } from '@lianyi/schema/documents/bundle';
import { linkHash } from '@lianyi/schema/wire/exchange';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anOrganisation } from '@lianyi/tests/builders/anOrganisation';
import { anAllergy, aPatient, aSignature } from '@lianyi/tests/builders/aPatient';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import type { DeviceKey } from './deviceKey.ts';
import { verifierOf } from './deviceKey.ts';
import { openReplica } from './openReplica.ts';
import type { NewWrite } from './replica.ts';

let clinic: TestReplica;
beforeEach(() => {
  clinic = aReplica();
});
afterEach(() => clinic.close());

const saveOf = (...writes: readonly NewWrite[]) => clinic.replica.save('tests.save', clinic.actor, () => ({ writes }));
const bodies = (): readonly BundleBody[] => clinic.replica.submissions(200, 9_000_000).map(({ body }) => body as BundleBody);

test('SAVE-1 a saved document is there, waits in the outbox and is found after opening again', () => {
  const patient = aPatient();
  clinic.save([{ op: 'create', document: patient }]);
  expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
  expect(clinic.replica.lineFacts().waiting).toMatchObject({ count: 1, byAction: { 'tests.save': 1 } });
  clinic = clinic.reopen();
  expect(clinic.replica.document('patient', patient.id)).toEqual(patient);
  expect(bodies()).toHaveLength(1);
});

test('KEY-1 the file on the disk is encrypted, and another key does not open it', () => {
  clinic.save([{ op: 'create', document: aPatient({ name: '旁人看不到' }) }]);
  const { directory, identity, key } = clinic;
  clinic.replica.close();
  const bytes = readFileSync(join(directory, 'replica.db'));
  expect(bytes.includes('SQLite format 3')).toBe(false);
  expect(bytes.includes('旁人看不到')).toBe(false);
  expect(() => openReplica({ directory, identity, key: new Uint8Array(32) })).toThrow('file is not a database');
  expect(() => openReplica({ directory, identity, key: null })).toThrow('a replica is always encrypted');
  // A refused attempt leaves no lock behind.
  openReplica({ directory, identity, key }).close();
});

test('SAVE-6 a second host in the same directory is refused, and says who has it', () => {
  const { directory, identity, key } = clinic;
  expect(() => openReplica({ directory, identity, key })).toThrow(`another Lianyi (process ${process.pid}) is using`);
});

test('an action with a refusal of its own writes nothing', () => {
  const result = clinic.replica.save('stock.dispense', clinic.actor, () => ({ refusal: 'outOfStock' as const }));
  expect(result).toEqual({ ok: false, refusal: 'outOfStock' });
  expect(bodies()).toHaveLength(0);
});

test('SAVE-1 an action that throws half-way writes nothing', () => {
  const boom = (): unknown => clinic.replica.save('tests.bug', clinic.actor, () => { throw new Error('a bug'); });
  expect(boom).toThrow('a bug');
  expect(saveOf({ op: 'create', document: aPatient() }).ok).toBe(true);
  expect(bodies()).toHaveLength(1);
});

test('SAVE-3 one bad document refuses the whole action', () => {
  const good = aPatient();
  const result = saveOf({ op: 'create', document: good }, { op: 'create', document: { ...aPatient(), phone: '' } });
  expect(result).toMatchObject({ ok: false, failure: { code: 'invalid', path: 'phone' } });
  expect(clinic.replica.document('patient', good.id)).toBeUndefined();
  expect(bodies()).toHaveLength(0);
});

test('SAVE-2 a form that started from a value that is no longer there is told what is there', () => {
  const patient = aPatient({ phone: '13900000001' });
  clinic.save([{ op: 'create', document: patient }]);
  const change = (before: string, after: string): NewWrite => ({ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before, after }] });
  expect(saveOf(change('13900000001', '13900000002')).ok).toBe(true);
  expect(saveOf(change('13900000001', '13900000003'))).toEqual({ ok: false, failure: { code: 'stale', id: patient.id, unit: 'phone', now: '13900000002' } });
  expect(clinic.replica.document('patient', patient.id)?.phone).toBe('13900000002');
});

test('the same form saved twice counts once', () => {
  const patient = aPatient();
  expect(saveOf({ op: 'create', document: patient }).ok).toBe(true);
  expect(saveOf({ op: 'create', document: patient })).toMatchObject({ ok: false, failure: { code: 'invalid', path: 'id', message: 'exists' } });
});

test('SAVE-3 a note of 2 MB is refused at its field', () => {
  const encounter = anEncounter();
  clinic.save([{ op: 'create', document: encounter }]);
  const result = saveOf({ op: 'change', kind: 'encounter', id: encounter.id, changes: [{ unit: 'history', before: '', after: '咳'.repeat(700_000) }] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'invalid', id: encounter.id, path: 'history' } });
});

test('SAVE-3 a text that no database holds (a null character, half a rare character) is refused at its field', () => {
  for (const name of ['张\u0000三', '张\ud842']) {
    expect(saveOf({ op: 'create', document: aPatient({ name }) })).toMatchObject({ ok: false, failure: { code: 'invalid', path: 'identity.name' } });
  }
  expect(saveOf({ op: 'create', document: aPatient({ name: '㛃𬱖' }) }).ok).toBe(true);
});

test('SAVE-4 what the county would not take as a bundle is refused before it is saved', () => {
  const patient = aPatient();
  clinic.save([{ op: 'create', document: patient }]);
  const many = Array.from({ length: 201 }, () => ({ unit: `allergies/${newId()}`, before: null, after: anAllergy({}) }));
  expect(saveOf({ op: 'change', kind: 'patient', id: patient.id, changes: many })).toMatchObject({ ok: false, failure: { code: 'invalid' } });
  expect(saveOf({ op: 'change', kind: 'patient', id: patient.id, changes: many.slice(1) }).ok).toBe(true);
});

test('SAVE-4 an action of more than 500 writes or 1 MB is refused whole', () => {
  const patients = (count: number): NewWrite[] => Array.from({ length: count }, () => ({ op: 'create', document: aPatient() }));
  expect(saveOf(...patients(501))).toMatchObject({ ok: false, failure: { code: 'tooLarge' } });
  const long = Array.from({ length: 450 }, (): NewWrite => ({ op: 'create', document: anEncounter({ history: '咳'.repeat(900) }) }));
  expect(saveOf(...long)).toMatchObject({ ok: false, failure: { code: 'tooLarge', bytes: expect.any(Number) as number } });
  expect(saveOf(...patients(500)).ok).toBe(true);
});

test('an action that changes nothing is refused', () => {
  const patient = aPatient({ phone: '1' });
  clinic.save([{ op: 'create', document: patient }]);
  expect(saveOf()).toMatchObject({ failure: { code: 'invalid', message: 'nothingToSave' } });
  const change = { unit: 'phone', before: '1', after: '1' };
  expect(saveOf({ op: 'change', kind: 'patient', id: patient.id, changes: [change] })).toMatchObject({ failure: { message: 'nothingToSave' } });
});

test('a document written twice in one action travels as one write, from what was shown to what it ends as', () => {
  const patient = aPatient({ phone: '1' });
  clinic.save([{ op: 'create', document: patient }]);
  const entry = anAllergy();
  const result = saveOf(
    { op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '1', after: '2' }] },
    { op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '2', after: '3' }, { unit: 'allergies/a', before: null, after: entry }] },
  );
  expect(result.ok).toBe(true);
  expect(bodies()[1]?.writes).toEqual([
    { op: 'change', kind: 'patient', version: 1, id: patient.id, changes: [{ unit: 'phone', before: '1', after: '3' }, { unit: 'allergies/a', before: null, after: entry }] },
  ]);
  const created = aPatient();
  clinic.save([{ op: 'create', document: created }, { op: 'change', kind: 'patient', id: created.id, changes: [{ unit: 'phone', before: null, after: '4' }] }]);
  expect(bodies()[2]?.writes).toMatchObject([{ op: 'create', document: { id: created.id, phone: '4' } }]);
});

test('what travels is what is shown: texts are tidied before they are saved', () => {
  const patient = aPatient();
  clinic.save([{ op: 'create', document: patient }]);
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: ' 13900000001 ' }] }]);
  expect(clinic.replica.document('patient', patient.id)?.phone).toBe('13900000001');
  expect(bodies()[1]?.writes).toMatchObject([{ changes: [{ after: '13900000001' }] }]);
});

test('MERGE-4 an allergy strikes "none known" at once', () => {
  const patient = aPatient({ noKnownAllergies: aSignature() });
  clinic.save([{ op: 'create', document: patient }]);
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'allergies/a', before: null, after: anAllergy() }] }]);
  expect(clinic.replica.document('patient', patient.id)?.noKnownAllergies).toBeNull();
});

test('MERGE-6 MERGE-8 MERGE-12 signed visits, facts and the catalogue cannot be changed here', () => {
  const signed = anEncounter({ progress: { state: 'signed', signature: aSignature() } });
  const move = aStockMove();
  clinic.save([{ op: 'create', document: signed }, { op: 'create', document: move }]);
  expect(saveOf({ op: 'change', kind: 'encounter', id: signed.id, changes: [{ unit: 'plan', before: '', after: '改' }] })).toMatchObject({ failure: { code: 'invalid', message: 'closed' } });
  expect(saveOf({ op: 'change', kind: 'stockMove', id: move.id, changes: [{ unit: 'quantity', before: 1, after: 2 }] })).toMatchObject({ failure: { code: 'invalid', message: 'unchangeable' } });
  expect(saveOf({ op: 'create', document: anOrganisation() })).toMatchObject({ failure: { code: 'invalid', message: 'countyOnly' } });
  expect(saveOf({ op: 'change', kind: 'patient', id: newId(), changes: [{ unit: 'phone', before: null, after: '1' }] })).toMatchObject({ failure: { code: 'invalid', message: 'missing' } });
  expect(saveOf({ op: 'change', kind: 'encounter', id: signed.id, changes: [{ unit: '__proto__/x', before: null, after: 1 }] })).toMatchObject({ failure: { message: 'notAUnit' } });
});

test('SYNC-4 each bundle links to the one before it, is signed, and counts its saves, over a restart too', () => {
  clinic.save([{ op: 'create', document: aPatient() }]);
  clinic = clinic.reopen();
  clinic.save([{ op: 'create', document: aPatient() }]);
  const [first, second] = clinic.replica.submissions(10, 1_000_000);
  const firstHash = linkHash(first?.link ?? { lane: 'routine', number: 0, previous: null }, jsonHash(first?.body));
  expect(first?.link).toEqual({ lane: 'routine', number: 1, previous: null });
  expect(second?.link).toEqual({ lane: 'routine', number: 2, previous: firstHash });
  const key = JSON.parse(clinic.replica.get<{ value: string }>("SELECT value FROM meta WHERE name = 'deviceKey'")?.value ?? '{}') as DeviceKey;
  expect(verifierOf(key.publicKey)(firstHash, first?.signature ?? '')).toBe(true);
  expect(bodies().map(({ saveNumber }) => saveNumber)).toEqual([1, 2]);
});

test('SYNC-4 a bundle names the own bundles that made what it names, and those that last changed its units', () => {
  const patient = aPatient();
  const made = clinic.save([{ op: 'create', document: patient }]);
  const encounter = anEncounter({ patientId: patient.id });
  const opened = clinic.save([{ op: 'create', document: encounter }]);
  const edited = clinic.save([{ op: 'change', kind: 'encounter', id: encounter.id, changes: [{ unit: 'plan', before: '', after: '休息' }] }]);
  clinic.save([{ op: 'change', kind: 'encounter', id: encounter.id, changes: [{ unit: 'plan', before: '休息', after: '多饮水' }] }]);
  clinic.save([{ op: 'create', document: aPatient() }]);
  expect(bodies().map(({ needs }) => needs)).toEqual([[], [made.bundleId], [opened.bundleId], [opened.bundleId, edited.bundleId], []]);
});

test('SYNC-16 a clock set back changes labels, never the order', () => {
  let now = new Date('2026-03-09T09:00:00Z');
  const back = aReplica({ now: () => now });
  back.save([{ op: 'create', document: aPatient() }]);
  now = new Date('2001-01-01T00:00:00Z');
  back.save([{ op: 'create', document: aPatient() }]);
  const sent = back.replica.submissions(10, 1_000_000).map(({ body }) => body as BundleBody);
  expect(sent.map(({ saveNumber }) => saveNumber)).toEqual([1, 2]);
  expect(sent[1]?.savedAt).toMatch(/^2001-01-01/);
  back.close();
});
