import { newId } from '@lianyi/schema/basics/ids';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { aPatient, aSignature } from '@lianyi/tests/builders/aPatient';
import { aPrescription, aPrescriptionItem } from '@lianyi/tests/builders/aPrescription';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let county: TestCountyServer;
let village: TestDevice;
let township: TestDevice;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
beforeEach(async () => {
  village = await county.enrol(places.village, people.villageDoctor);
  township = await county.enrol(places.township, people.nurse);
});

const aVillageLot = () => aLot({ ownerId: places.village, lotNumber: newId() });

/** A signed prescription of `ordered` units, and its lot with `stocked` units, pulled by both PCs. */
async function aPrescribed(ordered: number, stocked: number) {
  const patient = aPatient({ homeId: places.village });
  const prescription = aPrescription({
    patientId: patient.id, homeId: places.village, orgId: places.village, order: { items: [aPrescriptionItem({ quantity: ordered })] },
  });
  const lot = aVillageLot();
  await village.push([create(patient), create(prescription), create(aStockMove({ lot, quantity: stocked }))]);
  await village.pull();
  await township.pull();
  return { prescription, lot };
}

const dispensing = (parts: ReturnType<typeof aDispenseOf>) => [create(parts.dispense), create(parts.move)];
const reviewsOf = (documents: Map<string, AnyDocument>, ids: readonly string[]) => ids.map((id) => documents.get(id));

async function balanceOf(lotNumber: string): Promise<number | undefined> {
  const row = await county.county.db.selectFrom('stockBalance').select('quantity').where('lotNumber', '=', lotNumber).executeTakeFirst();
  return row?.quantity;
}

describe('what only the county can see', () => {
  test('MERGE-8 two PCs dispense more of a lot than it holds: both facts stand, the balance is the sum, and people are told once', async () => {
    const { prescription, lot } = await aPrescribed(30, 20);
    const fromVillage = await village.push(dispensing(aDispenseOf(prescription, lot, 15)));
    const fromNurse = await township.push(dispensing(aDispenseOf(prescription, lot, 15)));
    const later = await township.push([create(aStockMove({ lot, quantity: -1, reason: 'damage' }))]);
    expect(fromVillage).toMatchObject({ outcome: 'accepted', reviewIds: [] });
    expect(fromNurse.outcome).toBe('accepted');
    expect(later.reviewIds).toEqual([]);
    expect(await balanceOf(lot.lotNumber)).toBe(-11);
    expect(reviewsOf(await village.pull(), fromNurse.reviewIds)).toMatchObject([{
      reason: 'negativeBalance', about: { kind: 'stockMove' }, scopes: [`org:${places.village}`, `org:${places.township}`],
      kept: { value: { balance: 5 } }, losing: { value: { lot, quantity: -15, balance: -10 }, deviceId: township.id },
    }]);
  });

  test('MERGE-8 below zero again, once somebody has looked, is told again', async () => {
    const { prescription, lot } = await aPrescribed(90, 5);
    const { reviewIds: [first = ''] } = await village.push(dispensing(aDispenseOf(prescription, lot, 6)));
    await village.push([change('review', first, { unit: 'resolution', before: null, after: { choice: 'seen', saw: (await village.pull()).get(first), reason: '', signature: aSignature() } })]);
    const again = await village.push(dispensing(aDispenseOf(prescription, lot, 1)));
    expect(again.reviewIds).toHaveLength(1);
    expect(again.reviewIds).not.toContain(first);
  });

  test('MERGE-10 dispensed twice beyond what was ordered is told', async () => {
    const { prescription, lot } = await aPrescribed(15, 100);
    expect((await village.push(dispensing(aDispenseOf(prescription, lot, 15)))).reviewIds).toEqual([]);
    const second = await township.push(dispensing(aDispenseOf(prescription, lot, 10)));
    expect(second.outcome).toBe('accepted');
    expect(reviewsOf(await village.pull(), second.reviewIds)).toMatchObject([{
      reason: 'overDispensed', patientId: prescription.patientId, about: { kind: 'prescription', id: prescription.id },
      kept: { value: { itemNo: 1, ordered: 15, dispensed: 15 } }, losing: { value: { ordered: 15, dispensed: 25 }, by: people.nurse },
    }]);
  });

  test('MERGE-10 a stop that did not know of a dispense is told, whichever came first', async () => {
    const stop = (id: string) => change('prescription', id, { unit: 'stopped', before: null, after: { signature: aSignature(), reason: '皮疹' } });
    const one = await aPrescribed(15, 100);
    await township.push(dispensing(aDispenseOf(one.prescription, one.lot, 5)));
    const stopLater = await village.push([stop(one.prescription.id)]);
    expect(reviewsOf(await village.pull(), stopLater.reviewIds)).toMatchObject([{ reason: 'stoppedAfterDispense', kept: { value: { dispensed: [{ itemNo: 1, quantity: 5 }] } } }]);

    const two = await aPrescribed(15, 100);
    await village.push([stop(two.prescription.id)]);
    const dispenseLater = await township.push(dispensing(aDispenseOf(two.prescription, two.lot, 5)));
    expect(reviewsOf(await village.pull(), dispenseLater.reviewIds)).toMatchObject([{ reason: 'stoppedAfterDispense' }]);
  });

  test('MERGE-10 stopping the rest of what one knows to be dispensed is told to nobody', async () => {
    const { prescription, lot } = await aPrescribed(15, 100);
    await township.push(dispensing(aDispenseOf(prescription, lot, 5)));
    await village.pull();
    const stop = await village.push([change('prescription', prescription.id, { unit: 'stopped', before: null, after: { signature: aSignature(), reason: '好转' } })]);
    expect(stop).toMatchObject({ outcome: 'accepted', reviewIds: [] });
  });

  test('MERGE-9 a count that did not know of another PC\'s move asks for another count', async () => {
    const lot = aVillageLot();
    await village.push([create(aStockMove({ lot, quantity: 40 }))]);
    await township.push([create(aStockMove({ lot, quantity: -4, reason: 'damage' }))]);
    const count = (counted: number, known: number) => create(aStockMove({ lot, quantity: counted - known, reason: 'count', count: { counted, known } }));
    const unaware = await village.push([count(36, 40)]);
    expect(reviewsOf(await village.pull(), unaware.reviewIds)).toMatchObject([{
      reason: 'countAgain', kept: { value: { balance: 36 } }, losing: { value: { counted: 36, known: 40 } },
    }]);
    expect(await balanceOf(lot.lotNumber)).toBe(32);
    expect((await village.push([count(36, 32)])).reviewIds).toEqual([]);
    expect(await balanceOf(lot.lotNumber)).toBe(36);
  });

  test('SYNC-5 a repeated bundle moves no stock twice', async () => {
    const lot = aVillageLot();
    const submission = village.submit(village.bundle([create(aStockMove({ lot, quantity: 40 }))]));
    await village.exchange({ submissions: [submission] });
    await village.exchange({ submissions: [submission] });
    expect(await balanceOf(lot.lotNumber)).toBe(40);
  });
});
