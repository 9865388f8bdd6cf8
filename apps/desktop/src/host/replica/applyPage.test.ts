import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId } from '@lianyi/schema/basics/ids';
import type { LogEntry, LogPage, Submission } from '@lianyi/schema/wire/exchange';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient, anAllergy, testOrgId } from '@lianyi/tests/builders/aPatient';
import { aStockMove } from '@lianyi/tests/builders/aStockMove';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica, TestCounty } from '@lianyi/tests/builders/aReplica';
import type { CountyAnswer } from './applyPage.ts';

const home = organisationScope(testOrgId);
const elsewhere = organisationScope(newId() as typeof testOrgId);

let clinic: TestReplica;
beforeEach(() => {
  clinic = aReplica();
});
afterEach(() => clinic.close());

const take = (over: Partial<CountyAnswer>) =>
  clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [], page: nothing(), ...over });
const nothing = (): LogPage => ({ entries: [], documents: [], cursors: clinic.county.cursors(), more: false });
const shown = (id: string): Patient | undefined => clinic.replica.document('patient', id);
const setPhone = (id: string, before: string | null, after: string): { readonly bundleId: string } =>
  clinic.save([{ op: 'change', kind: 'patient', id, changes: [{ unit: 'phone', before, after }] }]);
const lastSubmission = (): Submission => {
  const last = clinic.replica.submissions(200, 9_000_000).at(-1);
  if (!last) throw new Error('nothing waits');
  return last;
};
const overlays = (): number => clinic.replica.get<{ count: number }>('SELECT count(*) AS count FROM overlay')?.count ?? -1;
const dumped = (id: string) => clinic.replica.dump('', 5000).find((document) => document.id === id);

test('SYNC-7 a put is shown, with its membership, revision and cursor', () => {
  const patient = aPatient();
  clinic.pull(patient);
  expect(shown(patient.id)).toEqual(patient);
  expect(dumped(patient.id)).toMatchObject({ revision: 1, scopes: [home], waiting: false });
  expect(clinic.replica.cursors()).toEqual({ [home]: 1 });
});

test('SYNC-7 content at or below the local revision is ignored, and the same page twice changes nothing', () => {
  const patient = aPatient({ phone: '1' });
  const old = clinic.county.puts([patient], clinic.scopes);
  take({ page: old });
  clinic.pull({ ...patient, phone: '2' });
  expect(take({ page: old })).toMatchObject({ documents: 0 });
  expect(shown(patient.id)?.phone).toBe('2');
  expect(clinic.replica.cursors()).toEqual({ [home]: 2 });
});

test('SYNC-7 a late page does not bring back what was evicted since', () => {
  const patient = aPatient();
  const old = clinic.county.puts([patient], clinic.scopes);
  take({ page: old });
  take({ page: clinic.county.evicts([patient.id], home) });
  expect(shown(patient.id)).toBeUndefined();
  take({ page: old });
  expect(shown(patient.id)).toBeUndefined();
});

test('SYNC-7 an own change stays on top of what others change meanwhile, and goes with the put that includes it', () => {
  const patient = aPatient({ phone: '1' });
  clinic.pull(patient);
  const { bundleId } = setPhone(patient.id, '1', '2');
  clinic.pull({ ...patient, phone: '1', insurance: '城乡居民' });
  expect(shown(patient.id)).toMatchObject({ phone: '2', insurance: '城乡居民' });
  take({ page: clinic.county.puts([{ ...patient, phone: '2', insurance: '城乡居民', bloodGroup: 'A' }], clinic.scopes, bundleId) });
  expect(overlays()).toBe(0);
  expect(shown(patient.id)).toMatchObject({ phone: '2', bloodGroup: 'A' });
  expect(dumped(patient.id)).toMatchObject({ waiting: false, revision: 3 });
});

test('SYNC-7 a receipt alone settles nothing before the cursors reach its numbers', () => {
  const patient = aPatient({ phone: '1' });
  clinic.pull(patient);
  setPhone(patient.id, '1', '2');
  take({ receipts: [clinic.county.receipt(lastSubmission(), 'accepted', { [home]: 2 })] });
  expect(clinic.replica.lineFacts().waiting.count).toBe(0);
  expect([shown(patient.id)?.phone, overlays()]).toEqual(['2', 1]);
  clinic.pull({ ...patient, phone: '2' });
  expect([shown(patient.id)?.phone, overlays()]).toEqual(['2', 0]);
});

test('SYNC-7 of a followed scope of which nothing has been read yet, everything is still awaited', () => {
  const patient = aPatient();
  clinic.save([{ op: 'create', document: patient }]);
  take({ receipts: [clinic.county.receipt(lastSubmission(), 'accepted', { [home]: 1 })], page: { entries: [], documents: [], cursors: { [home]: 0 }, more: false } });
  expect(shown(patient.id)).toEqual(patient);
  expect(overlays()).toBe(1);
});

test('SYNC-7 in scopes that are not followed a receipt settles at once, and what has no other home leaves', () => {
  const foreign = aPatient({ homeId: elsewhere.slice(4) as typeof testOrgId });
  clinic.save([{ op: 'create', document: foreign }]);
  expect(shown(foreign.id)).toEqual(foreign);
  take({ receipts: [clinic.county.receipt(lastSubmission(), 'accepted', { [elsewhere]: 17 })] });
  expect(overlays()).toBe(0);
  expect(shown(foreign.id)).toBeUndefined();
});

test('SYNC-7 a document that was made here keeps what was shown when it comes back from the county', () => {
  const patient = aPatient();
  const { bundleId } = clinic.save([{ op: 'create', document: patient }]);
  setPhone(patient.id, null, '2');
  take({ page: clinic.county.puts([patient], clinic.scopes, bundleId), receipts: [clinic.county.receipt(clinic.replica.submissions(1, 1)[0] ?? lastSubmission(), 'accepted', { [home]: 1 })] });
  expect(shown(patient.id)).toEqual({ ...patient, phone: '2' });
  expect(dumped(patient.id)).toMatchObject({ revision: 1, waiting: true });
});

test('SYNC-7 when mine lost, the county\'s value is shown', () => {
  const patient = aPatient({ phone: '1' });
  clinic.pull(patient);
  setPhone(patient.id, '1', '2');
  clinic.pull({ ...patient, phone: '3' });
  expect(shown(patient.id)?.phone).toBe('3');
  take({ receipts: [clinic.county.receipt(lastSubmission(), 'merged', {})] });
  expect([shown(patient.id)?.phone, overlays()]).toEqual(['3', 0]);
});

test('SYNC-6 a quarantined bundle stays visible where it was made, counted and marked', () => {
  const patient = aPatient();
  clinic.save([{ op: 'create', document: patient }]);
  take({ receipts: [clinic.county.receipt(lastSubmission(), 'quarantined')] });
  expect(clinic.replica.lineFacts()).toMatchObject({ waiting: { count: 0 }, quarantined: 1 });
  expect(shown(patient.id)).toEqual(patient);
  expect(dumped(patient.id)?.waiting).toBe(true);
  setPhone(patient.id, null, '1');
  expect((lastSubmission().body as { needs: string[] }).needs).toHaveLength(1);
});

test('SYNC-5 a bundle that waits at the county is held, and settles with its final outcome', () => {
  const patient = aPatient();
  clinic.save([{ op: 'create', document: patient }]);
  const submission = lastSubmission();
  take({ receipts: [clinic.county.receipt(submission, 'waiting')] });
  expect(clinic.replica.lineFacts().waiting.count).toBe(0);
  expect(overlays()).toBe(1);
  take({ receipts: [clinic.county.receipt(submission, 'accepted', { [home]: 1 })], page: clinic.county.puts([patient], clinic.scopes) });
  expect(overlays()).toBe(0);
  expect(shown(patient.id)).toEqual(patient);
});

test('LINE-2 a receipt that the county did not sign, or that is about another body, counts for nothing', () => {
  clinic.save([{ op: 'create', document: aPatient() }]);
  const submission = lastSubmission();
  expect(take({ receipts: [new TestCounty().receipt(submission, 'accepted')] })).toMatchObject({ receipts: 0, refusedReceipts: 1 });
  const good = clinic.county.receipt(submission, 'accepted');
  expect(take({ receipts: [{ ...good, outcome: 'quarantined' }, { ...good, bodyHash: 'f'.repeat(64) }] })).toMatchObject({ receipts: 0, refusedReceipts: 2 });
  expect(clinic.replica.lineFacts().waiting.count).toBe(1);
});

test('SYNC-13 kinds, versions and contents that this app does not understand are parked whole and block nothing', () => {
  const patient = aPatient();
  const page = clinic.county.puts([patient], clinic.scopes);
  const strange = [
    clinic.county.document({ id: newId(), kind: 'telehealthCall', minutes: 5 } as { id: string; kind: string }),
    clinic.county.document(aPatient(), 99),
    clinic.county.document({ ...aPatient(), phone: 42 } as unknown as Patient),
  ];
  const number = clinic.county.nextNumber(home);
  const entry = { scope: home, number, bundleId: null, puts: strange.map(({ id, revision }) => ({ id, revision })), evicts: [] };
  take({ page: { ...page, entries: [...page.entries, entry], documents: [...page.documents, ...strange], cursors: clinic.county.cursors() } });
  expect(shown(patient.id)).toEqual(patient);
  expect(clinic.replica.lineFacts().parked).toBe(3);
  expect(clinic.replica.all('SELECT document_id, reason FROM parked ORDER BY reason')).toMatchObject([{ reason: 'invalid' }, { reason: 'newerVersion' }, { reason: 'unknownKind' }]);
  expect(clinic.replica.cursors()).toEqual({ [home]: 2 });
});

test('SYNC-13 what is shown stays readable when a newer version of it is parked, but is not written to', () => {
  const patient = aPatient({ phone: '1' });
  clinic.pull(patient);
  const newer = clinic.county.document({ ...patient, phone: '2', telepathy: true } as Patient, 2);
  const entry = { scope: home, number: clinic.county.nextNumber(home), bundleId: null, puts: [{ id: newer.id, revision: newer.revision }], evicts: [] };
  take({ page: { ...nothing(), entries: [entry], documents: [newer] } });
  expect(shown(patient.id)?.phone).toBe('1');
  const result = clinic.replica.save('tests.save', clinic.actor, () => ({ writes: [{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '1', after: '3' }] }] }));
  expect(result).toEqual({ ok: false, failure: { code: 'readOnly', message: 'newerVersion' } });
  clinic.pull({ ...patient, phone: '4' });
  expect(shown(patient.id)?.phone).toBe('4');
  expect(clinic.replica.lineFacts().parked).toBe(0);
});

test('SYNC-13 an own change stays on top while the county\'s document that includes it is parked', () => {
  const patient = aPatient({ phone: '1' });
  clinic.pull(patient);
  const { bundleId } = setPhone(patient.id, '1', '2');
  const receipts = [clinic.county.receipt(lastSubmission(), 'accepted', { [home]: 2 })];
  const newer = clinic.county.document({ ...patient, phone: '2', telepathy: true } as Patient, 2);
  const entry: LogEntry = { scope: home, number: clinic.county.nextNumber(home), bundleId: bundleId as LogEntry['bundleId'], puts: [{ id: newer.id, revision: newer.revision }], evicts: [] };
  take({ page: { ...nothing(), entries: [entry], documents: [newer] }, receipts });
  expect(shown(patient.id)?.phone).toBe('2');
  clinic.pull({ ...patient, phone: '2', insurance: '居民医保' });
  expect(shown(patient.id)).toMatchObject({ phone: '2', insurance: '居民医保' });
  expect(overlays()).toBe(0);
});

test('SYNC-13 a document that this version stumbles over is parked, blocks nothing, and is shown by a version that does not', () => {
  const [stumble, patient] = [anEncounter({ diagnoses: [{ system: 'text', code: '', text: '感冒' }] }), aPatient()];
  // A row in the way stands for a bug of a projection.
  clinic.replica.all("INSERT INTO encounter_diagnosis VALUES (?, 0, '', '', '', '', '') RETURNING ordinal", stumble.id);
  clinic.pull(stumble, patient);
  expect(shown(patient.id)).toEqual(patient);
  expect(clinic.replica.lineFacts().parked).toBe(1);
  expect(clinic.replica.document('encounter', stumble.id)).toBeUndefined();
  expect(clinic.replica.cursors()).toEqual({ [home]: 1 });
  expect(clinic.replica.get('SELECT id FROM encounter_index WHERE id = ?', stumble.id)).toBeUndefined();

  clinic.replica.all('DELETE FROM encounter_diagnosis WHERE encounter_id = ? RETURNING ordinal', stumble.id);
  clinic = clinic.reopen();
  expect(clinic.replica.document('encounter', stumble.id)).toEqual(stumble);
  expect(clinic.replica.get('SELECT id FROM encounter_index WHERE id = ?', stumble.id)).toBeDefined();
  expect(clinic.replica.lineFacts().parked).toBe(0);
});

test('SYNC-5 a late answer that a bundle waits does not take back its final outcome', () => {
  clinic.save([{ op: 'create', document: aPatient() }]);
  const submission = lastSubmission();
  take({ receipts: [clinic.county.receipt(submission, 'quarantined')] });
  take({ receipts: [clinic.county.receipt(submission, 'waiting')] });
  expect(clinic.replica.lineFacts().quarantined).toBe(1);
});

test('SYNC-7 content that does not match its hash is not taken, its overlay waits, and it is asked for again', () => {
  const patient = aPatient();
  const { bundleId } = clinic.save([{ op: 'create', document: patient }]);
  const page = clinic.county.puts([patient], clinic.scopes, bundleId);
  const bent = page.documents.map((document) => ({ ...document, body: { ...patient, phone: '666' } }));
  const receipts = [clinic.county.receipt(lastSubmission(), 'accepted', { [home]: 1 })];
  expect(take({ page: { ...page, documents: bent }, receipts })).toMatchObject({ damaged: 1 });
  expect(shown(patient.id)).toEqual(patient);
  expect(overlays()).toBe(1);
  expect(clinic.replica.cursors()).toEqual({ [home]: 1 });
  expect(clinic.replica.cursorsToAsk(true)).toEqual({ [home]: 0 });
  expect(clinic.replica.lineFacts().parked).toBe(1);
  take({ page });
  expect(overlays()).toBe(0);
  expect(dumped(patient.id)).toMatchObject({ revision: 1, scopes: [home] });
  expect(clinic.replica.cursorsToAsk(true)).toEqual({ [home]: 1 });
});

test('SYNC-8 a document in two scopes leaves at the second evict', () => {
  const both = aReplica({ scopes: [home, elsewhere, catalogueScope] });
  const encounter = anEncounter({ orgId: elsewhere.slice(4) as typeof testOrgId });
  both.pull(encounter);
  const takeBoth = (page: LogPage): void => void both.replica.apply({ epoch: both.county.epoch, scopes: [...both.scopes], receipts: [], page });
  takeBoth(both.county.evicts([encounter.id], home));
  expect(both.replica.document('encounter', encounter.id)).toEqual(encounter);
  takeBoth(both.county.evicts([encounter.id], elsewhere));
  expect(both.replica.document('encounter', encounter.id)).toBeUndefined();
  both.close();
});

test('SYNC-9 what is evicted under an unsettled change stays readable until that is settled, and is not written to', () => {
  const patient = aPatient({ phone: '1' });
  clinic.pull(patient);
  setPhone(patient.id, '1', '2');
  const submission = lastSubmission();
  take({ page: clinic.county.evicts([patient.id], home) });
  expect(shown(patient.id)?.phone).toBe('2');
  const write = clinic.replica.save('tests.save', clinic.actor, () => ({ writes: [{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '2', after: '3' }] }] }));
  expect(write).toEqual({ ok: false, failure: { code: 'readOnly', message: 'moved' } });
  take({ receipts: [clinic.county.receipt(submission, 'accepted', { [elsewhere]: 5 })] });
  expect(shown(patient.id)).toBeUndefined();
});

test('a scope that is followed no longer takes its documents along; no scopes at all means a retired PC and takes nothing', () => {
  const patient = aPatient();
  clinic.pull(patient);
  take({ scopes: [] });
  expect(shown(patient.id)).toEqual(patient);
  take({ scopes: [catalogueScope] });
  expect(shown(patient.id)).toBeUndefined();
  expect(clinic.replica.cursors()).toEqual({});
  take({ scopes: [...clinic.scopes] });
  clinic.pull(patient);
  expect(shown(patient.id)).toEqual(patient);
});

test('projections follow pulled, overlaid, settled and evicted documents, and can be built again from them', () => {
  const move = aStockMove();
  const own = aStockMove();
  clinic.pull(move);
  clinic.save([{ op: 'create', document: own }]);
  const balances = () => clinic.replica.all('SELECT * FROM lot_balance ORDER BY owner_id, product_id, expiry, lot_number');
  const before = balances();
  expect(before.length).toBeGreaterThan(0);
  clinic.replica.rebuildProjections();
  expect(balances()).toEqual(before);
  clinic = clinic.reopen();
  expect(balances()).toEqual(before);
  take({ page: clinic.county.evicts([move.id], home), receipts: [clinic.county.receipt(lastSubmission(), 'accepted', {})] });
  expect(balances()).toEqual([]);
});

test('two own changes of one patient chain by themselves over a foreign one', () => {
  const patient = aPatient({ phone: '1' });
  clinic.pull(patient);
  setPhone(patient.id, '1', '2');
  clinic.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'allergies/a', before: null, after: anAllergy() }] }]);
  setPhone(patient.id, '2', '3');
  clinic.pull({ ...patient, bloodGroup: 'O' });
  expect(shown(patient.id)).toMatchObject({ phone: '3', bloodGroup: 'O', allergies: { a: { status: 'active' } } });
});

test('LINE-22 of a stick that is older than the last answer the scopes count no more, and what it has of others is not taken', () => {
  const [villager, stranger] = [aPatient(), aPatient()];
  const at = (minute: string) => `2026-11-30T08:${minute}:00.000Z`;
  const { epoch } = clinic.county;
  take({ countyTime: at('30'), page: clinic.county.puts([villager], clinic.scopes), readOnly: { patient: ['phone'] } });
  const older = { epoch, scopes: [elsewhere], receipts: [], countyTime: at('29'), page: clinic.county.puts([stranger], [elsewhere]), readOnly: { patient: ['*'] } };
  clinic.replica.apply(older, 'stick');
  expect(clinic.replica.scopes()).toEqual([...clinic.scopes]);
  expect([shown(villager.id)?.id, shown(stranger.id)]).toEqual([villager.id, undefined]);
  expect(Object.keys(clinic.replica.cursors())).not.toContain(elsewhere);
  expect(JSON.parse(clinic.replica.get<{ value: string }>("SELECT value FROM meta WHERE name = 'readOnly'")?.value ?? '')).toEqual({ patient: ['phone'] });
  // By the line each counts, also where the county's clock was set back; and so does a stick that is later than that.
  take({ countyTime: at('10'), scopes: [elsewhere], page: nothing() });
  expect(clinic.replica.scopes()).toEqual([elsewhere]);
  clinic.replica.apply({ epoch, scopes: [...clinic.scopes], receipts: [], countyTime: at('11'), page: nothing() }, 'stick');
  expect(clinic.replica.scopes()).toEqual([...clinic.scopes]);
  // Of another history there is nothing later.
  clinic.replica.apply({ epoch: 'restored', scopes: [elsewhere], receipts: [], countyTime: at('01'), page: nothing() }, 'stick');
  expect(clinic.replica.scopes()).toEqual([elsewhere]);
});

test('LINE-22 an idle line does not write each time when it was heard', () => {
  const written = () => clinic.replica.get<{ value: string }>("SELECT value FROM meta WHERE name = 'scopesTaken'")?.value;
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 30, 8, minute)).toISOString();
  take({ countyTime: at(0) });
  const first = written();
  for (let minute = 1; minute < 60; minute += 1) take({ countyTime: at(minute) });
  expect(written()).toBe(first);
  take({ countyTime: at(61) });
  expect(written()).toContain(at(61));
  take({ countyTime: at(62), page: clinic.county.puts([aPatient()], clinic.scopes) });
  expect(written()).toContain(at(62));
});
