import { localClockTime } from '@lianyi/schema/basics/dates';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient, aSignature } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { aProduct } from '@lianyi/tests/builders/aProduct';
import { afterAll, beforeAll, expect, test } from 'vitest';

let county: TestCountyServer;
let far: TestDevice;
let village: TestDevice;
const restricted = aProduct({ name: '限制级抗菌药', antibioticGrade: 'restricted' });
const patients = { far: aPatient({ homeId: places.farVillage }), village: aPatient({ homeId: places.village }) };

beforeAll(async () => {
  county = await aCounty();
  await county.write([restricted]);
  far = await county.enrol(places.farVillage, people.farDoctor);
  village = await county.enrol(places.village, people.villageDoctor);
  await far.push([create(patients.far)]);
  await village.push([create(patients.village)]);
});
afterAll(async () => county.close());

function signedBy(by: PersonId, orgId: OrganisationId, at: 'far' | 'village') {
  const { id, homeId } = patients[at];
  return aPrescription({ patientId: id, homeId, orgId: homeId, order: { items: [aPrescriptionItem({}, restricted)], signature: aSignature({ by, orgId, at: localClockTime(new Date()) }) } });
}

test('ENEMY-9 nobody prescribes with the rights of a specialist elsewhere by writing their name and place under it; who visits from above does with their own', async () => {
  const refused = { outcome: 'quarantined', reason: 'notPermitted', detail: expect.stringContaining('限制级抗菌药') as string };
  expect(await far.push([create(signedBy(people.farDoctor, places.farVillage, 'far'))])).toMatchObject(refused);
  expect(await far.push([create(signedBy(people.physician, places.township, 'far'))])).toMatchObject(refused);
  expect(await far.push([create(signedBy(people.physician, places.farVillage, 'far'))])).toMatchObject(refused);
  const order = signedBy(people.physician, places.township, 'far');
  const draft = { ...order, order: { ...order.order, state: 'draft' as const, signature: null } };
  await far.push([create(draft)]);
  expect(await far.push([change('prescription', draft.id, { unit: 'order', before: draft.order, after: order.order })])).toMatchObject(refused);
  expect(await village.push([create(signedBy(people.physician, places.township, 'village'))], { personId: people.physician, orgId: places.township })).toMatchObject({ outcome: 'accepted' });
});

test('ENEMY-9 whoever lets an order of a specialist stand in a review is not asked for the specialist\'s rights', async () => {
  const specialists = signedBy(people.physician, places.township, 'village');
  const draft = { ...specialists, order: { ...specialists.order, state: 'draft' as const, signature: null } };
  const township = await county.enrol(places.township, people.physician);
  await village.push([create(draft)]);
  const own = { ...draft.order, state: 'signed' as const, items: [aPrescriptionItem()], signature: aSignature({ by: people.villageDoctor, orgId: places.village, at: localClockTime(new Date()) }) };
  expect(await village.push([change('prescription', draft.id, { unit: 'order', before: draft.order, after: own })])).toMatchObject({ outcome: 'accepted' });
  const { reviewIds: [reviewId = ''] } = await township.push([change('prescription', draft.id, { unit: 'order', before: draft.order, after: specialists.order })]);
  const review = (await village.pull()).get(reviewId);
  if (review?.kind !== 'review') throw new Error('no review');
  const resolution = { choice: 'useLosing', saw: review.losing.value, reason: '以卫生院的处方为准', signature: aSignature({ by: people.villageDoctor, orgId: places.village }) };
  const settled = await village.push([change('prescription', draft.id, { unit: 'order', before: own, after: specialists.order }), change('review', reviewId, { unit: 'resolution', before: null, after: resolution })]);
  expect(settled.reason).not.toBe('notPermitted');
});
