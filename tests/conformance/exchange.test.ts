import { afterAll, beforeAll, expect, test } from 'vitest';
import { changedUnits, unitValue } from '@lianyi/schema/documents/units';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { BadLine } from '@lianyi/tests/builders/aBadLine';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';

let county: TestCountyServer;
let villageLine: BadLine;
let townshipLine: BadLine;
let village: TestClinic;
let township: TestClinic;

beforeAll(async () => {
  county = await aCounty();
  villageLine = await aBadLine(county.url);
  townshipLine = await aBadLine(county.url);
  village = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl: villageLine.url });
  township = await aClinic(county, { orgId: places.township, personId: people.physician, countyUrl: townshipLine.url });
}, 180_000);
afterAll(async () => {
  await village.close();
  await township.close();
  await villageLine.close();
  await townshipLine.close();
  await county.close();
});

const edit = (clinic: TestClinic, before: Patient, after: Patient): void => {
  const changes = changedUnits(before, after).map((unit) => ({ unit, before: unitValue(before, unit), after: unitValue(after, unit) }));
  clinic.save([{ op: 'change', kind: 'patient', id: before.id, changes }]);
};

const cutBoth = (): void => {
  for (const line of [villageLine, townshipLine]) {
    line.mood = 'dead';
    line.breakAll();
  }
};

test('SYNC-7 what one clinic saves, the county holds with its receipt and the other clinic shows', async () => {
  const patient = aPatient({ homeId: places.village });
  village.save([{ op: 'create', document: patient }]);
  const line = await village.exchange();
  expect(line).toMatchObject({ waiting: { count: 0 }, problem: null, pulling: null });
  await township.exchange();
  expect(township.replica.document('patient', patient.id)).toEqual(patient);
  expect(village.replica.dump(patient.id.slice(0, -1), 1)).toMatchObject([{ id: patient.id, revision: 1, waiting: false, scopes: [`org:${places.village}`] }]);
});

test('MERGE-1 two clinics change the same patient without a line: both allergies, one phone, the other number in a review on both', async () => {
  const patient = aPatient({ homeId: places.village, phone: '13900000001' });
  village.save([{ op: 'create', document: patient }]);
  await village.exchange();
  await township.exchange();

  cutBoth();
  edit(village, patient, { ...patient, phone: '13900000002', allergies: { a: anAllergy({ substance: '青霉素' }) } });
  edit(township, patient, { ...patient, phone: '13900000003', allergies: { b: anAllergy({ substance: '磺胺', allergyClass: 'sulfonamide' }) } });
  villageLine.mood = 'good';
  await village.exchange();
  townshipLine.mood = 'good';
  await township.exchange();
  await village.exchange();

  const shown = [village, township].map((clinic) => clinic.replica.document('patient', patient.id));
  expect(shown[0]).toEqual(shown[1]);
  expect(Object.keys(shown[0]?.allergies ?? {}).toSorted()).toEqual(['a', 'b']);
  expect(shown[0]?.phone).toBe('13900000002');
  for (const clinic of [village, township]) {
    const reviews = clinic.replica.dump('', 1000).filter((document) => document.kind === 'review');
    expect(reviews).toHaveLength(1);
    expect(reviews[0]?.body).toMatchObject({ about: { id: patient.id, unit: 'phone' }, losing: { value: '13900000003' } });
  }
});

test('MERGE-24 what was changed while a review waited is what its resolution starts from, on every side', async () => {
  const patient = aPatient({ homeId: places.village, phone: '13900000011' });
  village.save([{ op: 'create', document: patient }]);
  await village.exchange();
  await township.exchange();
  cutBoth();
  edit(village, patient, { ...patient, phone: '13900000012' });
  edit(township, patient, { ...patient, phone: '13900000013' });
  villageLine.mood = 'good';
  await village.exchange();
  townshipLine.mood = 'good';
  await township.exchange();
  await village.exchange();
  edit(village, { ...patient, phone: '13900000012' }, { ...patient, phone: '13900000014' });
  await village.exchange();
  await township.exchange();

  const reviewId = township.replica.dump('', 1000).find(({ kind, body }) => kind === 'review' && JSON.stringify(body).includes(patient.id))?.id ?? '';
  expect(await township.host.caller.reviews.get({ reviewId })).toMatchObject({ review: { kept: { value: '13900000012' } }, present: { value: '13900000014' } });
  const resolving = { reviewId, choice: 'useLosing', saw: '13900000013', reason: '问过本人' } as const;
  expect(await township.host.caller.reviews.resolve({ ...resolving, present: '13900000012' })).toMatchObject({ ok: false, errors: [{ code: 'changedSince' }] });
  expect(await township.host.caller.reviews.resolve({ ...resolving, present: '13900000014' })).toMatchObject({ ok: true });
  await township.exchange();
  await village.exchange();
  for (const clinic of [village, township]) {
    expect(clinic.replica.document('patient', patient.id)?.phone).toBe('13900000013');
    const reviews = clinic.replica.dump('', 1000).filter(({ kind, body }) => kind === 'review' && JSON.stringify(body).includes(patient.id));
    expect(reviews.map(({ body }) => body)).toMatchObject([{ resolution: { choice: 'useLosing' } }]);
  }
});

test('a save is pushed by itself, and the other clinic, whose request waits at the county, shows it without asking', async () => {
  const patient = aPatient({ homeId: places.village });
  village.save([{ op: 'create', document: patient }]);
  // Either may hear of it first.
  const isOver = (): boolean => township.replica.document('patient', patient.id) !== undefined && village.replica.lineFacts().waiting.count === 0;
  for (let at = 0; at < 100 && !isOver(); at += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(township.replica.document('patient', patient.id)).toEqual(patient);
  expect(village.replica.lineFacts().waiting.count).toBe(0);
});

test('SYNC-5 a repeat after a lost answer is held once', async () => {
  const patient = aPatient({ homeId: places.village });
  const { bundleId } = village.save([{ op: 'create', document: patient }]);
  await village.exchange();
  await village.exchange();
  const held = village.replica.get<{ outcome: string; state: string }>('SELECT outcome, state FROM bundle WHERE id = ?', bundleId);
  expect(held).toEqual({ outcome: 'accepted', state: 'held' });
});
