import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Review } from '@lianyi/schema/documents/review';
import type { ExchangeResponse } from '@lianyi/schema/wire/exchange';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPatientMove } from '@lianyi/tests/builders/aPatientMove';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { movePatient } from './movePatient.ts';

let county: TestCountyServer;
let village: TestDevice;
let township: TestDevice;
let far: TestDevice;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
beforeEach(async () => {
  village = await county.enrol(places.village, people.villageDoctor);
  township = await county.enrol(places.township, people.nurse);
  far = await county.enrol(places.farVillage, people.farDoctor);
  for (const device of [village, township, far]) await device.pull();
});

const scopeOf = (id: string): string => `org:${id}`;
const phone = (id: string, before: string | null, after: string) => change('patient', id, { unit: 'phone', before, after });

/** A resident of the village with a visit, a prescription and a dispense from the village's stock, known to every PC that follows the village. */
async function aRecord() {
  const patient = aPatient({ homeId: places.village });
  const ofPatient = { patientId: patient.id, homeId: places.village, orgId: places.village };
  const encounter = anEncounter(ofPatient);
  const prescription = aPrescription({ ...ofPatient, encounterId: encounter.id });
  const { dispense, move } = aDispenseOf(prescription, aLot({ ownerId: places.village }), 5);
  await village.push([create(patient), create(encounter), create(prescription), create(dispense), create(move)]);
  await village.pull();
  await township.pull();
  return { patient, encounter, prescription, dispense, stockMove: move };
}

async function scopesOfHeld(...documents: readonly { readonly id: string }[]): Promise<readonly (readonly string[])[]> {
  const rows = await county.county.db.selectFrom('documentScope').select(['documentId', 'scope']).orderBy('scope').execute();
  return documents.map(({ id }) => rows.filter((row) => row.documentId === id).map((row) => row.scope));
}

async function reviewOf(id: string | undefined): Promise<Review | undefined> {
  const row = await county.county.db.selectFrom('document').select('body').where('id', '=', id ?? '').executeTakeFirst();
  return row?.body as Review | undefined;
}

async function log(device: TestDevice): Promise<ExchangeResponse['page']> {
  const { page } = await device.exchange({ pageDocuments: 500 });
  return page;
}

const sorted = (...ids: readonly string[]): readonly string[] => ids.map(scopeOf).toSorted();

describe('SYNC-9 a patient moves', () => {
  test('SYNC-9 the whole record leaves the old home and is put in the new one in one bundle; facts keep what they say, stock stays', async () => {
    const { patient, encounter, prescription, dispense, stockMove } = await aRecord();
    const receipt = await village.push([create(aPatientMove(patient, places.farVillage))]);
    expect(receipt).toMatchObject({ outcome: 'accepted', reason: null });

    const page = await log(village);
    const bundle = page.entries.filter((entry) => entry.bundleId === receipt.bundleId);
    expect(bundle).toMatchObject([{ scope: scopeOf(places.village), evicts: [patient.id] }]);
    expect(page.documents.map((document) => document.id)).not.toContain(patient.id);

    const there = await far.pull();
    expect(there.get(patient.id)).toEqual({ ...patient, homeId: places.farVillage });
    for (const document of [encounter, prescription, dispense]) expect(there.get(document.id)).toEqual(document);
    expect(there.has(stockMove.id)).toBe(false);
    expect(await scopesOfHeld(patient, encounter, dispense, stockMove)).toEqual([
      sorted(places.farVillage), sorted(places.farVillage, places.village), sorted(places.farVillage, places.village), sorted(places.village),
    ]);
  });

  test('SYNC-30 the old clinic is told where the record went, why and by whom, in its own scope, and acknowledges it', async () => {
    const { patient } = await aRecord();
    const receipt = await village.push([create(aPatientMove(patient, places.farVillage, { reason: '随子女迁居' }))]);
    const notice = (await village.pull()).get(receipt.reviewIds[0] ?? '');
    expect(notice).toMatchObject({
      kind: 'review', reason: 'patientMoved', patientId: null, scopes: [scopeOf(places.village)],
      losing: { value: { name: patient.identity.name, toId: places.farVillage, reason: '随子女迁居' }, by: people.villageDoctor },
    });
    expect((await far.pull()).has(notice?.id ?? '')).toBe(false);
    const resolution = { choice: 'seen', saw: (notice as Review).losing.value, reason: '', signature: { by: people.villageDoctor, orgId: places.village, at: '2026-03-10T08:00:00+08:00' } };
    expect(await village.push([change('review', notice?.id ?? '', { unit: 'resolution', before: null, after: resolution })])).toMatchObject({ outcome: 'accepted' });
  });

  test('SYNC-31 saved before the evict is accepted into the new home and flagged; saved after it is out of scope', async () => {
    const { patient, encounter } = await aRecord();
    await township.push([create(aPatientMove(patient, places.farVillage, { asked: { by: people.nurse, orgId: places.township, at: '2026-03-09T10:00:00+08:00' } }))]);

    const before = await village.push([phone(patient.id, null, '13800000001')], { action: 'patients.change' });
    expect(before).toMatchObject({ outcome: 'accepted', numbers: { [scopeOf(places.farVillage)]: expect.any(Number) as number } });
    expect(await reviewOf(before.reviewIds[0])).toMatchObject({ reason: 'writtenAfterMove', patientId: patient.id, kept: { value: { homeId: places.farVillage } }, losing: { value: { action: 'patients.change' }, orgId: places.village } });
    const there = await far.pull();
    expect(there.get(patient.id)).toMatchObject({ phone: '13800000001', homeId: places.farVillage });
    expect(there.has(before.reviewIds[0] ?? '')).toBe(true);

    await village.pull();
    expect(await village.push([phone(patient.id, '13800000001', '13800000002')])).toMatchObject({ outcome: 'quarantined', reason: 'outOfScope' });
    // Its own visit stays its own.
    expect(await village.push([change('encounter', encounter.id, { unit: 'plan', before: '', after: '休息' })])).toMatchObject({ outcome: 'accepted', reviewIds: [] });
    expect((await far.pull()).get(encounter.id)).toMatchObject({ plan: '休息' });
  });

  test('SYNC-31 a visit and a dispense that the old clinic made before it knew go to the new home, and stay its own', async () => {
    const { patient, prescription } = await aRecord();
    await movePatient(county.county.store, { patientId: patient.id, toId: places.farVillage, reason: '迁居' }, new Date());
    const visit = anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village });
    const { dispense, move } = aDispenseOf(prescription, aLot({ ownerId: places.village }), 5);
    const receipt = await village.push([create(visit), create(dispense), create(move)]);
    expect(receipt).toMatchObject({ outcome: 'accepted', reviewIds: [expect.any(String) as string] });
    const there = await far.pull();
    expect([there.has(visit.id), there.has(dispense.id), there.has(move.id)]).toEqual([true, true, false]);
    expect(await scopesOfHeld(visit, dispense, move)).toEqual([sorted(places.farVillage, places.village), sorted(places.farVillage, places.village), sorted(places.village)]);
  });

  test('SYNC-32 of two moves at once the first stands, and the other goes to review; a third to the same place has nothing to do', async () => {
    const { patient } = await aRecord();
    const asked = { by: people.nurse, orgId: places.township, at: '2026-03-09T10:00:00+08:00' };
    const [one, two] = await Promise.all([
      village.push([create(aPatientMove(patient, places.farVillage))]),
      township.push([create(aPatientMove(patient, places.otherVillage, { asked }))]),
    ]);
    const reviews = await Promise.all([one, two].map(async (receipt) => reviewOf(receipt?.reviewIds[0])));
    expect(new Set(reviews.map((review) => review?.reason))).toEqual(new Set(['movedElsewhere', 'patientMoved']));
    const lost = reviews.find((review) => review?.reason === 'movedElsewhere');
    const [home] = await scopesOfHeld(patient);
    const winner = one?.reviewIds[0] === lost?.id ? places.otherVillage : places.farVillage;
    expect(home).toEqual(sorted(winner));
    expect(lost?.kept.value).toEqual({ homeId: winner });

    const again = await (winner === places.otherVillage ? township : village).push([create(aPatientMove(patient, winner, { asked: { ...asked, orgId: winner === places.otherVillage ? places.township : places.village } }))]);
    expect(again).toMatchObject({ outcome: 'accepted', reviewIds: [] });
  });

  test('SYNC-33 there and back: what was saved while the record was away is out of scope, before and after it is not', async () => {
    const { patient } = await aRecord();
    const before = { ...village.cursors };
    await movePatient(county.county.store, { patientId: patient.id, toId: places.farVillage, reason: '迁居' }, new Date());
    await village.pull();
    const away = { ...village.cursors };
    await movePatient(county.county.store, { patientId: patient.id, toId: places.village, reason: '迁回' }, new Date());
    await village.pull();
    await movePatient(county.county.store, { patientId: patient.id, toId: places.farVillage, reason: '又迁' }, new Date());
    expect(await village.push([phone(patient.id, null, '1')], { cursors: away })).toMatchObject({ outcome: 'quarantined', reason: 'outOfScope' });
    expect(await village.push([phone(patient.id, null, '1')], { cursors: before })).toMatchObject({ outcome: 'accepted' });
    expect(await village.push([phone(patient.id, '1', '2')])).toMatchObject({ outcome: 'accepted' });
  });

  test('SYNC-9 a repeat of a move answers the same, and moves nothing twice', async () => {
    const { patient } = await aRecord();
    const submission = village.submit(village.bundle([create(aPatientMove(patient, places.farVillage))]));
    const first = await village.exchange({ submissions: [submission], pageDocuments: 0 });
    const numbers = await county.county.db.selectFrom('scopeCounter').selectAll().execute();
    const second = await village.exchange({ submissions: [submission], pageDocuments: 0 });
    expect(second.receipts).toEqual(first.receipts);
    expect(await county.county.db.selectFrom('scopeCounter').selectAll().execute()).toEqual(numbers);
  });

  test('SYNC-8 a PC that follows both homes gets evict and put in one page, whole', async () => {
    const { patient } = await aRecord();
    const receipt = await village.push([create(aPatientMove(patient, places.otherVillage))]);
    const { page } = await township.exchange({ pageDocuments: 1 });
    const bundle = page.entries.filter((entry) => entry.bundleId === receipt.bundleId);
    expect(bundle.map((entry) => entry.scope).toSorted()).toEqual(sorted(places.village, places.otherVillage));
    expect(bundle.flatMap((entry) => entry.evicts)).toContain(patient.id);
    expect(bundle.flatMap((entry) => entry.puts.map((put) => put.id))).toContain(patient.id);
  });

  test('SYNC-8 whoever has not read the log for long is not sent what has left the scope since, and misses nothing else', async () => {
    const late = await county.enrol(places.village, people.villageDoctor);
    const { patient } = await aRecord();
    await village.push([create(aPatientMove(patient, places.farVillage))]);
    const documents = new Map<string, AnyDocument>();
    for (let more = true; more;) {
      const { page } = await late.exchange({ pageDocuments: 1 });
      for (const document of page.documents) documents.set(document.id, document.body as AnyDocument);
      late.cursors = page.cursors;
      more = page.more;
    }
    expect(documents.has(patient.id)).toBe(false);
    const counters = await county.county.db.selectFrom('scopeCounter').selectAll().where('scope', '=', scopeOf(places.village)).executeTakeFirstOrThrow();
    expect(late.cursors[scopeOf(places.village)]).toBe(counters.number);
  });

  test('SYNC-34 a move and what the same PC saved after it, in one request: the later work follows the patient', async () => {
    const { patient } = await aRecord();
    const move = township.submit(township.bundle([create(aPatientMove(patient, places.farVillage, { asked: { by: people.nurse, orgId: places.township, at: '2026-03-09T10:00:00+08:00' } }))]));
    const later = township.submit(township.bundle([phone(patient.id, null, '13800000009')]));
    const { receipts } = await township.exchange({ submissions: [move, later], pageDocuments: 0 });
    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['accepted', 'accepted']);
    expect((await far.pull()).get(patient.id)).toMatchObject({ phone: '13800000009' });
  });

  test('SYNC-32 who does not follow the home moves nobody, and nobody moves to a place that there is not', async () => {
    const { patient } = await aRecord();
    expect(await far.push([create(aPatientMove(patient, places.farVillage, { asked: { by: people.farDoctor, orgId: places.farVillage, at: '2026-03-09T10:00:00+08:00' } }))])).toMatchObject({ outcome: 'quarantined', reason: 'outOfScope' });
    expect(await village.push([create(aPatientMove(patient, places.county))])).toMatchObject({ outcome: 'quarantined', reason: 'missingDocument' });
    expect(await village.push([create(aPatientMove(patient, patient.id as never))])).toMatchObject({ outcome: 'quarantined', reason: 'missingDocument' });
    expect(await scopesOfHeld(patient)).toEqual([sorted(places.village)]);
  });

  test('SYNC-9 moves and pushes at once: every write is in the record, and the record is in one home', { timeout: 60_000 }, async () => {
    const { patient } = await aRecord();
    const writers = await Promise.all(Array.from({ length: 4 }, async () => county.enrol(places.village, people.villageDoctor)));
    for (const writer of writers) await writer.pull();
    const encounters: string[] = [];
    const writing = writers.map(async (writer) => {
      for (let at = 0; at < 10; at += 1) {
        const visit = anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village });
        encounters.push(visit.id);
        expect(await writer.push([create(visit), create(aStockMove({ lot: aLot({ ownerId: places.village }), quantity: 1 }))])).toMatchObject({ outcome: 'accepted' });
      }
    });
    const moving = (async () => {
      for (const toId of [places.farVillage, places.otherVillage, places.farTownship, places.farVillage]) {
        expect(await movePatient(county.county.store, { patientId: patient.id, toId, reason: '迁居' }, new Date())).toMatchObject({ ok: true });
      }
    })();
    await Promise.all([...writing, moving]);
    const scopes = await scopesOfHeld(patient, ...encounters.map((id) => ({ id })));
    expect(scopes[0]).toEqual(sorted(places.farVillage));
    for (const own of scopes.slice(1)) expect(own).toEqual(sorted(places.farVillage, places.village));
    const there = await far.pull();
    expect(encounters.every((id) => there.has(id))).toBe(true);
  });
});
