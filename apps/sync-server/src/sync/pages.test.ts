import { newId } from '@lianyi/schema/basics/ids';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let county: TestCountyServer;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
let village: Awaited<ReturnType<TestCountyServer['enrol']>>;
let township: typeof village;
beforeEach(async () => {
  village = await county.enrol(places.village);
  township = await county.enrol(places.township, people.physician);
  await village.pull();
  await township.pull();
});

const aVillager = () => aPatient({ homeId: places.village });

describe('SYNC-7 and SYNC-8 pages of the log', () => {
  test('SYNC-7 a put carries the bundle that caused it, the revision and the content hash', async () => {
    const patient = aVillager();
    const receipt = await village.push([create(patient)]);
    const { page } = await township.exchange();
    expect(page.entries).toEqual([{
      scope: `org:${places.village}`, number: receipt.numbers[`org:${places.village}`], bundleId: receipt.bundleId, puts: [{ id: patient.id, revision: 1 }], evicts: [],
    }]);
    expect(page.documents).toEqual([{ id: patient.id, kind: 'patient', version: 1, revision: 1, hash: contentHash(patient), body: patient }]);
  });

  test('SYNC-8 a page holds a bundle\'s entries in all followed scopes or in none, one number each', async () => {
    // A visit of the township to a patient of the village travels in both scopes.
    const bundles = Array.from({ length: 12 }, () => {
      const patient = aVillager();
      return township.bundle([create(patient), create(anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.township }))]);
    });
    await township.exchange({ submissions: bundles.map((body) => township.submit(body)), pageDocuments: 0 });
    const seen: string[] = [];
    for (let more = true; more;) {
      const { page } = await township.exchange({ pageDocuments: 5 });
      const scopesByBundle = new Map<string, string[]>();
      for (const entry of page.entries) scopesByBundle.set(entry.bundleId ?? '', [...(scopesByBundle.get(entry.bundleId ?? '') ?? []), entry.scope]);
      for (const [id, scopes] of scopesByBundle) {
        expect(scopes.toSorted()).toEqual([`org:${places.township}`, `org:${places.village}`].toSorted());
        seen.push(id);
      }
      expect(page.documents.length).toBeLessThanOrEqual(5);
      township.cursors = page.cursors;
      more = page.more;
    }
    expect(seen).toEqual(bundles.map((body) => body.id));
  });

  test('SYNC-8 a bundle larger than the page comes alone and whole', async () => {
    const patients = Array.from({ length: 30 }, aVillager);
    await village.push(patients.map((patient) => create(patient)));
    await village.push([create(aVillager())]);
    const { page } = await township.exchange({ pageDocuments: 10 });
    expect([page.entries.length, page.documents.length, page.more]).toEqual([1, 30, true]);
  });

  test('SYNC-8 a page of superseded entries still moves on, and brings the document once, as it is now', async () => {
    const patient = aVillager();
    await village.push([create(patient)]);
    for (let at = 0; at < 20; at += 1) await village.push([change('patient', patient.id, { unit: 'phone', before: at === 0 ? null : String(at), after: String(at + 1) })]);
    const pages: { revision: number | undefined; entries: number }[] = [];
    for (let more = true; more;) {
      const { page } = await township.exchange({ pageDocuments: 4 });
      expect(page.documents.length).toBe(1);
      pages.push({ revision: page.documents[0]?.revision, entries: page.entries.length });
      township.cursors = page.cursors;
      more = page.more;
    }
    expect(pages.map((page) => page.revision)).toEqual(pages.map(() => 21));
    expect(pages.reduce((sum, page) => sum + page.entries, 0)).toBe(21);
  });

  test('SYNC-8 a device sees the scopes that it follows, and nothing of others', async () => {
    const far = await county.enrol(places.farVillage);
    const patient = aPatient({ homeId: places.farVillage });
    await far.push([create(patient)]);
    expect(village.enrolled.scopes).toEqual(['catalogue', `org:${places.village}`]);
    expect((await township.exchange()).scopes).toEqual(['catalogue', `org:${places.otherVillage}`, `org:${places.township}`, `org:${places.village}`].toSorted());
    expect((await township.pull()).has(patient.id)).toBe(false);
    // Cursors for scopes that it does not follow are no way in.
    const { page } = await village.exchange({ cursors: { [`org:${places.farVillage}`]: 0 } });
    expect(page.entries.some((entry) => entry.scope === `org:${places.farVillage}`)).toBe(false);
    expect(Object.keys(page.cursors)).not.toContain(`org:${places.farVillage}`);
  });

  test('SYNC-8 a new institution below is followed from its first number on', async () => {
    const newVillage = newId() as typeof places.village;
    const { county: running } = county;
    const [row] = await running.db.selectFrom('document').select('body').where('id', '=', places.village).execute();
    await county.write([{ ...(row?.body as object), id: newVillage, name: '新寨村卫生室', shortName: '新寨村' } as never]);
    const device = await county.enrol(newVillage, people.physician);
    const patient = aPatient({ homeId: newVillage });
    await device.push([create(patient)]);
    expect((await township.pull()).has(patient.id)).toBe(true);
  });

  test('a request with nothing to say waits until there is something', async () => {
    const startedMs = performance.now();
    const waiting = township.exchange({ waitMs: 30_000 });
    await new Promise((wake) => setTimeout(wake, 150));
    const patient = aVillager();
    await village.push([create(patient)]);
    expect((await waiting).page.documents.map((document) => document.id)).toEqual([patient.id]);
    expect(performance.now() - startedMs).toBeLessThan(25_000);
    await township.pull();
    const idle = performance.now();
    expect((await township.exchange({ waitMs: 200 })).page.entries).toEqual([]);
    expect(performance.now() - idle).toBeGreaterThan(190);
  });

  test('many may wait at once, and nobody holds a connection of the database', async () => {
    const devices = await Promise.all(Array.from({ length: 30 }, async () => county.enrol(places.otherVillage)));
    await devices[0]?.pull();
    const cursors = devices[0]?.cursors ?? {};
    const waiting = devices.map(async (device) => device.exchange({ waitMs: 20_000, cursors }));
    await new Promise((wake) => setTimeout(wake, 300));
    await village.push([create(aVillager())]);
    const writer = await county.enrol(places.otherVillage);
    await writer.push([create(aPatient({ homeId: places.otherVillage }))]);
    const answers = await Promise.all(waiting);
    expect(answers.every((answer) => answer.page.entries.length === 1)).toBe(true);
  });
});
