import { newId } from '@lianyi/schema/basics/ids';
import type { BundleBody, Write } from '@lianyi/schema/documents/bundle';
import type { Receipt } from '@lianyi/schema/wire/exchange';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aStockMove, aLot } from '@lianyi/tests/builders/aStockMove';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let county: TestCountyServer;
let village: TestDevice;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
beforeEach(async () => { village = await county.enrol(places.village); });

const aVillager = () => aPatient({ homeId: places.village });
const aVisitOf = (patientId: ReturnType<typeof aPatient>['id']) => anEncounter({ patientId, homeId: places.village, orgId: places.village });
const bad = (patient: ReturnType<typeof aPatient>): Write => create({ ...patient, bloodGroup: 'Z' } as never);
const correction = (of: BundleBody, writes: readonly Write[], over: Partial<BundleBody> = {}): BundleBody =>
  village.bundle(writes, { corrects: { bundleId: of.id, reason: '血型写错' }, ...over });
const send = async (...bodies: readonly BundleBody[]): Promise<readonly Receipt[]> =>
  (await village.exchange({ submissions: bodies.map((body) => village.submit(body)), pageDocuments: 0 })).receipts;
const outcomes = (receipts: readonly Receipt[]) => Object.fromEntries(receipts.map((receipt) => [receipt.bundleId, receipt.reason ?? receipt.outcome]));

describe('SYNC-6 a correction is judged in the place of the bundle in quarantine', () => {
  test('SYNC-6 what depends on it follows in the order of the save numbers, with new receipts', async () => {
    const patient = aVillager();
    const first = village.bundle([bad(patient)]);
    const visit = aVisitOf(patient.id);
    const second = village.bundle([create(visit)], { needs: [first.id] });
    const third = village.bundle([change('encounter', visit.id, { unit: 'plan', before: visit.plan, after: '复诊' })], { needs: [second.id] });
    expect(outcomes(await send(first, second, third))).toEqual({ [first.id]: 'invalid', [second.id]: 'needsQuarantined', [third.id]: 'needsQuarantined' });

    const put = correction(first, [create(patient)]);
    const receipts = await send(put);
    expect(receipts.map((receipt) => receipt.bundleId)).toEqual([put.id, second.id, third.id]);
    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    const documents = await village.pull();
    expect(documents.get(patient.id)).toEqual(patient);
    expect(documents.get(visit.id)).toMatchObject({ plan: '复诊' });
    expect(await positions(put.id, second.id, third.id)).toEqual((await positions(put.id, second.id, third.id)).toSorted((a, b) => a - b));
  });

  test('SYNC-6 one that fails leaves everything in quarantine, and is itself corrected', async () => {
    const patient = aVillager();
    const first = village.bundle([bad(patient)]);
    const second = village.bundle([create(aVisitOf(patient.id))], { needs: [first.id] });
    await send(first, second);
    const failing = correction(first, [bad(patient)]);
    expect(outcomes(await send(failing))).toEqual({ [failing.id]: 'invalid' });
    const put = correction(failing, [create(patient)]);
    expect(outcomes(await send(put))).toEqual({ [put.id]: 'accepted', [second.id]: 'accepted' });
  });

  test('SYNC-6 a second correction of the same bundle goes to quarantine', async () => {
    const patient = aVillager();
    const first = village.bundle([bad(patient)]);
    await send(first);
    const [one, two] = [correction(first, [create(patient)]), correction(first, [create({ ...patient, phone: '13800000000' })])];
    expect(outcomes(await send(one, two))).toEqual({ [one.id]: 'accepted', [two.id]: 'correctedAlready' });
    expect((await village.pull()).get(patient.id)).toEqual(patient);
  });

  test('SYNC-6 a draft is withdrawn by a correction without writes; a fact is not', async () => {
    const patient = aVillager();
    const first = village.bundle([bad(patient)]);
    const move = village.bundle([create(aStockMove({ lot: aLot({ ownerId: places.farVillage }) }))]);
    await send(first, move);
    const [withdrawal, forbidden] = [correction(first, []), correction(move, [])];
    expect(outcomes(await send(withdrawal, forbidden))).toEqual({ [withdrawal.id]: 'accepted', [forbidden.id]: 'factWithdrawn' });
    expect((await village.pull()).has(patient.id)).toBe(false);
  });

  test('SYNC-6 what another device saved is not corrected, and what has not come waits', async () => {
    const other = await county.enrol(places.village);
    const first = other.bundle([bad(aVillager())]);
    await other.exchange({ submissions: [other.submit(first)] });
    const [stranger, early] = [correction(first, []), correction({ ...first, id: newId() as BundleBody['id'] }, [])];
    expect(outcomes(await send(stranger, early))).toEqual({ [stranger.id]: 'notPermitted', [early.id]: 'needsUnknown' });
  });

  test('SYNC-6 sent again together, as after a restored backup, all end as they did', async () => {
    const patient = aVillager();
    const first = village.bundle([bad(patient)]);
    const second = village.bundle([create(aVisitOf(patient.id))], { needs: [first.id] });
    const put = correction(first, [create(patient)]);
    const third = village.bundle([change('patient', patient.id, { unit: 'phone', before: null, after: '13800000001' })], { needs: [put.id] });
    expect(outcomes(await send(first, second, put, third))).toEqual({ [first.id]: 'invalid', [second.id]: 'accepted', [put.id]: 'accepted', [third.id]: 'accepted' });
  });

  test('SYNC-6 a repeat of a correction changes nothing', async () => {
    const patient = aVillager();
    const first = village.bundle([bad(patient)]);
    await send(first);
    const submission = village.submit(correction(first, [create(patient)]));
    const { receipts: [receipt] } = await village.exchange({ submissions: [submission] });
    expect((await village.exchange({ submissions: [submission] })).receipts).toEqual([receipt]);
  });
});

test('SYNC-6 what a person may not do, a colleague who may corrects in their name', async () => {
  const nurse = await county.enrol(places.township, people.nurse);
  const visit = anEncounter({ homeId: places.township, orgId: places.township, practitionerId: people.nurse, progress: { state: 'signed', signature: { by: people.nurse, orgId: places.township, at: '2026-03-09T09:42:18+08:00' } } });
  const first = nurse.bundle([create(visit)]);
  expect((await nurse.exchange({ submissions: [nurse.submit(first)] })).receipts).toMatchObject([{ reason: 'notPermitted' }]);
  const put = nurse.bundle([create(visit)], { corrects: { bundleId: first.id, reason: '医生复核' }, personId: people.physician });
  expect((await nurse.exchange({ submissions: [nurse.submit(put)] })).receipts).toMatchObject([{ bundleId: put.id, outcome: 'accepted' }]);
});

async function positions(...ids: readonly string[]): Promise<readonly number[]> {
  const rows = await county.county.db.selectFrom('bundle').select(['claimedId', 'position']).where('claimedId', 'in', ids).execute();
  return ids.map((id) => rows.find((row) => row.claimedId === id)?.position ?? 0);
}
