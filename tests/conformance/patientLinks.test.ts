import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy, aSignature } from '@lianyi/tests/builders/aPatient';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';

let county: TestCountyServer;
let village: TestClinic;
let otherVillage: TestClinic;
let township: TestClinic;
beforeAll(async () => {
  county = await aCounty();
  village = await aClinic(county, { orgId: places.village, personId: people.villageDoctor });
  otherVillage = await aClinic(county, { orgId: places.otherVillage, personId: people.otherDoctor });
  township = await aClinic(county, { orgId: places.township, personId: people.physician });
}, 180_000);
afterAll(async () => {
  for (const clinic of [village, otherVillage, township]) await clinic.close();
  await county.close();
});
const exchangeAll = async (): Promise<void> => { for (const clinic of [village, otherVillage, township, village, otherVillage]) await clinic.exchange(); };
const caller = (clinic: TestClinic) => clinic.host.caller;

test('SYNC-10 MERGE-22 two records are linked at the township: both villages show and check them as one, and apart again once unlinked', async () => {
  const one = aPatient({ homeId: places.village, name: '罗启贵', noKnownAllergies: aSignature() });
  const other = aPatient({ homeId: places.otherVillage, name: '罗启贵', birthDate: one.identity.birthDate, allergies: { a: anAllergy({ substance: '青霉素' }) } });
  const visit = anEncounter({ patientId: other.id, homeId: places.otherVillage, orgId: places.otherVillage, complaint: '咳嗽 3 天' });
  village.save([{ op: 'create', document: one }]);
  otherVillage.save([{ op: 'create', document: other }, { op: 'create', document: visit }]);
  await exchangeAll();

  expect(await caller(village).patients.link({ patientId: one.id, otherId: other.id, reason: '同一人' })).toEqual({ ok: false, errors: [{ field: 'otherId', code: 'notFound' }] });
  expect(await caller(township).patients.link({ patientId: one.id, otherId: other.id, reason: ' ' })).toMatchObject({ ok: false, errors: [{ field: 'reason', code: 'required' }] });
  expect(await caller(township).patients.link({ patientId: one.id, otherId: other.id, reason: '同一人，迁居' })).toMatchObject({ ok: true });
  expect(await caller(township).patients.link({ patientId: one.id, otherId: other.id, reason: '再来' })).toMatchObject({ ok: false, errors: [{ code: 'linkedAlready' }] });
  // Shown as one at once, where it was made.
  expect((await caller(township).patients.search({ query: '罗启贵', limit: 20, onlyHere: false })).hits).toMatchObject([{ hasAllergy: true }]);
  await exchangeAll();

  for (const clinic of [village, otherVillage]) {
    const chart = await caller(clinic).patients.chart({ patientId: one.id });
    expect(chart).toMatchObject({ banner: { allergies: { state: 'some', items: [{ substance: '青霉素' }] } }, linked: [{ id: other.id }], encounters: [{ id: visit.id, patientId: other.id }] });
    expect((await caller(clinic).patients.card({ patientId: other.id }))?.recent).toMatchObject([{ what: 'encounter', id: visit.id }]);
    expect((await caller(clinic).patients.search({ query: '罗启贵', limit: 20, onlyHere: false })).hits).toHaveLength(1);
  }
  // An active allergy of the one contradicts "none known" of the other, and neither record was changed.
  expect(village.replica.document('patient', one.id)).toEqual(one);
  expect(village.replica.document('patient', other.id)).toEqual(other);

  expect(await caller(otherVillage).patients.unlink({ patientId: other.id, otherId: one.id, reason: '不是同一人' })).toMatchObject({ ok: true });
  await exchangeAll();
  expect(await caller(village).patients.chart({ patientId: one.id })).toMatchObject({ banner: { allergies: { state: 'none' } }, linked: [], encounters: [] });
  expect(village.replica.document('patient', other.id)).toBeUndefined();
  expect(otherVillage.replica.document('patient', one.id)).toBeUndefined();
  expect((await caller(township).patients.search({ query: '罗启贵', limit: 20, onlyHere: false })).hits).toHaveLength(2);
});

test('MERGE-21 a PC that knows of a link refuses one that would join a third record', async () => {
  const [one, two, three] = ['甲', '乙', '丙'].map(() => aPatient({ homeId: places.village, name: '同名人' }));
  if (!one || !two || !three) throw new Error('no patients');
  village.save([one, two, three].map((document) => ({ op: 'create', document })));
  await exchangeAll();
  expect(await caller(township).patients.link({ patientId: one.id, otherId: two.id, reason: '同一人' })).toMatchObject({ ok: true });
  expect(await caller(township).patients.link({ patientId: two.id, otherId: three.id, reason: '也是' })).toMatchObject({ ok: false, errors: [{ code: 'thirdRecord' }] });
});
