/** Old and new apps together with the real county, on the same patient: nothing is lost, and nothing is settled in silence. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import type { VersionedClinic } from '@lianyi/tests/builders/aVersionedClinic';
import { aVersionedClinic } from '@lianyi/tests/builders/aVersionedClinic';
import { kindsAt, renaming, splitting } from '@lianyi/tests/builders/laterKinds';

let county: TestCountyServer;
const clinics: VersionedClinic[] = [];
beforeEach(async () => {
  county = await aCounty();
}, 60_000);
afterEach(async () => {
  for (const clinic of clinics.splice(0)) clinic.close();
  await county.close();
});

async function aClinicAt(version: 1 | 2 | 3, orgId = places.village, personId = people.villageDoctor): Promise<VersionedClinic> {
  const clinic = await aVersionedClinic(county, orgId, personId, kindsAt(version));
  clinics.push(clinic);
  return clinic;
}
const everyone = async (...who: readonly VersionedClinic[]): Promise<void> => {
  for (const clinic of who) expect(await clinic.exchange(county)).toBeNull();
};
const reviewsAt = (clinic: VersionedClinic) => clinic.replica.dump('', 1000).filter((document) => document.kind === 'review').map((document) => document.body);
const aVillager = (over: Parameters<typeof aPatient>[0] = {}): Patient => aPatient({ homeId: places.village, ...over });

test('SYNC-62 SYNC-65 three versions change one patient: each sees what its version sees, nothing is lost, and a conflict is in a review at all of them', async () => {
  county = await county.restart({ kinds: kindsAt(3) });
  const [old, middle, new_] = [await aClinicAt(1), await aClinicAt(2, places.township, people.physician), await aClinicAt(3)];
  const patient = aVillager({ insurance: '城乡居民', contact: { name: '杨秀芝', relation: '女儿', phone: '1' } });
  expect(old.save([{ op: 'create', document: patient }])).toMatchObject({ ok: true });
  await everyone(old, middle, new_);
  expect(middle.patient(patient.id)).toMatchObject({ insurer: '城乡居民', email: null, contact: { phone: '1' } });
  expect(new_.patient(patient.id)).toMatchObject({ insurer: '城乡居民', contact: { name: '杨秀芝', relation: '女儿' }, contactPhone: '1' });

  expect(middle.change(patient.id, { unit: 'email', before: null, after: 'a@b' })).toMatchObject({ ok: true });
  expect(new_.change(patient.id, { unit: 'contactPhone', before: '1', after: '2' })).toMatchObject({ ok: true });
  expect(old.change(patient.id, { unit: 'insurance', before: '城乡居民', after: '职工' })).toMatchObject({ ok: true });
  await everyone(new_, middle, old, new_, middle);
  expect(old.patient(patient.id)).toMatchObject({ insurance: '职工', contact: { name: '杨秀芝', relation: '女儿', phone: '2' } });
  expect(middle.patient(patient.id)).toMatchObject({ insurer: '职工', email: 'a@b', contact: { phone: '2' } });
  expect(new_.patient(patient.id)).toMatchObject({ insurer: '职工', email: 'a@b', contactPhone: '2' });
  expect(reviewsAt(new_)).toEqual([]);

  old.change(patient.id, { unit: 'insurance', before: '职工', after: '自费' });
  new_.change(patient.id, { unit: 'insurer', before: '职工', after: '商业' });
  await everyone(new_, old, middle, new_);
  expect([old.patient(patient.id)?.['insurance'], middle.patient(patient.id)?.['insurer'], new_.patient(patient.id)?.['insurer']]).toEqual(['商业', '商业', '商业']);
  for (const clinic of [old, middle, new_]) expect(reviewsAt(clinic)).toMatchObject([{ about: { id: patient.id, unit: 'insurer' }, kept: { value: '商业' }, losing: { value: '自费' } }]);
  expect([old, middle, new_].map((clinic) => clinic.replica.lineFacts())).toMatchObject(Array.from({ length: 3 }, () => ({ parked: 0, quarantined: 0, waiting: { count: 0 } })));
});

test('SYNC-66 after its upgrade a clinic lifts what it has, fetches again what it saw in part, and delivers what it had saved before', async () => {
  const old = await aClinicAt(1);
  const [seen, own] = [aVillager({ insurance: '城乡居民' }), aVillager()];
  old.save([{ op: 'create', document: own }]);
  await everyone(old);
  county = await county.restart({ kinds: kindsAt(3) });
  const new_ = await aClinicAt(3, places.township, people.physician);
  await everyone(new_);
  new_.save([{ op: 'create', document: { ...splitting.up(renaming.up(seen)), email: 'a@b', bloodGroup: { group: 'A', method: '血清' } } as unknown as AnyDocument }]);
  await everyone(new_, old);
  expect(old.patient(seen.id)).toEqual({ ...seen, bloodGroup: 'A' });
  expect(old.change(own.id, { unit: 'phone', before: null, after: '139' })).toMatchObject({ ok: true });
  expect(old.change(seen.id, { unit: 'insurance', before: '城乡居民', after: '职工' })).toMatchObject({ ok: true });

  old.upgrade(kindsAt(3));
  expect(old.patient(own.id)).toMatchObject({ phone: '139', insurer: null, email: null });
  // Until the line is there it shows what it saw, its own unsent change on top.
  expect(old.patient(seen.id)).toMatchObject({ insurer: '职工', bloodGroup: { group: 'A', method: '' }, email: null });
  await everyone(old, new_);
  for (const clinic of [old, new_]) {
    expect(clinic.patient(seen.id)).toMatchObject({ insurer: '职工', email: 'a@b', bloodGroup: { group: 'A', method: '血清' } });
    expect(clinic.patient(own.id)).toMatchObject({ phone: '139' });
  }
  expect(reviewsAt(old)).toEqual([]);
  expect(old.replica.lineFacts()).toMatchObject({ parked: 0, quarantined: 0 });
  expect(old.replica.get<{ name: string }>('SELECT name FROM patient_row WHERE patient_id = ?', seen.id)).toEqual({ name: seen.identity.name });
  // One version at a time is as good as two.
  const step = await aClinicAt(1);
  await everyone(step);
  step.upgrade(kindsAt(2));
  await everyone(step);
  expect(step.patient(seen.id)).toMatchObject({ email: 'a@b', bloodGroup: 'A' });
  step.upgrade(kindsAt(3));
  await everyone(step);
  expect(step.patient(seen.id)).toMatchObject({ bloodGroup: { method: '血清' } });
});

test('SYNC-13 SYNC-66 what nothing can show to an old clinic is parked whole, may not be edited, and is shown by its upgrade without asking', async () => {
  county = await county.restart({ kinds: { ...kindsAt(3), lenses: { patient: [renaming, { ...splitting, down: null }] } } });
  const [old, new_] = [await aClinicAt(1), await aClinicAt(3, places.township, people.physician)];
  const patient = aVillager({ allergies: { a: anAllergy() } });
  old.save([{ op: 'create', document: patient }]);
  await everyone(old, new_);
  expect(old.replica.lineFacts()).toMatchObject({ parked: 1, waiting: { count: 0 } });
  expect(old.patient(patient.id)).toEqual(patient);
  expect(old.change(patient.id, { unit: 'phone', before: null, after: '1' })).toEqual({ ok: false, failure: { code: 'readOnly', message: 'newerVersion' } });
  old.upgrade(kindsAt(3));
  expect(old.patient(patient.id)).toMatchObject({ contactPhone: null, allergies: { a: { verified: false } } });
  expect(old.change(patient.id, { unit: 'phone', before: null, after: '1' })).toMatchObject({ ok: true });
  await everyone(old, new_);
  expect(new_.patient(patient.id)).toMatchObject({ phone: '1' });
});

test('SYNC-63 a unit that the old app cannot keep is refused at the clinic once it has been told, so that the save does not end in quarantine', async () => {
  county = await county.restart({ kinds: kindsAt(3) });
  const old = await aClinicAt(1);
  const patient = aVillager();
  old.save([{ op: 'create', document: patient }]);
  await everyone(old);
  expect(old.change(patient.id, { unit: 'bloodGroup', before: null, after: 'A' })).toEqual({ ok: false, failure: { code: 'readOnly', message: 'newerVersion' } });
  expect(old.change(patient.id, { unit: 'phone', before: null, after: '1' })).toMatchObject({ ok: true });
  old.upgrade(kindsAt(3));
  expect(old.change(patient.id, { unit: 'bloodGroup', before: null, after: { group: 'A', method: '' } })).toMatchObject({ ok: true });
});

test('SYNC-64 a clinic that is ahead of the county keeps its outbox, parks nothing, and goes on when the county is upgraded', async () => {
  const old = await aClinicAt(1, places.township, people.physician);
  const ahead = await aClinicAt(3);
  const patient = aVillager();
  ahead.save([{ op: 'create', document: splitting.up(renaming.up(patient)) as unknown as AnyDocument }]);
  expect(await ahead.exchange(county)).toMatchObject({ code: 'wireVersion' });
  expect(ahead.replica.lineFacts()).toMatchObject({ waiting: { count: 1 }, parked: 0, quarantined: 0 });
  await everyone(old);
  county = await county.restart({ kinds: kindsAt(3) });
  await everyone(ahead, old);
  expect(ahead.replica.lineFacts()).toMatchObject({ waiting: { count: 0 }, parked: 0, quarantined: 0 });
  expect(old.patient(patient.id)).toEqual(patient);
});

test('SYNC-66 an older app does not open what a newer one has written', async () => {
  const clinic = await aClinicAt(1);
  clinic.upgrade(kindsAt(2));
  expect(() => clinic.upgrade(kindsAt(1))).toThrow('the replica is at step 2, this app knows 1');
  clinic.upgrade(kindsAt(2));
});
