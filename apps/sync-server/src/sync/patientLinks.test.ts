import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPatientLink } from '@lianyi/tests/builders/aPatientLink';
import { aPatientMove } from '@lianyi/tests/builders/aPatientMove';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { movePatient } from './movePatient.ts';

let county: TestCountyServer;
let village: TestDevice;
let otherVillage: TestDevice;
let township: TestDevice;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
beforeEach(async () => {
  village = await county.enrol(places.village);
  otherVillage = await county.enrol(places.otherVillage);
  township = await county.enrol(places.township, people.physician);
});

/** Two records of one person, one in each village, each with a visit. */
async function aPair() {
  const [one, other] = [aPatient({ homeId: places.village }), aPatient({ homeId: places.otherVillage })];
  const visit = anEncounter({ patientId: one.id, homeId: places.village, orgId: places.village });
  await village.push([create(one), create(visit)]);
  await otherVillage.push([create(other)]);
  return { one, other, visit, link: aPatientLink(one, other) };
}
const unlinked = { name: 'unlinked' as const, reason: '不是同一人', signature: aPatientLink(aPatient(), aPatient()).state.signature };
/** Applies the log as a PC does: puts bring documents, evicts take them away. */
async function held(device: TestDevice): Promise<Set<string>> {
  const ids = new Map<string, Set<string>>();
  const cursors = device.cursors;
  device.cursors = {};
  for (let more = true; more;) {
    const { page } = await device.exchange({ pageDocuments: 500 });
    for (const entry of page.entries) {
      for (const put of entry.puts) ids.set(put.id, (ids.get(put.id) ?? new Set()).add(entry.scope));
      for (const id of entry.evicts) ids.get(id)?.delete(entry.scope);
    }
    device.cursors = page.cursors;
    more = page.more;
  }
  device.cursors = cursors;
  return new Set([...ids].filter(([, scopes]) => scopes.size > 0).map(([id]) => id));
}

describe('SYNC-10 two patients who are one', () => {
  test('SYNC-10 both records travel to both homes while they are linked, with what is made later, and each goes home again', async () => {
    const { one, other, visit, link } = await aPair();
    expect(await township.push([create(link)])).toMatchObject({ outcome: 'accepted' });
    for (const id of [one.id, other.id, visit.id, link.id]) {
      expect((await held(village)).has(id)).toBe(true);
      expect((await held(otherVillage)).has(id)).toBe(true);
    }
    // What is made of the one is at the home of the other too, and so is what that one changes.
    const later = anEncounter({ patientId: one.id, homeId: places.village, orgId: places.village });
    await village.push([create(later)]);
    expect((await held(otherVillage)).has(later.id)).toBe(true);
    expect(await otherVillage.push([change('patient', one.id, { unit: 'phone', before: null, after: '13800000001' })])).toMatchObject({ outcome: 'accepted' });
    await village.push([change('encounter', visit.id, { unit: 'plan', before: visit.plan, after: '复诊' })]);
    expect((await otherVillage.pull()).get(visit.id)).toMatchObject({ plan: '复诊' });

    expect(await village.push([change('patientLink', link.id, { unit: 'state', before: link.state, after: unlinked })])).toMatchObject({ outcome: 'accepted' });
    const [here, there] = [await held(village), await held(otherVillage)];
    expect([one.id, visit.id, later.id].map((id) => [here.has(id), there.has(id)])).toEqual([[true, false], [true, false], [true, false]]);
    expect([here.has(other.id), there.has(other.id)]).toEqual([false, true]);
    expect(await otherVillage.push([change('patient', one.id, { unit: 'phone', before: '13800000001', after: '13800000002' })])).toMatchObject({ reason: 'outOfScope' });
    expect(await memberships(visit.id)).toEqual([`org:${places.village}`]);
  });

  test('SYNC-10 only who has both records links them, and only where they are at home', async () => {
    const { one, other, link } = await aPair();
    expect(await village.push([create(link)])).toMatchObject({ outcome: 'quarantined', reason: 'outOfScope' });
    expect(await township.push([create(aPatientLink({ ...one, homeId: places.otherVillage }, other))])).toMatchObject({ outcome: 'quarantined', reason: 'missingDocument' });
    expect((await held(otherVillage)).has(one.id)).toBe(false);
  });

  test('MERGE-21 a link that would join a third record does not stand: it waits in review', async () => {
    const { one, link } = await aPair();
    const third = aPatient({ homeId: places.village });
    await village.push([create(third)]);
    await township.push([create(link)]);
    const second = aPatientLink(one, third);
    const receipt = await township.push([create(second)]);
    expect(receipt).toMatchObject({ outcome: 'merged', reviewIds: [expect.any(String)] });
    const documents = await township.pull();
    expect(documents.get(second.id)).toMatchObject({ state: { name: 'unlinked' } });
    expect(documents.get(receipt.reviewIds[0] ?? '')).toMatchObject({ reason: 'thirdRecord', about: { id: second.id, unit: 'state' }, losing: { value: second.state } });
    expect((await held(otherVillage)).has(third.id)).toBe(false);
    // Once the first is undone, the second may stand.
    await township.push([change('patientLink', link.id, { unit: 'state', before: link.state, after: unlinked })]);
    const now = documents.get(second.id);
    if (now?.kind !== 'patientLink') throw new Error('no link');
    expect(await township.push([change('patientLink', second.id, { unit: 'state', before: now.state, after: second.state })])).toMatchObject({ outcome: 'accepted' });
  });

  test('MERGE-20 two who link the same pair without a line: the first stays, the other goes to review', async () => {
    const { one, other, link } = await aPair();
    const colleague = await county.enrol(places.township, people.nurse);
    await township.push([create(link)]);
    const receipt = await colleague.push([create(aPatientLink(one, other, { reason: '身份证一样' }))]);
    expect(receipt).toMatchObject({ outcome: 'merged', reviewIds: [expect.any(String)] });
    expect((await township.pull()).get(link.id)).toEqual(link);
  });

  test('SYNC-10 a record that is linked while others write to it is whole at both homes', async () => {
    const { one, other, link } = await aPair();
    const visits = Array.from({ length: 8 }, () => anEncounter({ patientId: one.id, homeId: places.village, orgId: places.village }));
    const writer = async (): Promise<void> => { for (const visit of visits) await village.push([create(visit), change('patient', one.id, { unit: 'insurance', before: null, after: visit.id })]); };
    await Promise.all([writer(), township.push([create(link)])]);
    const there = await held(otherVillage);
    expect([...visits.map((visit) => visit.id), one.id, other.id].filter((id) => !there.has(id))).toEqual([]);
  });

  test('SYNC-9 SYNC-10 a linked record moves: both leave the old home and come to the new one, and parted each is at its own', async () => {
    const { one, other, visit, link } = await aPair();
    await township.push([create(link)]);
    const far = await county.enrol(places.farVillage, people.farDoctor);
    expect(await village.push([create(aPatientMove(one, places.farVillage))])).toMatchObject({ outcome: 'accepted' });
    for (const id of [one.id, other.id, link.id]) expect(await memberships(id)).toEqual(scopesAt(places.farVillage, places.otherVillage));
    expect(await memberships(visit.id)).toEqual(scopesAt(places.farVillage, places.otherVillage, places.village));
    for (const id of [one.id, other.id, visit.id, link.id]) {
      expect([id, (await held(far)).has(id), (await held(otherVillage)).has(id)]).toEqual([id, true, true]);
    }
    expect((await held(village)).has(other.id)).toBe(false);

    // The other moves to the home of the first: nothing is left to part, and there it is parted and linked again.
    expect(await movePatient(county.county.store, { patientId: other.id, toId: places.farVillage, reason: '迁居' }, new Date())).toMatchObject({ ok: true });
    for (const id of [one.id, other.id, link.id]) expect(await memberships(id)).toEqual(scopesAt(places.farVillage));
    await far.pull();
    expect(await far.push([change('patientLink', link.id, { unit: 'state', before: link.state, after: unlinked })])).toMatchObject({ outcome: 'accepted' });
    for (const id of [one.id, other.id]) expect(await memberships(id)).toEqual(scopesAt(places.farVillage));
    expect(await far.push([change('patientLink', link.id, { unit: 'state', before: unlinked, after: link.state })])).toMatchObject({ outcome: 'accepted' });
  });

  test('SYNC-10 what the county writes of a linked record is at both homes, and a link that it writes takes the records along', async () => {
    const { one, other, visit, link } = await aPair();
    await county.write([link]);
    for (const id of [one.id, other.id, visit.id]) expect(await memberships(id)).toEqual(scopesAt(places.otherVillage, places.village));
    const later = anEncounter({ patientId: other.id, homeId: places.otherVillage, orgId: places.otherVillage });
    await county.write([later]);
    expect(await memberships(later.id)).toEqual(scopesAt(places.otherVillage, places.village));
    expect([(await held(village)).has(other.id), (await held(village)).has(later.id), (await held(otherVillage)).has(visit.id)]).toEqual([true, true, true]);
    await county.write([{ ...link, state: unlinked }]);
    for (const id of [other.id, later.id]) expect(await memberships(id)).toEqual(scopesAt(places.otherVillage));
    expect([(await held(village)).has(other.id), (await held(otherVillage)).has(visit.id)]).toEqual([false, false]);
  });
});

const scopesAt = (...ids: readonly string[]): readonly string[] => ids.map((id) => `org:${id}`).toSorted();

async function memberships(documentId: string): Promise<readonly string[]> {
  return (await county.county.db.selectFrom('documentScope').select('scope').where('documentId', '=', documentId).orderBy('scope').execute()).map((row) => row.scope);
}
