import { newId } from '@lianyi/schema/basics/ids';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient, aSignature, anAllergy } from '@lianyi/tests/builders/aPatient';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let county: TestCountyServer;
let village: TestDevice;
let township: TestDevice;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
beforeEach(async () => {
  village = await county.enrol(places.village, people.villageDoctor);
  township = await county.enrol(places.township, people.physician);
});

const phone = (before: string | null, after: string | null) => ({ unit: 'phone', before, after });
const ofPatient = (documents: Map<string, AnyDocument>, id: string) => {
  const document = documents.get(id);
  if (document?.kind !== 'patient') throw new Error('no such patient');
  return document;
};
const reviewsIn = (documents: Map<string, AnyDocument>, aboutId: string) =>
  [...documents.values()].flatMap((document) => (document.kind === 'review' && document.about.id === aboutId ? [document] : []));

async function aPatientWithPhone(number: string) {
  const patient = aPatient({ homeId: places.village, phone: number });
  await village.push([create(patient)]);
  return patient;
}

describe('merging at the county', () => {
  test('SYNC-1 unsent edits of one document chain by themselves', async () => {
    const patient = await aPatientWithPhone('1');
    const { receipts } = await village.exchange({
      submissions: [['1', '2'], ['2', '3'], ['3', '4']].map(([before = '', after = '']) => village.submit(village.bundle([change('patient', patient.id, phone(before, after))]))),
    });
    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(ofPatient(await township.pull(), patient.id).phone).toBe('4');
  });

  test('SYNC-1 the same value on both sides is no conflict', async () => {
    const patient = await aPatientWithPhone('1');
    await village.push([change('patient', patient.id, phone('1', '2'))]);
    const receipt = await township.push([change('patient', patient.id, phone('1', '2'))]);
    expect(receipt).toMatchObject({ outcome: 'accepted', reviewIds: [] });
    const entry = (await township.exchange()).page.entries.at(-1);
    // The bundle is put all the same, so that its overlay is settled; the content has no new revision.
    expect(entry).toMatchObject({ bundleId: receipt.bundleId, puts: [{ id: patient.id, revision: 2 }] });
  });

  test('MERGE-1 MERGE-3 one phone and both allergies when both sides changed a patient without a line, the other phone in review', async () => {
    const patient = await aPatientWithPhone('13800000000');
    const [one, two] = [newId(), newId()];
    await village.push([change('patient', patient.id, phone('13800000000', '13811111111'), { unit: `allergies/${one}`, before: null, after: anAllergy() })]);
    const receipt = await township.push([
      change('patient', patient.id, phone('13800000000', '13822222222'), { unit: `allergies/${two}`, before: null, after: anAllergy({ substance: '磺胺', allergyClass: 'sulfonamide' }) }),
    ]);
    expect(receipt.outcome).toBe('merged');
    expect(Object.keys(receipt.numbers).toSorted()).toEqual([`org:${places.township}`, `org:${places.village}`].toSorted());
    for (const side of [village, township]) {
      const documents = await side.pull();
      expect(ofPatient(documents, patient.id)).toMatchObject({ phone: '13811111111' });
      expect(Object.keys(ofPatient(documents, patient.id).allergies).toSorted()).toEqual([one, two].toSorted());
      expect(reviewsIn(documents, patient.id)).toMatchObject([{
        id: receipt.reviewIds[0], reason: 'unitConflict', about: { unit: 'phone' },
        kept: { value: '13811111111', deviceId: village.id, by: people.villageDoctor },
        losing: { value: '13822222222', deviceId: township.id, by: people.physician },
        scopes: [`org:${places.village}`, `org:${places.township}`],
      }]);
    }
  });

  test('MERGE-4 any active allergy strikes "none known"', async () => {
    const patient = aPatient({ homeId: places.village, noKnownAllergies: aSignature() });
    await village.push([create(patient)]);
    await township.push([change('patient', patient.id, { unit: `allergies/${newId()}`, before: null, after: anAllergy() })]);
    expect(ofPatient(await village.pull(), patient.id).noKnownAllergies).toBeNull();
  });

  test('SYNC-2 my own losing value, changed again, amends its review', async () => {
    const patient = await aPatientWithPhone('1');
    await village.push([change('patient', patient.id, phone('1', '2'))]);
    const first = await township.push([change('patient', patient.id, phone('1', '3'))]);
    const second = await township.push([change('patient', patient.id, phone('3', '4'))]);
    expect(second).toMatchObject({ outcome: 'merged', reviewIds: first.reviewIds });
    const documents = await village.pull();
    expect(ofPatient(documents, patient.id).phone).toBe('2');
    expect(reviewsIn(documents, patient.id)).toMatchObject([{ losing: { value: '4', bundleId: second.bundleId } }]);
  });

  test('SYNC-2 a resolution of a value that was amended unseen opens a new review', async () => {
    const patient = await aPatientWithPhone('1');
    await village.push([change('patient', patient.id, phone('1', '2'))]);
    const { reviewIds: [reviewId = ''] } = await township.push([change('patient', patient.id, phone('1', '3'))]);
    await township.push([change('patient', patient.id, phone('3', '4'))]);
    const resolve = (saw: string) => change('review', reviewId, { unit: 'resolution', before: null, after: { choice: 'keep', saw, reason: '', signature: aSignature() } });
    const receipt = await village.push([resolve('3')]);
    expect(receipt.reviewIds).toHaveLength(1);
    const reviews = reviewsIn(await village.pull(), patient.id);
    expect(reviews.map((review) => [review.resolution?.saw ?? null, review.losing.value])).toEqual(expect.arrayContaining([['3', '4'], [null, '4']]));
  });

  test('MERGE-11 the first resolution stays and the second is kept beside it', async () => {
    const patient = await aPatientWithPhone('1');
    await village.push([change('patient', patient.id, phone('1', '2'))]);
    const { reviewIds: [reviewId = ''] } = await township.push([change('patient', patient.id, phone('1', '3'))]);
    const resolve = (choice: string) => change('review', reviewId, { unit: 'resolution', before: null, after: { choice, saw: '3', reason: '', signature: aSignature() } });
    await village.push([resolve('keep')]);
    await township.push([resolve('useLosing'), change('patient', patient.id, phone('2', '3'))]);
    const documents = await village.pull();
    expect(reviewsIn(documents, patient.id)).toMatchObject([{ resolution: { choice: 'keep' }, secondResolution: { choice: 'useLosing' } }]);
    expect(ofPatient(documents, patient.id).phone).toBe('3');
  });

  test('SYNC-3 a merged document that is invalid leaves the county\'s, and mine goes to review whole', async () => {
    const patient = await aPatientWithPhone('1');
    const receipt = await village.push([change('patient', patient.id, phone('1', '2'), { unit: 'bloodGroup', before: null, after: 'Z' })]);
    expect(receipt).toMatchObject({ outcome: 'merged' });
    const documents = await township.pull();
    expect(ofPatient(documents, patient.id).phone).toBe('1');
    expect(reviewsIn(documents, patient.id)).toMatchObject([{ reason: 'invalidMerge', about: { unit: null }, losing: { deviceId: village.id } }]);
  });

  test('SYNC-5 a change that cannot be looked for in a document of its kind is kept in quarantine', async () => {
    const patient = await aPatientWithPhone('1');
    expect(await village.push([change('patient', patient.id, { unit: 'homeId', before: places.village, after: places.township })])).toMatchObject({ outcome: 'quarantined', reason: 'notAUnit' });
    expect(await village.push([change('patient', newId(), phone('1', '2'))])).toMatchObject({ outcome: 'quarantined', reason: 'missingDocument' });
  });

  test('MERGE-5 the same section of a draft on both sides keeps both texts', async () => {
    const patient = await aPatientWithPhone('1');
    const encounter = anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village });
    await village.push([create(encounter)]);
    const complaint = (after: string) => change('encounter', encounter.id, { unit: 'complaint', before: '', after });
    await village.push([complaint('咳嗽 3 天')]);
    await township.push([complaint('发热 1 天')]);
    const merged = (await township.pull()).get(encounter.id);
    expect(merged).toMatchObject({ complaint: '咳嗽 3 天', variants: { complaint: { [township.id]: '发热 1 天' } } });
  });

  test('MERGE-7 a signature stands over another draft, and of two signatures the first stays', async () => {
    const patient = await aPatientWithPhone('1');
    const draft = aPrescription({ patientId: patient.id, homeId: places.village, orgId: places.village, order: { state: 'draft', signature: null } });
    await village.push([create(draft)]);
    const signed = (reason: string) => ({ ...draft.order, state: 'signed', supplyReason: reason, signature: aSignature() });
    await village.push([change('prescription', draft.id, { unit: 'order', before: draft.order, after: { ...draft.order, supplyReason: '草稿' } })]);
    const first = await township.push([change('prescription', draft.id, { unit: 'order', before: draft.order, after: signed('一') })]);
    const laptop = await county.enrol(places.village, people.villageDoctor);
    const second = await laptop.push([change('prescription', draft.id, { unit: 'order', before: draft.order, after: signed('二') })]);
    const documents = await village.pull();
    expect(documents.get(draft.id)).toMatchObject({ order: { state: 'signed', supplyReason: '一' } });
    expect(documents.get(first.reviewIds[0] ?? '')).toMatchObject({ losing: { value: { supplyReason: '草稿' }, deviceId: village.id } });
    expect(documents.get(second.reviewIds[0] ?? '')).toMatchObject({ reason: 'signedAlready', losing: { value: { supplyReason: '二' } } });
  });
});
