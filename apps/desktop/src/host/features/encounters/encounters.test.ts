import { aCaller } from '@lianyi/tests/builders/aCaller';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient, aSignature, testOrgId } from '@lianyi/tests/builders/aPatient';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import type { Diagnosis, Vitals } from '@lianyi/schema/documents/encounter';
import type { QueueEntry } from '@lianyi/schema/documents/queueEntry';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';

const now = new Date('2026-03-09T09:42:18+08:00');
const patient = aPatient({ name: '㛃𬱖🙂' });
const hypertension: Diagnosis = { system: 'icd10', code: 'I10.x00', text: '原发性高血压' };
const vitals: Vitals = { temperatureC: 37.8, pulse: 96, respiration: 24, systolic: 152, diastolic: 86, spo2: 91, weightKg: 54, heightCm: null, glucoseMmolL: null, onOxygen: false, consciousness: null };

let clinic: TestReplica;
let host: ReturnType<typeof aCaller>;
beforeEach(() => {
  clinic = aReplica({ now: () => now });
  host = aCaller(clinic, { now: () => now });
  clinic.pull(patient);
});
afterEach(() => { clinic.close(); });

const waiting = (over: Partial<QueueEntry> = {}): QueueEntry => ({
  id: newId(), kind: 'queueEntry', orgId: testOrgId, patientId: patient.id, homeId: testOrgId, day: '2026-03-09', number: 4, arrived: aSignature(), reason: '咳嗽', triage: 'IV', state: { name: 'waiting', encounterId: null }, ...over,
});
const bundles = () => clinic.replica.get<{ n: number }>('SELECT count(*) AS n FROM bundle')?.n ?? 0;
const open = async () => (await host.encounters.open({ patientId: patient.id, queueEntryId: null })).encounterId;
const save = async (encounterId: string, unit: 'complaint' | 'vitals' | 'diagnoses' | 'history', before: unknown, after: unknown) => host.encounters.save({ encounterId, changes: [{ unit, before, after }] });

describe('opening a visit', () => {
  it('begins a draft with a number of its own, and takes the patient from the queue in the same save', async () => {
    const entry = waiting();
    clinic.save([{ op: 'create', document: entry }]);
    const { encounterId } = await host.encounters.open({ patientId: patient.id, queueEntryId: entry.id });
    expect(clinic.replica.document('encounter', encounterId)).toMatchObject({ visitNumber: '20260309-001', homeId: testOrgId, progress: { state: 'draft' } });
    expect(clinic.replica.document('queueEntry', entry.id)?.state).toEqual({ name: 'inVisit', encounterId });
    expect(bundles()).toBe(2);
  });

  it('finds the waiting entry by itself when the visit is opened from a search', async () => {
    const entry = waiting();
    clinic.save([{ op: 'create', document: entry }]);
    const encounterId = await open();
    expect(clinic.replica.document('queueEntry', entry.id)?.state).toEqual({ name: 'inVisit', encounterId });
  });

  it('goes on with the draft of the same day, and writes nothing for it', async () => {
    const first = await open();
    expect([await open(), bundles()]).toEqual([first, 1]);
  });

  it('begins a new one the next day, and after a signature', async () => {
    const yesterday = anEncounter({ patientId: patient.id, startedAt: '2026-03-08T17:00:00+08:00' });
    clinic.pull(yesterday);
    const first = await open();
    expect(first).not.toBe(yesterday.id);
    await save(first, 'diagnoses', [], [hypertension]);
    await host.encounters.sign({ encounterId: first, changes: [] });
    const second = await open();
    expect(clinic.replica.document('encounter', second)?.visitNumber).toBe('20260309-002');
  });

  it('is taken back while nothing is written: it counts as no visit, and who was in the queue waits again', async () => {
    const entry = waiting();
    clinic.save([{ op: 'create', document: entry }]);
    const encounterId = await open();
    expect(await host.encounters.discard({ encounterId })).toEqual({ ok: true });
    expect(await host.encounters.discard({ encounterId })).toEqual({ ok: true });
    expect(clinic.replica.document('encounter', encounterId)?.progress).toMatchObject({ state: 'enteredInError' });
    expect(clinic.replica.document('queueEntry', entry.id)?.state).toEqual({ name: 'waiting', encounterId: null });
    expect((await host.today.overview()).seen).toEqual([]);
    expect((await host.patients.chart({ patientId: patient.id }))?.encounters).toEqual([]);
    expect(bundles()).toBe(3);
  });

  it('is not taken back once something is written', async () => {
    const encounterId = await open();
    expect((await host.today.overview()).seen).toEqual([]);
    await save(encounterId, 'complaint', '', '咳嗽');
    expect(await host.encounters.discard({ encounterId })).toEqual({ ok: false, errors: [{ field: '', code: 'notEmpty' }] });
    expect((await host.today.overview()).seen).toMatchObject([{ encounterId, state: 'draft' }]);
  });

  it('says so when the patient is not on this PC', async () => {
    await expect(host.encounters.open({ patientId: newId(), queueEntryId: null })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is not for a store keeper', async () => {
    await expect(aCaller(clinic, { role: 'storeKeeper' }).encounters.open({ patientId: patient.id, queueEntryId: null })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('saving a draft', () => {
  it('keeps sections, and shows them with the banner', async () => {
    const encounterId = await open();
    expect(await host.encounters.save({ encounterId, changes: [{ unit: 'complaint', before: '', after: '咳嗽 3 天 🤧' }, { unit: 'vitals', before: null, after: vitals }] })).toMatchObject({ ok: true });
    const view = await host.encounters.get({ encounterId });
    expect(view).toMatchObject({
      encounter: { complaint: '咳嗽 3 天 🤧', vitals }, banner: { name: '㛃𬱖🙂' }, prescription: null, lastVisit: null, savedAt: localClockTime(now),
      bloodPressures: [{ on: '2026-03-09', systolic: 152, diastolic: 86 }], signBlockers: [{ field: 'diagnoses', code: 'diagnosisMissing' }],
    });
  });

  it('is harmless when it comes twice', async () => {
    const encounterId = await open();
    await save(encounterId, 'complaint', '', '咳嗽');
    expect([await save(encounterId, 'complaint', '', '咳嗽'), bundles()]).toEqual([{ ok: true, savedAt: localClockTime(now) }, 2]);
  });

  it('tells of a section that somebody changed meanwhile, and keeps what is there', async () => {
    const encounterId = await open();
    await save(encounterId, 'complaint', '', '发热');
    expect(await save(encounterId, 'complaint', '', '咳嗽')).toEqual({ ok: false, stale: { unit: 'complaint', now: '发热' } });
    expect(clinic.replica.document('encounter', encounterId)?.complaint).toBe('发热');
  });

  it('refuses a note of 2 MB at its field, with the limit, and keeps nothing of the save', async () => {
    const encounterId = await open();
    const note = '痰'.repeat(700_000);
    expect(await host.encounters.save({ encounterId, changes: [{ unit: 'complaint', before: '', after: '咳嗽' }, { unit: 'history', before: '', after: note }] })).toEqual({
      ok: false, errors: [{ field: 'history', code: 'tooLong', values: { max: 4000, length: 700_000 } }],
    });
    expect(clinic.replica.document('encounter', encounterId)).toMatchObject({ complaint: '', history: '' });
  });

  test.each([
    [{ ...vitals, temperatureC: 378 }, { field: 'vitals.temperatureC', code: 'impossible', values: { value: 378, minimum: 25, maximum: 45, suggestion: 37.8 } }],
    [{ ...vitals, diastolic: 186 }, { field: 'vitals.diastolic', code: 'diastolicNotBelowSystolic', values: { value: 186, minimum: 10, maximum: 250, suggestion: 152 } }],
    [{ ...vitals, pulse: 96.5 }, { field: 'vitals.pulse', code: 'notWhole', values: { value: 96.5, minimum: 10, maximum: 350, suggestion: 97 } }],
    [{ ...vitals, spo2: '九十' }, { field: 'vitals.spo2', code: 'notANumber', values: { minimum: 20, maximum: 100 } }],
    ['很好', { field: 'vitals', code: 'invalid' }],
    [{ ...vitals, extra: 1 }, { field: 'vitals', code: 'invalid' }],
  ])('refuses vital signs that cannot be: %j', async (typed, error) => {
    const encounterId = await open();
    expect(await save(encounterId, 'vitals', null, typed)).toEqual({ ok: false, errors: [error] });
  });

  test.each([['diagnoses', 'text'], ['diagnoses', [{ system: 'icd10', code: 'I10', text: '' }]], ['complaint', 5], ['diagnoses', Array.from({ length: 13 }, () => hypertension)]] as const)('refuses %s that are none', async (unit, after) => {
    const encounterId = await open();
    expect(await save(encounterId, unit, unit === 'complaint' ? '' : [], after)).toMatchObject({ ok: false });
  });

  it('says so when there is no such visit', async () => {
    expect(await save(newId(), 'complaint', '', '咳嗽')).toEqual({ ok: false, errors: [{ field: '', code: 'notFound' }] });
  });
});

describe('signing a visit', () => {
  it('needs a diagnosis', async () => {
    const encounterId = await open();
    expect(await host.encounters.sign({ encounterId, changes: [] })).toEqual({ ok: false, errors: [{ field: 'diagnoses', code: 'diagnosisMissing' }] });
  });

  it('signs with the last changes in one bundle, and ends the place in the queue', async () => {
    const entry = waiting();
    clinic.save([{ op: 'create', document: entry }]);
    const encounterId = await open();
    const before = bundles();
    expect(await host.encounters.sign({ encounterId, changes: [{ unit: 'diagnoses', before: [], after: [hypertension] }, { unit: 'plan', before: '', after: '低盐饮食' }] })).toMatchObject({ ok: true });
    expect(clinic.replica.document('encounter', encounterId)).toMatchObject({ plan: '低盐饮食', diagnoses: [hypertension], progress: { state: 'signed', signature: { by: clinic.actor.personId } } });
    expect(clinic.replica.document('queueEntry', entry.id)?.state.name).toBe('done');
    expect(bundles()).toBe(before + 1);
  });

  it('pressed twice is signed once, and a signed visit takes no more changes', async () => {
    const encounterId = await open();
    await host.encounters.sign({ encounterId, changes: [{ unit: 'diagnoses', before: [], after: [hypertension] }] });
    const before = bundles();
    expect(await host.encounters.sign({ encounterId, changes: [] })).toMatchObject({ ok: true });
    expect(await save(encounterId, 'complaint', '', '咳嗽')).toEqual({ ok: false, errors: [{ field: 'progress', code: 'signedAlready' }] });
    expect(await host.encounters.sign({ encounterId, changes: [{ unit: 'plan', before: '', after: 'x' }] })).toMatchObject({ ok: false });
    expect(bundles()).toBe(before);
  });

  it('does not leave a begun prescription behind', async () => {
    const encounterId = await open();
    await save(encounterId, 'diagnoses', [], [hypertension]);
    clinic.save([{ op: 'create', document: aPrescription({ encounterId: encounterId as never, patientId: patient.id, order: { state: 'draft', signature: null } }) }]);
    expect(await host.encounters.sign({ encounterId, changes: [] })).toEqual({ ok: false, errors: [{ field: 'order', code: 'prescriptionWaiting' }] });
  });

  it('is not for a nurse', async () => {
    await expect(aCaller(clinic, { role: 'nurse' }).encounters.sign({ encounterId: newId(), changes: [] })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

it('the next visit begins from the last', async () => {
  clinic.pull(anEncounter({ patientId: patient.id, startedAt: '2026-02-23T10:00:00+08:00', vitals: { ...vitals, systolic: 143, diastolic: 83 }, diagnoses: [hypertension], plan: '续缬沙坦 28 天。', progress: { state: 'signed', signature: aSignature() } }));
  const encounterId = await open();
  expect(await host.encounters.get({ encounterId })).toMatchObject({ lastVisit: { on: '2026-02-23', diagnosis: '原发性高血压', code: 'I10.x00', summary: '143/83，续缬沙坦 28 天。' } });
  expect(await host.encounters.get({ encounterId: newId() })).toBeNull();
});
