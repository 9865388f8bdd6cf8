import { verify, createPublicKey } from 'node:crypto';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { BundleId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { catalogueScope } from '@lianyi/schema/documents/kinds';
import type { Receipt } from '@lianyi/schema/wire/exchange';
import { linkHash, receiptToSign } from '@lianyi/schema/wire/exchange';
import { aCounty, change, create, people, places, problemOf } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { aProduct } from '@lianyi/tests/builders/aProduct';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let county: TestCountyServer;
let village: TestDevice;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
beforeEach(async () => { village = await county.enrol(places.village); });

const aVillager = () => aPatient({ homeId: places.village });
const phone = (before: string | null, after: string) => ({ unit: 'phone', before, after });

describe('SYNC-5 every bundle ends as accepted, merged, quarantined or waiting', () => {
  test('SYNC-5 the receipt is signed by the county over outcome, numbers and hashes', async () => {
    const body = village.bundle([create(aVillager())]);
    const submission = village.submit(body);
    const { receipts: [receipt] } = await village.exchange({ submissions: [submission] });
    expect(receipt).toMatchObject({ bundleId: body.id, bodyHash: jsonHash(body), linkHash: linkHash(submission.link, jsonHash(body)), outcome: 'accepted' });
    expect(isSignedByCounty(receipt)).toBe(true);
    expect(receipt && isSignedByCounty({ ...receipt, outcome: 'merged' })).toBe(false);
  });

  test('SYNC-4 LINE-2 a receipt alone tells a third party whose bundle it is, where it stands, what it held and what became of it', async () => {
    const submission = village.submit(village.bundle([create(aVillager())]));
    const { receipts: [receipt] } = await village.exchange({ submissions: [submission] });
    if (!receipt?.chain) throw new Error('no chain in the receipt');
    const { deviceId, ...link } = receipt.chain;
    expect(deviceId).toBe(village.id);
    expect(link).toEqual(submission.link);
    expect(linkHash(link, receipt.bodyHash)).toBe(receipt.linkHash);
    expect(isSignedByCounty(receipt)).toBe(true);
    const forgeries = [
      { chain: { ...receipt.chain, number: 9 } }, { chain: { ...receipt.chain, lane: 'urgent' as const } }, { chain: { ...receipt.chain, previous: receipt.linkHash } },
      { chain: undefined }, { numbers: {} }, { countyTime: '2020-01-01T00:00:00Z' }, { bodyHash: receipt.linkHash },
    ];
    expect(forgeries.filter((forged) => isSignedByCounty({ ...receipt, ...forged }))).toEqual([]);
  });

  test('SYNC-5 a repeat gets the stored receipt and changes nothing', async () => {
    const patient = aVillager();
    const submission = village.submit(village.bundle([create(patient)]));
    const first = await village.exchange({ submissions: [submission, submission] });
    const again = await village.exchange({ submissions: [submission] });
    expect(first.receipts[1]).toEqual(first.receipts[0]);
    expect(again.receipts).toEqual([first.receipts[0]]);
    expect(await logOf(patient.id)).toHaveLength(1);
  });

  test('SYNC-5 one bad bundle never blocks the next', async () => {
    const [first, third] = [aVillager(), aVillager()];
    const { receipts } = await village.exchange({
      submissions: [
        village.submit(village.bundle([create(first)])),
        village.submit({ nonsense: true }),
        village.submit(village.bundle([create(third)])),
        village.submit('not an object'),
      ],
    });
    expect(receipts.map((receipt) => [receipt.outcome, receipt.reason])).toEqual([['accepted', null], ['quarantined', 'invalid'], ['accepted', null], ['quarantined', 'invalid']]);
  });

  test('SYNC-5 a bundle is taken whole or not at all', async () => {
    const good = aVillager();
    const receipt = await village.push([create(good), create({ ...aVillager(), bloodGroup: 'Z' } as never)]);
    expect(receipt).toMatchObject({ outcome: 'quarantined', reason: 'invalid', detail: expect.stringContaining('bloodGroup') as string });
    expect(await logOf(good.id)).toEqual([]);
  });

  test('SYNC-5 the same id with another body is kept apart', async () => {
    const body = village.bundle([create(aVillager())]);
    await village.exchange({ submissions: [village.submit(body)] });
    const { receipts: [receipt] } = await village.exchange({ submissions: [village.submit({ ...body, action: 'tests.other' })] });
    expect(receipt).toMatchObject({ bundleId: body.id, outcome: 'quarantined', reason: 'bodyChanged' });
    expect((await village.exchange({ submissions: [village.submit(village.bundle([create(aVillager())]))] })).receipts[0]?.outcome).toBe('accepted');
  });

  test('SYNC-5 the same bundle under another link is a repeat of the first', async () => {
    const body = village.bundle([create(aVillager())]);
    const { receipts: [first] } = await village.exchange({ submissions: [village.submit(body)] });
    const { receipts: [again] } = await village.exchange({ submissions: [village.submit(body, 'urgent')] });
    expect(again).toMatchObject({ bundleId: body.id, outcome: 'accepted', numbers: first?.numbers });
    expect(again?.linkHash).not.toBe(first?.linkHash);
  });

  test('SYNC-5 a new document whose id exists: the same content is nothing new, other content is quarantined', async () => {
    const patient = aVillager();
    await village.push([create(patient)]);
    await village.push([change('patient', patient.id, phone(null, '13800000000'))]);
    expect(await village.push([create(patient)])).toMatchObject({ outcome: 'accepted' });
    expect((await village.pull()).get(patient.id)).toMatchObject({ phone: '13800000000' });
    expect(await village.push([create({ ...patient, insurance: '居民医保' })])).toMatchObject({ outcome: 'quarantined', reason: 'idTaken' });
  });

  test('SYNC-5 a gap in the chain waits, and what waited is answered when the predecessor has come', async () => {
    const [one, two, three] = [aVillager(), aVillager(), aVillager()];
    const submissions = [one, two, three].map((patient) => village.submit(village.bundle([create(patient)])));
    const late = await village.exchange({ submissions: submissions.slice(1) });
    expect(late.receipts.map((receipt) => [receipt.outcome, receipt.reason])).toEqual([['waiting', 'predecessorMissing'], ['waiting', 'predecessorMissing']]);
    expect(late.receipts.every(isSignedByCounty)).toBe(true);

    const filled = await village.exchange({ submissions: submissions.slice(0, 1) });
    expect(filled.receipts[0]?.outcome).toBe('accepted');
    expect(filled.receipts.slice(1).map((receipt) => [receipt.linkHash, receipt.outcome])).toEqual(late.receipts.map((receipt) => [receipt.linkHash, 'accepted']));
    expect((await village.pull()).has(three.id)).toBe(true);
  });

  test('SYNC-5 a final outcome is told again until an answer with it has arrived', async () => {
    const submissions = [aVillager(), aVillager()].map((patient) => village.submit(village.bundle([create(patient)])));
    await village.exchange({ submissions: submissions.slice(1) });
    const lostNonce = village.nonce;
    await village.exchange({ submissions: submissions.slice(0, 1) });
    // The answer was lost: the device goes on with the nonce that it had.
    village.nonce = lostNonce;
    const again = await village.exchange({ submissions: submissions.slice(0, 1) });
    expect(again.receipts.map((receipt) => receipt.outcome)).toEqual(['accepted', 'accepted']);
    expect((await village.exchange()).receipts).toEqual([]);
  });
});

describe('SYNC-5 one bundle in several places', () => {
  test('SYNC-5 one bundle behind two gaps is kept once and answered twice', async () => {
    const body = village.bundle([create(aVillager())]);
    const [routine, urgent] = [village.bundle([create(aVillager())]), village.bundle([create(aVillager())])];
    const [before, first] = [village.submit(routine), village.submit(body)];
    const [beforeUrgent, second] = [village.submit(urgent, 'urgent'), village.submit(body, 'urgent')];
    const held = await village.exchange({ submissions: [first, second] });
    expect(held.receipts.map((receipt) => receipt.outcome)).toEqual(['waiting', 'waiting']);
    await village.exchange({ submissions: [beforeUrgent] });
    const { receipts } = await village.exchange({ submissions: [before] });
    const answers = [...receipts, ...(await village.exchange({ submissions: [first, second] })).receipts];
    expect(new Set(answers.filter((receipt) => receipt.bundleId === body.id).map((receipt) => receipt.outcome))).toEqual(new Set(['accepted']));
  });
});

describe('SYNC-16 clocks', () => {
  test('SYNC-16 a clock that is years wrong labels what it saved and decides nothing', async () => {
    const patient = aVillager();
    const early = await village.push([create(patient)], { savedAt: '1999-01-01T00:00:00+08:00' });
    const late = await village.push([change('patient', patient.id, phone(null, '1'))], { savedAt: '2099-12-31T23:59:59+08:00' });
    const now = await village.push([change('patient', patient.id, phone('1', '2'))]);
    expect([early.outcome, late.outcome, now.outcome]).toEqual(['accepted', 'accepted', 'accepted']);
    expect((await village.pull()).get(patient.id)).toMatchObject({ phone: '2' });
  });
});

describe('SYNC-6 needs', () => {
  test('SYNC-6 what needs a quarantined bundle is quarantined with it', async () => {
    const patient = aVillager();
    const bad = village.bundle([create({ ...patient, bloodGroup: 'Z' } as never)]);
    const dependant = village.bundle([create(anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village }))], { needs: [bad.id] });
    const further = village.bundle([create(aVillager())], { needs: [dependant.id] });
    const free = village.bundle([create(aVillager())]);
    const { receipts } = await village.exchange({ submissions: [bad, dependant, further, free].map((body) => village.submit(body)) });
    expect(receipts.map((receipt) => receipt.reason)).toEqual(['invalid', 'needsQuarantined', 'needsQuarantined', null]);
  });

  test('SYNC-6 an unknown need waits, and comes in the order of the save numbers once it is there', async () => {
    const patient = aVillager();
    const first = village.bundle([create(patient)]);
    const second = village.bundle([change('patient', patient.id, phone(null, '1'))], { needs: [first.id] });
    const third = village.bundle([change('patient', patient.id, phone('1', '2'))], { needs: [second.id] });
    // The urgent lane comes first: its bundles need one of the other lane.
    const early = await village.exchange({ submissions: [village.submit(third, 'urgent'), village.submit(second, 'urgent')] });
    expect(early.receipts.map((receipt) => receipt.reason)).toEqual(['needsUnknown', 'needsUnknown']);
    const { receipts } = await village.exchange({ submissions: [village.submit(first)] });
    expect(receipts.map((receipt) => [receipt.bundleId, receipt.outcome])).toEqual([[first.id, 'accepted'], [second.id, 'accepted'], [third.id, 'accepted']]);
    expect((await village.pull()).get(patient.id)).toMatchObject({ phone: '2' });
  });

  test('SYNC-6 a need that ends in quarantine takes along what waited for it', async () => {
    const bad = village.bundle([create({ ...aVillager(), bloodGroup: 'Z' } as never)]);
    const dependant = village.bundle([create(aVillager())], { needs: [bad.id] });
    await village.exchange({ submissions: [village.submit(dependant, 'urgent')] });
    const { receipts } = await village.exchange({ submissions: [village.submit(bad)] });
    expect(receipts.map((receipt) => receipt.reason)).toEqual(['invalid', 'needsQuarantined']);
  });
});

describe('SYNC-12 forks', () => {
  test('SYNC-12 a different bundle after a used chain head is refused, and nothing of the request is taken', async () => {
    await village.push([create(aVillager())]);
    const clone = village.clone();
    await village.push([create(aVillager())]);
    const [innocent, guilty] = [aVillager(), aVillager()];
    const refused = await problemOf(clone.exchange({ submissions: [clone.submit(clone.bundle([create(innocent)]), 'urgent'), clone.submit(clone.bundle([create(guilty)]))] }));
    expect(refused).toMatchObject({ status: 409, code: 'forked' });
    expect(await logOf(innocent.id)).toEqual([]);
    expect(await county.county.db.selectFrom('device').select('forkedAt').where('id', '=', village.id).executeTakeFirst()).not.toEqual({ forkedAt: null });
  });

  test('SYNC-12 a last request of a PC that has gone on under a new key is refused, and its former one is not shown as forked again', async () => {
    await village.push([create(aVillager())]);
    const clone = village.clone();
    await village.push([create(aVillager())]);
    const successor = await county.enrol(places.village);
    const { db } = county.county;
    const forkedAt = async () => (await db.selectFrom('device').select('forkedAt').where('id', '=', village.id).executeTakeFirst())?.forkedAt;
    const refused = async () => problemOf(clone.exchange({ submissions: [clone.submit(clone.bundle([create(aVillager())]))] }));
    await db.updateTable('device').set({ formerIds: [village.id] }).where('id', '=', successor.id).execute();
    expect(await refused()).toMatchObject({ code: 'forked' });
    expect(await forkedAt()).toBeNull();
    await db.updateTable('device').set({ enrolledAt: new Date(Date.now() - 11 * 60_000) }).where('id', '=', successor.id).execute();
    expect(await refused()).toMatchObject({ code: 'forked' });
    expect(await forkedAt()).toBeInstanceOf(Date);
  });

  test('SYNC-12 a bundle that names another predecessor is refused', async () => {
    await village.push([create(aVillager())]);
    const body = village.bundle([create(aVillager())]);
    const refused = await problemOf(village.exchange({ submissions: [village.submissionAt(body, { lane: 'routine', number: 2, previous: 'f'.repeat(64) })] }));
    expect(refused.code).toBe('forked');
  });

  test('SYNC-12 the lanes are chains of their own', async () => {
    const { receipts } = await village.exchange({
      submissions: [village.submit(village.bundle([create(aVillager())]), 'urgent'), village.submit(village.bundle([create(aVillager())])), village.submit(village.bundle([create(aVillager())]), 'urgent')],
    });
    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['accepted', 'accepted', 'accepted']);
  });
});

describe('SYNC-11 epochs', () => {
  test('SYNC-11 on any other epoch the county stops the exchange', async () => {
    village.epoch = newId();
    expect(await problemOf(village.exchange())).toMatchObject({ status: 409, code: 'epochMismatch', epoch: village.enrolled.epoch });
  });

  test('SYNC-17 a device that has read beyond the log is stopped, and nothing of its request is taken; retired, it delivers', async () => {
    const ahead = await county.enrol(places.village);
    await ahead.pull();
    ahead.cursors = { ...ahead.cursors, [catalogueScope]: 1_000_000 };
    const submission = ahead.submit(ahead.bundle([create(aVillager())]));
    expect(await problemOf(ahead.exchange({ submissions: [submission] }))).toMatchObject({ status: 409, code: 'epochMismatch', epoch: ahead.epoch, beyondLog: true });
    expect(await county.county.db.selectFrom('bundle').select('id').where('deviceId', '=', ahead.id).execute()).toEqual([]);
    await county.county.db.updateTable('device').set({ status: 'retired' }).where('id', '=', ahead.id).execute();
    expect((await ahead.exchange({ submissions: [submission] })).receipts).toMatchObject([{ outcome: 'accepted' }]);
  });

  test('SYNC-11 a bundle that was saved under another epoch is kept in quarantine', async () => {
    expect(await village.push([create(aVillager())], { epoch: newId() })).toMatchObject({ outcome: 'quarantined', reason: 'staleEpoch' });
    expect(await village.push([create(aVillager())], { epoch: null })).toMatchObject({ outcome: 'accepted' });
  });
});

describe('SYNC-13 versions', () => {
  test('SYNC-13 what is newer than the county is kept in quarantine, an older page is refused', async () => {
    expect(await village.push([{ op: 'create', kind: 'vaccination', version: 1, document: { id: newId(), kind: 'vaccination' } }])).toMatchObject({ outcome: 'quarantined', reason: 'unknownKind' });
    expect(await village.push([{ op: 'create', kind: 'patient', version: 9, document: aVillager() }])).toMatchObject({ outcome: 'quarantined', reason: 'unknownVersion' });
    expect(await problemOf(village.exchange({ wireVersion: 99 }))).toMatchObject({ status: 400, code: 'wireVersion' });
  });
});

describe('LINE-4 what a device may write', () => {
  test('LINE-4 a document of a scope that the device does not follow is kept in quarantine', async () => {
    const far = aPatient({ homeId: places.farVillage });
    expect(await village.push([create(far)])).toMatchObject({ outcome: 'quarantined', reason: 'outOfScope' });
    await (await county.enrol(places.farVillage)).push([create(far)]);
    expect(await village.push([change('patient', far.id, phone(null, '1'))])).toMatchObject({ outcome: 'quarantined', reason: 'outOfScope' });
    expect(await village.push([create(aStockMove({ lot: aLot({ ownerId: places.farVillage }) }))])).toMatchObject({ reason: 'outOfScope' });
  });

  test('MERGE-8 MERGE-12 facts are only created, catalogues are the county\'s, reviews are opened by merging', async () => {
    const move = aStockMove({ lot: aLot({ ownerId: places.village }) });
    await village.push([create(move)]);
    expect(await village.push([change('stockMove', move.id, { unit: 'quantity', before: 40, after: 400 })])).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
    expect(await village.push([create(aProduct())])).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
    const patient = aVillager();
    await village.push([create(patient)]);
    const township = await county.enrol(places.township, people.nurse);
    await village.push([change('patient', patient.id, phone(null, '1'))]);
    const { reviewIds: [reviewId = ''] } = await township.push([change('patient', patient.id, phone(null, '2'))]);
    expect(await township.push([change('review', reviewId, { unit: 'losing', before: null, after: null })])).toMatchObject({ outcome: 'quarantined', reason: 'notAUnit' });
  });

  test('LINE-4 a device acts for its institution, those below it, and the one above, whose staff visit', async () => {
    const township = await county.enrol(places.township, people.nurse);
    expect(await township.push([create(aVillager())], { orgId: places.village, personId: people.villageDoctor })).toMatchObject({ outcome: 'accepted' });
    expect(await village.push([create(aVillager())], { orgId: places.township, personId: people.nurse })).toMatchObject({ outcome: 'accepted' });
    expect(await village.push([create(aVillager())], { orgId: places.otherVillage })).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
    expect(await township.push([create(aVillager())], { orgId: places.county })).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
    expect(await village.push([create(aVillager())], { deviceId: township.id })).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
  });

  test('LINE-4 what a role may not do, or an unknown person did, is kept in quarantine', async () => {
    const township = await county.enrol(places.township, people.nurse);
    const prescription = aPrescription({ homeId: places.township, orgId: places.township });
    expect(await township.push([create(prescription)])).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
    expect(await township.push([create(prescription)], { personId: people.physician })).toMatchObject({ outcome: 'accepted' });
    expect(await township.push([create(aVillager())], { personId: newId() as never })).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
  });

  test('LINE-4 a stolen device\'s bundles are kept in quarantine, a retired one delivers and pulls nothing', async () => {
    const setStatus = async (status: 'retired' | 'stolen') => { await county.county.db.updateTable('device').set({ status }).where('id', '=', village.id).execute(); };
    await setStatus('retired');
    const { receipts, page, scopes } = await village.exchange({ submissions: [village.submit(village.bundle([create(aVillager())]))] });
    expect([receipts[0]?.outcome, page.entries, page.documents, scopes]).toEqual(['accepted', [], [], []]);
    expect(await problemOf(village.exchange())).toMatchObject({ status: 403, code: 'retired' });
    await setStatus('stolen');
    expect(await village.push([create(aVillager())])).toMatchObject({ outcome: 'quarantined', reason: 'notPermitted' });
  });
});

describe('a bundle that no honest PC makes', () => {
  test('SYNC-4 a link with another\'s signature, a text that a database cannot hold, a body beyond the limit', async () => {
    const other = await county.enrol(places.village);
    const body = village.bundle([create(aVillager())]);
    const signedByOther = other.submissionAt(body, { lane: 'routine', number: 1, previous: null });
    const { receipts: [badSignature] } = await village.exchange({ submissions: [signedByOther] });
    expect(badSignature).toMatchObject({ outcome: 'quarantined', reason: 'badSignature' });

    const fresh = await county.enrol(places.village);
    expect(await fresh.push([create(aPatient({ homeId: places.village, name: '张\u0000三' }))])).toMatchObject({ outcome: 'quarantined', reason: 'invalid' });
    expect(await fresh.push([create(aPatient({ homeId: places.village, name: '张\ud842' }))])).toMatchObject({ outcome: 'quarantined', reason: 'invalid' });
    expect(await fresh.push([create(aPatient({ homeId: places.village, name: '㛃𬱖😀' }))])).toMatchObject({ outcome: 'accepted' });
    const huge = { ...anEncounter({ homeId: places.village, orgId: places.village }), history: '长'.repeat(400_000) };
    expect(await fresh.push([create(huge)])).toMatchObject({ outcome: 'quarantined', reason: 'tooLarge' });
    expect(await fresh.push([change('patient', newId(), { unit: 'allergies/__proto__', before: null, after: {} })])).toMatchObject({ outcome: 'quarantined' });
    expect(await fresh.push([create(aVillager())], { id: 'not-an-id' as BundleId })).toMatchObject({ outcome: 'quarantined', reason: 'invalid' });
  });
});

function isSignedByCounty(receipt: Receipt | undefined): boolean {
  if (!receipt) return false;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(village.enrolled.countyKey, 'base64').toString('base64url') }, format: 'jwk' });
  return verify(null, Buffer.from(receiptToSign(receipt)), key, Buffer.from(receipt.signature, 'base64'));
}

async function logOf(documentId: string) {
  const rows = await county.county.db.selectFrom('scopeLog').select(['scope', 'number', 'putIds']).execute();
  return rows.filter((row) => row.putIds.includes(documentId));
}
