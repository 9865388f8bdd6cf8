import { localClockTime } from '@lianyi/schema/basics/dates';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { idFromHash, newId } from '@lianyi/schema/basics/ids';
import type { UnitChange } from '@lianyi/schema/documents/bundle';
import type { Review } from '@lianyi/schema/documents/review';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { CountyDocument, LogPage } from '@lianyi/schema/wire/exchange';
import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anAllergy, anIdentityNumber, aPatient, aProblem, aSignature, testOrgId } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { anAttributedValue, aReview } from '@lianyi/tests/builders/aReview';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PatientDraft } from './inputs.ts';

const now = new Date('2026-03-09T09:42:18+08:00');
const number = anIdentityNumber('1959-02-14', 'female');
const emptyDraft: PatientDraft = {
  name: '', sex: '', birthDate: '', documentType: '01', identityNumber: '', phone: '', village: '', group: '', addressDetail: '', bloodGroup: '', recordNumber: '',
  contactName: '', contactRelation: '', contactPhone: '', insurance: '', formerName: '', allergyAnswer: 'unasked', allergies: [], problems: [],
};
const draft = (over: Partial<PatientDraft> = {}): PatientDraft => ({ ...emptyDraft, name: '张素芬', identityNumber: number, phone: '150 0000 8936', village: '云岭镇青石坪村', group: '一组', ...over });

let clinic: TestReplica;
let caller: ReturnType<typeof aCaller>;
beforeEach(() => {
  clinic = aReplica({ now: () => now });
  caller = aCaller(clinic, { now: () => now });
});
afterEach(() => clinic.close());

async function registered(over: Partial<PatientDraft> = {}): Promise<string> {
  const result = await caller.patients.register({ draft: draft(over), seenDuplicates: [] });
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.patientId;
}

describe('registering', () => {
  test('saves one bundle with allergies and problems as entries, and finds the patient again', async () => {
    const patientId = await registered({
      allergyAnswer: 'some', allergies: [{ allergyClass: 'penicillin', substance: '青霉素', reaction: '皮疹', severity: 'severe', onset: '2019' }],
      problems: [{ code: 'I10.x00', text: '原发性高血压', programme: 'hypertension', onset: '' }],
    });
    expect(clinic.replica.all('SELECT action, json_array_length(body, \'$.writes\') AS writes FROM bundle')).toEqual([{ action: 'patients.register', writes: 1 }]);
    const chart = await caller.patients.chart({ patientId });
    expect(chart?.patient).toMatchObject({ homeId: testOrgId, phone: '15000008936', identity: { birthDate: '1959-02-14', sex: 'female' }, address: { village: '云岭镇青石坪村', group: '一组' }, noKnownAllergies: null });
    expect(chart?.banner).toMatchObject({ address: '云岭镇青石坪村一组', age: { years: 67 }, risks: ['over65', 'hypertension'], isWaiting: true, allergies: { state: 'some' } });
    expect((await caller.patients.search({ query: 'zsf', limit: 10, onlyHere: true })).hits.map((hit) => hit.patientId)).toEqual([patientId]);
  });

  test('keeps that no allergies are known as the person\'s signature', async () => {
    const card = await caller.patients.card({ patientId: await registered({ allergyAnswer: 'none' }) });
    expect(card?.banner.allergies).toEqual({ state: 'none' });
    expect(card?.patient.noKnownAllergies).toMatchObject({ by: clinic.actor.personId, orgId: testOrgId });
  });

  test('refuses errors at their fields and writes nothing', async () => {
    const result = await caller.patients.register({ draft: draft({ phone: '123', birthDate: '1959-02-15' }), seenDuplicates: [] });
    expect(result).toEqual({ ok: false, errors: [{ field: 'birthDate', code: 'differsFromNumber', values: { fromNumber: '1959-02-14' } }, { field: 'phone', code: 'phoneLength' }] });
    expect(clinic.replica.all('SELECT 1 FROM bundle')).toEqual([]);
  });

  test('a text of 2 MB is an error of its field', async () => {
    const result = await caller.patients.register({ draft: draft({ insurance: '长'.repeat(700_000) }), seenDuplicates: [] });
    expect(result).toMatchObject({ ok: false, errors: [{ field: 'insurance', code: 'tooLong', values: { max: 80 } }] });
  });

  test('the same identity number is refused, whatever was looked at', async () => {
    const patientId = await registered();
    const again = await caller.patients.register({ draft: draft({ name: '张淑芬' }), seenDuplicates: [patientId] });
    expect(again).toMatchObject({ ok: false, duplicates: [{ patientId, isCertain: true, reasons: ['identityNumber'] }] });
  });

  test('a likely duplicate is shown first, and registered once it was looked at', async () => {
    const patientId = await registered();
    const noNumber = draft({ identityNumber: '', birthDate: '1959-2-14', sex: 'female', phone: '13600005520' });
    const first = await caller.patients.register({ draft: noNumber, seenDuplicates: [] });
    expect(first).toMatchObject({ ok: false, duplicates: [{ patientId, isCertain: false, reasons: ['nameAndBirthDate'] }] });
    expect(await caller.patients.register({ draft: noNumber, seenDuplicates: [patientId] })).toMatchObject({ ok: true });
  });

  test('a role that may not write is refused', async () => {
    const storeKeeper = aCaller(clinic, { role: 'storeKeeper' });
    await expect(storeKeeper.patients.register({ draft: draft(), seenDuplicates: [] })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the check while typing', () => {
  test('says what the number says and who may be the same, before the form is complete', async () => {
    const patientId = await registered();
    expect(await caller.patients.checkDraft({ ...emptyDraft, identityNumber: number.toLowerCase() })).toMatchObject({
      errors: [{ field: 'name', code: 'required' }], fromIdentityNumber: { birthDate: '1959-02-14', sex: 'female' }, duplicates: [{ patientId, isCertain: true }],
    });
    expect(await caller.patients.checkDraft({ ...emptyDraft, name: '张素芬', phone: '15000008936' })).toMatchObject({ duplicates: [{ patientId, reasons: ['nameAndPhone'] }] });
    expect(await caller.patients.checkDraft({ ...emptyDraft, name: '张素分', birthDate: '1959年2月14日' })).toMatchObject({ duplicates: [{ patientId, reasons: ['samePinyinAndBirthDate'] }] });
  });

  test('an empty form has nobody beside it', async () => {
    await registered();
    expect((await caller.patients.checkDraft(emptyDraft)).duplicates).toEqual([]);
  });
});

describe('changing', () => {
  const change = async (patientId: string, ...changes: readonly UnitChange[]) => caller.patients.change({ patientId, changes: [...changes] });

  test('tidies and saves the unit, and tells it as waiting', async () => {
    const patientId = await registered();
    expect(await change(patientId, { unit: 'phone', before: '15000008936', after: '136 0000 5520' })).toMatchObject({ ok: true });
    const card = await caller.patients.card({ patientId });
    expect(card?.patient.phone).toBe('13600005520');
    expect(card?.waitingUnits).toEqual([{ unit: '', at: localClockTime(now) }, { unit: 'phone', at: localClockTime(now) }]);
    expect((await caller.patients.chart({ patientId }))?.changes).toMatchObject([
      { action: 'patients.change', unit: 'phone', before: '15000008936', after: '13600005520', state: 'waiting' },
      { action: 'patients.register', unit: '', state: 'waiting' },
    ]);
  });

  test('a review that was settled, here or elsewhere, stands in the record with the value, the person and the reason', async () => {
    const patientId = await registered();
    const about = { kind: 'patient', id: patientId, unit: 'phone' };
    const losing = anAttributedValue('13600005520');
    const elsewhere = { choice: 'keep', saw: '13600005520', reason: '问过本人', signature: aSignature({ at: '2026-01-05T09:00:00+08:00' }) } as const;
    const open = aReview({ patientId: patientId as Review['patientId'], about, losing });
    clinic.pull(aReview({ patientId: patientId as Review['patientId'], about, losing, resolution: elsewhere }), open);
    await caller.reviews.resolve({ reviewId: open.id, choice: 'useLosing', saw: '13600005520', present: '15000008936', reason: '换了号' });
    expect((await caller.patients.chart({ patientId }))?.changes).toMatchObject([
      { unit: 'phone', before: '13800004127', after: '13600005520', state: 'waiting', resolved: { choice: 'useLosing', reason: '换了号' } },
      { action: 'patients.register', resolved: null },
      { unit: 'phone', after: '13600005520', state: 'held', resolved: { choice: 'keep', reason: '问过本人' } },
    ]);
  });

  test('a form that started from another value is stale, and nothing is saved', async () => {
    const patientId = await registered();
    const result = await change(patientId, { unit: 'insurance', before: null, after: '城乡居民' }, { unit: 'phone', before: '13900000000', after: '13600005520' });
    expect(result).toEqual({ ok: false, stale: { unit: 'phone', now: '15000008936' } });
    expect((await caller.patients.card({ patientId }))?.patient.insurance).toBeNull();
  });

  test.each<[string, UnitChange, unknown]>([
    ['a telephone with a digit too few', { unit: 'phone', before: '15000008936', after: '1500000' }, { field: 'phone', code: 'phoneLength' }],
    ['a record number that is too short', { unit: 'recordNumber', before: null, after: '123' }, { field: 'recordNumber', code: 'recordLength', values: { length: 3 } }],
    ['a blood group that there is not', { unit: 'bloodGroup', before: null, after: 'C' }, { field: 'bloodGroup', code: 'invalid' }],
    ['an address without village', { unit: 'address', before: { village: '云岭镇青石坪村', group: '一组', detail: '' }, after: { village: '', group: '一组', detail: '' } }, { field: 'village', code: 'required' }],
    ['a value of another shape', { unit: 'contact', before: null, after: 'somebody' }, { field: 'contact', code: 'invalid' }],
    ['a unit that there is not', { unit: 'homeId', before: null, after: null }, { field: 'homeId', code: 'invalid' }],
    ['an allergy to nothing', { unit: 'allergies/new', before: null, after: { substance: ' ' } }, { field: 'allergies/new.substance', code: 'required' }],
    ['an allergy text that is too long', { unit: 'allergies/new', before: null, after: { substance: 'x', reaction: 'y'.repeat(201) } }, { field: 'allergies/new.reaction', code: 'tooLong', values: { max: 200 } }],
    ['a set that there is not', { unit: 'friends/new', before: null, after: {} }, { field: 'friends/new', code: 'invalid' }],
  ])('%s is refused at its field', async (_title, wrong, error) => {
    expect(await change(await registered(), wrong)).toEqual({ ok: false, errors: [error] });
  });

  test('identity goes as one, checked against its number', async () => {
    const patientId = await registered();
    const before = { name: '张素芬', sex: 'female', birthDate: '1959-02-14', document: { type: '01', number } };
    expect(await change(patientId, { unit: 'identity', before, after: { ...before, sex: 'male' } })).toMatchObject({ ok: false, errors: [{ field: 'sex', code: 'differsFromNumber' }] });
    expect(await change(patientId, { unit: 'identity', before, after: { ...before, name: '㛃𬱖' } })).toMatchObject({ ok: true });
    expect((await caller.patients.search({ query: '㛃', limit: 5, onlyHere: false })).hits.map((hit) => hit.name)).toEqual(['㛃𬱖']);
  });

  test('an identity number that is somebody else\'s is refused and names them', async () => {
    const owner = await registered();
    const other = aPatient({ name: '龙秀英' });
    clinic.pull(other);
    const after = { ...other.identity, document: { type: '01', number } };
    expect(await change(other.id, { unit: 'identity', before: other.identity, after })).toEqual({ ok: false, errors: [{ field: 'identityNumber', code: 'numberTaken', values: { patientId: owner, name: '张素芬' } }] });
  });

  test('an imported record with an old mistake stays changeable elsewhere', async () => {
    const odd = aPatient({ phone: 'none', recordNumber: '00000000000000000' });
    clinic.pull(odd);
    expect(await change(odd.id, { unit: 'insurance', before: null, after: '城乡居民' })).toMatchObject({ ok: true });
  });

  test('an allergy is added as an entry and strikes "none known"', async () => {
    const patientId = await registered({ allergyAnswer: 'none' });
    expect(await change(patientId, { unit: 'allergies/new', before: null, after: { allergyClass: 'penicillin', substance: '青霉素', reaction: '皮疹', severity: 'mild', onset: '' } })).toMatchObject({ ok: true });
    const patient = (await caller.patients.card({ patientId }))?.patient;
    expect(patient?.noKnownAllergies).toBeNull();
    expect(Object.values(patient?.allergies ?? {})).toMatchObject([{ substance: '青霉素', status: 'active', recorded: { by: clinic.actor.personId }, source: null }]);
  });

  test('an allergy is refuted with a reason, never removed, and never returns', async () => {
    const patient = aPatient({ allergies: { '0195f1de-0000-7000-8000-00000000000a': anAllergy() } });
    clinic.pull(patient);
    const unit = 'allergies/0195f1de-0000-7000-8000-00000000000a';
    const before = anAllergy();
    expect(await change(patient.id, { unit, before, after: null })).toEqual({ ok: false, errors: [{ field: unit, code: 'neverDeleted' }] });
    expect(await change(patient.id, { unit, before, after: { ...before, status: 'refuted' } })).toEqual({ ok: false, errors: [{ field: `${unit}.statusReason`, code: 'required' }] });
    expect(await change(patient.id, { unit, before, after: { ...before, status: 'refuted', statusReason: '皮试阴性' } })).toMatchObject({ ok: true });
    const refuted = (await caller.patients.card({ patientId: patient.id }))?.patient.allergies['0195f1de-0000-7000-8000-00000000000a'];
    expect(await change(patient.id, { unit, before: refuted, after: { ...before, status: 'active' } })).toEqual({ ok: false, errors: [{ field: `${unit}.status`, code: 'closed' }] });
  });

  test('"none known" contradicts an active allergy', async () => {
    const patient = aPatient({ allergies: { '0195f1de-0000-7000-8000-00000000000a': anAllergy() } });
    clinic.pull(patient);
    expect(await change(patient.id, { unit: 'noKnownAllergies', before: null, after: true })).toEqual({ ok: false, errors: [{ field: 'noKnownAllergies', code: 'activeAllergies' }] });
  });

  test('a patient who is not here is not found', async () => {
    expect(await change('0195f1de-0000-7000-8000-0000000000ff', { unit: 'phone', before: null, after: '' })).toEqual({ ok: false, errors: [{ field: '', code: 'notFound' }] });
    expect(await caller.patients.chart({ patientId: 'nobody' })).toBeNull();
  });
});

describe('SYNC-13 what waits for an update of the app', () => {
  test('SYNC-13 the chart says how many entries of which kinds are parked, how many are shown in part, and what may not be changed', async () => {
    const [patient, other] = [aPatient(), aPatient()];
    const visit = anEncounter({ patientId: patient.id });
    clinic.pull(other);
    expect((await caller.patients.chart({ patientId: other.id }))?.awaitingUpdate).toEqual({ parked: [], inPart: 0, readOnly: [] });
    const scope = clinic.scopes[0] ?? '';
    const put = (document: CountyDocument): LogPage => ({
      entries: [{ scope, number: clinic.county.nextNumber(scope), bundleId: null, puts: [{ id: document.id, revision: 1 }], evicts: [] }], documents: [document], cursors: clinic.county.cursors(), more: false,
    });
    const vaccination = (patientId: string) => ({ id: newId(), kind: 'vaccination', patientId });
    const documents: readonly CountyDocument[] = [
      { ...clinic.county.document(patient), version: 2, hash: 'of more', lowered: { version: 1, hash: contentHash(patient) } },
      { ...clinic.county.document(visit), version: 2, hash: 'of more', lowered: { version: 1, hash: contentHash(visit) } },
      clinic.county.document(vaccination(patient.id)), clinic.county.document(vaccination(patient.id)), clinic.county.document(vaccination(other.id)),
      clinic.county.document({ ...anEncounter({ patientId: patient.id }), id: newId() }, 9),
    ];
    for (const document of documents) clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [], page: put(document), readOnly: { patient: ['bloodGroup'] } });
    expect((await caller.patients.chart({ patientId: patient.id }))?.awaitingUpdate).toEqual({ parked: [{ kind: 'encounter', count: 1 }, { kind: 'vaccination', count: 2 }], inPart: 2, readOnly: ['bloodGroup'] });
    expect((await caller.patients.chart({ patientId: other.id }))?.awaitingUpdate).toMatchObject({ parked: [{ kind: 'vaccination', count: 1 }], inPart: 0 });
    expect(await caller.patients.change({ patientId: patient.id, changes: [{ unit: 'bloodGroup', before: null, after: 'A' }] })).toEqual({ ok: false, errors: [{ field: '', code: 'newerVersion' }] });
  });
});

describe('the card', () => {
  test('shows the latest first', async () => {
    const patient = aPatient({ problems: { '0195f1de-0000-7000-8000-00000000000b': aProblem() } });
    clinic.pull(
      patient,
      anEncounter({ patientId: patient.id, startedAt: '2026-01-12T10:00:00+08:00', diagnoses: [{ system: 'icd10', code: 'J44.900', text: '慢性阻塞性肺病' }] }),
      anEncounter({ patientId: patient.id, startedAt: '2026-02-23T10:00:00+08:00', diagnoses: [{ system: 'icd10', code: 'I10.x00', text: '原发性高血压' }], progress: { state: 'draft' } }),
    );
    const card = await caller.patients.card({ patientId: patient.id });
    expect(card?.recent.map((item) => [item.what, item.title])).toEqual([['encounter', '原发性高血压'], ['encounter', '慢性阻塞性肺病']]);
    expect(card?.waitingUnits).toEqual([]);
    expect(card?.banner.isWaiting).toBe(false);
  });
});

test('villages to choose from: this institution\'s first', async () => {
  const organisation = (id: OrganisationId, name: string, parentId: OrganisationId | null, village: string) => ({
    id, kind: 'organisation' as const, name, shortName: name, type: 'village' as const, parentId, divisionCode: '522299101', villages: [{ name: village, groups: 6 }], capabilities: [], closedOn: null, history: [],
  });
  const [child, stranger] = [idFromHash('child') as OrganisationId, idFromHash('stranger') as OrganisationId];
  clinic.pull(organisation(stranger, '大湾村卫生室', null, '大湾村'), organisation(child, '岩脚村卫生室', testOrgId, '岩脚村'), organisation(testOrgId, '青石坪村卫生室', null, '青石坪村'));
  expect((await caller.patients.villages()).map((village) => village.name)).toEqual(['青石坪村', '岩脚村', '大湾村']);
  expect((await caller.patients.villages())[0]?.readings[0]).toBe('qing shi ping cun');
});
