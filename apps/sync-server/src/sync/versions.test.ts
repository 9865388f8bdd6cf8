import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@lianyi/schema/basics/ids';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { CountyDocument } from '@lianyi/schema/wire/exchange';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aCounty, change, create, inVersion, people, places, problemOf } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import type { Patient3 } from '@lianyi/tests/builders/laterKinds';
import { kindsAt, renaming, splitting } from '@lianyi/tests/builders/laterKinds';
import { olderWires } from '@lianyi/tests/builders/olderWires';

let county: TestCountyServer;
let village: TestDevice;
let township: TestDevice;

beforeEach(async () => {
  county = await aCounty();
  village = await county.enrol(places.village);
  township = await county.enrol(places.township, people.physician);
}, 60_000);
afterEach(async () => {
  await county.close();
});

/** The county is upgraded first; the devices go on as they are. */
async function upgradeTo(version: 2 | 3): Promise<void> {
  county = await county.restart({ kinds: kindsAt(version) });
  village.url = county.url;
  township.url = county.url;
}

const aVillager = (over: Parameters<typeof aPatient>[0] = {}): Patient => aPatient({ homeId: places.village, ...over });
const at3 = (patient: Patient, over: Partial<Patient3> = {}): AnyDocument => ({ ...splitting.up(renaming.up(patient)), ...over }) as unknown as AnyDocument;
const at2 = (patient: Patient, over: Readonly<Record<string, unknown>> = {}): AnyDocument => ({ ...renaming.up(patient), ...over }) as unknown as AnyDocument;

/** The document as the device is sent it. */
async function sent(device: TestDevice, id: string, version: 1 | 2 | 3): Promise<CountyDocument | undefined> {
  const { page } = await device.exchange({ cursors: {}, ...(version > 1 && { kinds: { patient: version } }) });
  return page.documents.find((document) => document.id === id);
}
/** As the county holds it, seen by a device that knows all of it. */
const held = async (id: string): Promise<unknown> => (await sent(township, id, 3))?.body;

describe('SYNC-62 an old write at an upgraded county', () => {
  test('SYNC-62 a creation of either version before is lifted, and its repeat by any version is the same document', async () => {
    await upgradeTo(3);
    const [first, second] = [aVillager({ insurance: '城乡居民' }), aVillager()];
    expect(await village.push([create(first)])).toMatchObject({ outcome: 'accepted' });
    expect(await village.push([inVersion(2, create(at2(second, { email: 'a@b' })))])).toMatchObject({ outcome: 'accepted' });
    expect(await held(first.id)).toEqual(at3(first));
    expect(await held(second.id)).toEqual(at3(second, { email: 'a@b' }));
    expect(await village.push([create(first)])).toMatchObject({ outcome: 'accepted' });
    expect(await township.push([inVersion(3, create(at3(first)))])).toMatchObject({ outcome: 'accepted' });
    expect(await township.push([create({ ...first, insurance: '别的' })])).toMatchObject({ outcome: 'quarantined', reason: 'idTaken' });
  });

  test('SYNC-62 a document made before the upgrade is the same one made again after it', async () => {
    const patient = aVillager({ insurance: '城乡居民' });
    await village.push([create(patient)]);
    await upgradeTo(3);
    expect(await village.push([create(patient)])).toMatchObject({ outcome: 'accepted' });
    expect(await township.push([inVersion(3, create(at3(patient)))])).toMatchObject({ outcome: 'accepted' });
  });

  test('SYNC-62 a change of what was stored before the upgrade, and of what newer apps wrote since: the rest is kept', async () => {
    const patient = aVillager({ insurance: '城乡居民', contact: { name: '杨秀芝', relation: '女儿', phone: '1' }, allergies: { a: anAllergy() } });
    await village.push([create(patient)]);
    await upgradeTo(3);
    await township.push([inVersion(3, change('patient', patient.id, { unit: 'email', before: null, after: 'a@b' }, { unit: 'allergies/a', before: { ...anAllergy(), verified: false }, after: { ...anAllergy(), verified: true } }))]);
    expect(await village.push([change('patient', patient.id,
      { unit: 'insurance', before: '城乡居民', after: '职工' },
      { unit: 'contact', before: patient.contact, after: { name: '杨秀芝', relation: '女儿', phone: '2' } },
      { unit: 'allergies/a', before: anAllergy(), after: anAllergy({ reaction: '休克' }) })])).toMatchObject({ outcome: 'accepted', reviewIds: [] });
    expect(await held(patient.id)).toMatchObject({ insurer: '职工', email: 'a@b', contact: { name: '杨秀芝', relation: '女儿' }, contactPhone: '2', allergies: { a: { reaction: '休克', verified: true } } });
  });

  test('SYNC-62 an old change that meets another value goes to review, with whose the standing value is under its former name', async () => {
    const patient = aVillager({ insurance: '城乡居民' });
    await village.push([create(patient)]);
    const first = await township.push([change('patient', patient.id, { unit: 'insurance', before: '城乡居民', after: '职工' })]);
    await upgradeTo(3);
    const { outcome, reviewIds: [reviewId = ''] } = await village.push([change('patient', patient.id, { unit: 'insurance', before: '城乡居民', after: '自费' })]);
    expect(outcome).toBe('merged');
    expect((await sent(township, reviewId, 3))?.body).toMatchObject({ about: { unit: 'insurer' }, before: '城乡居民', kept: { value: '职工', bundleId: first.bundleId }, losing: { value: '自费', deviceId: village.id } });
  });

  test('SYNC-63 a unit without a lens is refused in clear words, and the clinic is told beforehand which those are', async () => {
    const patient = aVillager({ bloodGroup: 'A' });
    await village.push([create(patient)]);
    await upgradeTo(3);
    expect(await village.push([change('patient', patient.id, { unit: 'bloodGroup', before: 'A', after: 'B' })])).toMatchObject({ outcome: 'quarantined', reason: 'notAUnit', detail: 'writes.0: patient.bloodGroup: version 1 may not change it' });
    expect((await village.exchange()).readOnly).toEqual({ patient: ['bloodGroup'] });
    expect((await village.exchange({ kinds: { patient: 3 } })).readOnly).toBeUndefined();
  });

  test('SYNC-63 a version before the two that are spoken is kept in quarantine', async () => {
    const { patient } = kindsAt(3).rules;
    county = await county.restart({ kinds: { ...kindsAt(3), rules: { ...kindsAt(3).rules, patient: { ...patient, version: 4 } }, lenses: { patient: [renaming, splitting, { up: (body) => body, down: (body) => body, units: {} }] } } });
    village.url = county.url;
    expect(await village.push([create(aVillager())])).toMatchObject({ outcome: 'quarantined', reason: 'unknownVersion', detail: 'writes.0: patient 1' });
    expect((await village.exchange()).readOnly).toEqual({ patient: ['*'] });
  });
});

describe('SYNC-65 what an older client is sent', () => {
  test('SYNC-65 a newer document as its version sees it, with the hash of that, and the county\'s own version and hash', async () => {
    await upgradeTo(3);
    const patient = aVillager({ insurance: '城乡居民' });
    const newer = at3(patient, { email: 'a@b', contactPhone: '1' });
    await township.push([inVersion(3, create(newer))]);
    expect(await sent(village, patient.id, 1)).toMatchObject({ version: 3, hash: contentHash(newer), body: patient, lowered: { version: 1, hash: contentHash(patient) } });
    expect(await sent(village, patient.id, 2)).toMatchObject({ version: 3, hash: contentHash(newer), body: at2(patient, { email: 'a@b' }), lowered: { version: 2 } });
    expect(await sent(village, patient.id, 3)).toEqual({ id: patient.id, kind: 'patient', version: 3, revision: 1, hash: contentHash(newer), body: newer });
  });

  test('SYNC-65 what was stored before the upgrade as it is: whoever is newer lifts it', async () => {
    const patient = aVillager();
    await village.push([create(patient)]);
    await upgradeTo(3);
    expect(await sent(village, patient.id, 1)).toMatchObject({ version: 1, body: patient, hash: contentHash(patient) });
    expect(await sent(township, patient.id, 3)).toMatchObject({ version: 1, body: patient, hash: contentHash(patient) });
  });

  test('SYNC-65 what nothing can show to its version comes as it is, to be parked', async () => {
    county = await county.restart({ kinds: { ...kindsAt(3), lenses: { patient: [renaming, { ...splitting, down: null }] } } });
    village.url = county.url;
    const patient = aVillager();
    await village.push([create(patient)]);
    expect(await sent(village, patient.id, 1)).toEqual({ id: patient.id, kind: 'patient', version: 3, revision: 1, hash: contentHash(at3(patient)), body: at3(patient) });
    expect((await village.exchange()).readOnly).toEqual({ patient: ['*'] });
  });
});

describe('SYNC-64 a client that is ahead of the county', () => {
  test('SYNC-64 it is told so, and nothing of what it brought is taken or put in quarantine', async () => {
    const patient = aVillager();
    const submission = village.submit(village.bundle([inVersion(3, create(at3(patient)))]));
    expect(await problemOf(village.exchange({ submissions: [submission], kinds: { patient: 3 } }))).toMatchObject({ status: 400, code: 'wireVersion' });
    await upgradeTo(3);
    const { receipts } = await village.exchange({ submissions: [submission], kinds: { patient: 3 } });
    expect(receipts).toMatchObject([{ outcome: 'accepted' }]);
    expect(await problemOf(village.exchange({ kinds: { vaccination: 1 } }))).toMatchObject({ code: 'wireVersion' });
  });
});

describe('SYNC-60 older wires', () => {
  test('SYNC-60 the county reads and answers the page of either version before, and refuses what is newer or older', async () => {
    county = await county.restart({ wire: olderWires });
    village.url = county.url;
    const body = village.bundle([create(aVillager())]);
    const page1 = { wireVersion: 1, device: village.id, epoch: village.epoch, cursors: {}, submissions: [village.submit(body)], pageSize: 5 };
    const answer = await village.send(Buffer.from(JSON.stringify(page1)));
    expect(await answer.json()).toMatchObject({ wireVersion: 1, receipts: [{ bundleId: body.id, outcome: 'accepted' }], more: true });
    const page2 = { wireVersion: 2, deviceId: village.id, epoch: village.epoch, cursors: {}, submissions: [], pageSize: 5, waitMs: 0 };
    expect(await (await village.send(Buffer.from(JSON.stringify(page2)))).json()).toMatchObject({ wireVersion: 2, page: { more: expect.any(Boolean) as boolean } });
    for (const wireVersion of [0, 4]) expect(await (await village.send(Buffer.from(JSON.stringify({ ...page2, wireVersion })))).json()).toMatchObject({ code: 'wireVersion' });
    expect(await (await village.send(Buffer.from(JSON.stringify({ ...page1, pageSize: 'x' })))).json()).toMatchObject({ code: 'badRequest' });
  });
});

test('SYNC-13 a kind that the county does not know is kept in quarantine', async () => {
  expect(await village.push([{ op: 'create', kind: 'vaccination', version: 1, document: { id: newId(), kind: 'vaccination' } }])).toMatchObject({ outcome: 'quarantined', reason: 'unknownKind' });
});
