import type { BundleId } from '@lianyi/schema/basics/ids';
import { idFromHash, newId } from '@lianyi/schema/basics/ids';
import { aCounty, change, create, people, places, problemOf } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient, aSignature } from '@lianyi/tests/builders/aPatient';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let county: TestCountyServer;
let village: TestDevice;
let township: TestDevice;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
beforeEach(async () => {
  village = await county.enrol(places.village);
  township = await county.enrol(places.township, people.nurse);
});

const aVillager = () => aPatient({ homeId: places.village });

describe('a PC that does what ours does not', () => {
  // Whatever it sent, its next bundle is taken.
  afterEach(async () => {
    const { receipts } = await village.exchange({ submissions: [village.submit(village.bundle([create(aVillager())]))] });
    if (receipts[0]?.outcome !== 'accepted') throw new Error(`the next bundle is held up: ${receipts[0]?.outcome ?? ''}`);
  });

  test('SYNC-5 a fault is told in a few words, however long the place is that it was found in', async () => {
    const patient = { ...aVillager(), allergies: { ['长'.repeat(3000)]: {} } };
    expect(await village.push([create(patient as never)])).toMatchObject({ outcome: 'quarantined', reason: 'invalid' });
  });

  test('SYNC-5 a save number beyond what the county counts is kept in quarantine and holds up nothing', async () => {
    expect(await village.push([create(aVillager())], { saveNumber: 2 ** 40 })).toMatchObject({ outcome: 'quarantined', reason: 'invalid' });
  });

  test('LINE-3 a link beyond what the county counts, or with a signature that is no text, is no bundle', async () => {
    const body = village.bundle([create(aVillager())]);
    const far = village.submissionAt(body, { lane: 'routine', number: 2 ** 40, previous: null });
    const strange = { ...village.submissionAt(body, { lane: 'routine', number: 1, previous: null }), signature: 'a\u0000' };
    expect(await problemOf(village.exchange({ submissions: [far] }))).toMatchObject({ status: 400 });
    expect(await problemOf(village.exchange({ submissions: [strange] }))).toMatchObject({ status: 400 });
    expect(await problemOf(village.exchange({ waiting: 2 ** 40 }))).toMatchObject({ status: 400 });
    expect(await problemOf(village.exchange({ appVersion: '1\u0000' }))).toMatchObject({ status: 400 });
  });

  test('SYNC-5 a document under the id that a review will have: the bundle that opens the review is kept in quarantine, and nothing waits for it', async () => {
    const patient = aVillager();
    const id = newId() as BundleId;
    await village.push([create(patient)]);
    await village.push([create({ ...aVillager(), id: idFromHash(['review', patient.id, 'phone', id]) as never })]);
    await township.push([change('patient', patient.id, { unit: 'phone', before: null, after: '1' })]);
    expect(await village.push([change('patient', patient.id, { unit: 'phone', before: null, after: '2' })], { id })).toMatchObject({ outcome: 'quarantined' });

    const [next, taken] = [newId() as BundleId, aVillager()];
    const inOneRequest = [
      village.submit(village.bundle([create({ ...taken, id: idFromHash(['review', patient.id, 'phone', next]) as never })])),
      village.submit(village.bundle([change('patient', patient.id, { unit: 'phone', before: null, after: '3' })], { id: next })),
    ];
    expect((await village.exchange({ submissions: inOneRequest })).receipts.map((receipt) => receipt.outcome)).toEqual(['accepted', 'quarantined']);
  });

  test('MERGE-8 a move that stands twice in one bundle moves no stock twice', async () => {
    const move = aStockMove({ lot: aLot({ ownerId: places.village, lotNumber: newId() }), quantity: 40 });
    expect(await village.push([create(move), create(move)])).toMatchObject({ outcome: 'quarantined', reason: 'invalid' });
    await village.push([create(move)]);
    await village.push([create(move)]);
    const balance = await county.county.db.selectFrom('stockBalance').select('quantity').where('lotNumber', '=', move.lot.lotNumber).executeTakeFirst();
    expect(balance?.quantity).toBe(40);
  });
});

describe('LINE-4 what a device may write', () => {
  test('LINE-4 work in the name of an institution that it does not act for is kept in quarantine', async () => {
    const visit = anEncounter({ homeId: places.village, orgId: places.farTownship });
    expect(await village.push([create(visit)])).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
    expect(await village.push([create({ ...visit, orgId: places.village })])).toMatchObject({ outcome: 'accepted' });
    expect(await village.push([create({ ...visit, id: newId() as never, orgId: places.township })], { orgId: places.township, personId: people.physician })).toMatchObject({ outcome: 'accepted' });
  });

  test('LINE-4 nobody hands out the stock of an institution that it does not act for', async () => {
    const prescription = aPrescription({ homeId: places.village, orgId: places.village });
    const { dispense } = aDispenseOf(prescription, aLot({ ownerId: places.farTownship }), 5);
    await village.push([create(prescription)]);
    expect(await village.push([create(dispense)])).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
  });

  test('LINE-4 who may resolve reviews writes what this review is about, and nothing else', async () => {
    const [patient, other] = [aVillager(), aVillager()];
    await village.push([create(patient), create(other)]);
    await village.push([change('patient', patient.id, { unit: 'phone', before: null, after: '1' })]);
    const { reviewIds: [reviewId = ''] } = await township.push([change('patient', patient.id, { unit: 'phone', before: null, after: '2' })]);
    const resolution = change('review', reviewId, { unit: 'resolution', before: null, after: { choice: 'useLosing', saw: '2', reason: '', signature: aSignature() } });
    const take = (id: string, before: string | null) => change('patient', id, { unit: 'phone', before, after: '2' });
    const as = { personId: people.pharmacist };
    expect(await township.push([resolution, take(other.id, null)], as)).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
    expect(await township.push([resolution, take(patient.id, '1')], as)).toMatchObject({ outcome: 'accepted' });
  });
});
