/** A first sync by snapshot in the midst of what else goes on: a disk that fills up, records that move. */
import { httpTransport } from '@lianyi/desktop/host/replication/transport';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import { chunkPathOf } from '@lianyi/schema/wire/snapshot';
import { movePatient } from '@lianyi/sync-server/sync/movePatient';
import { buildSnapshot } from '@lianyi/sync-server/sync/snapshots/buildSnapshot';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aSmallDisk } from '@lianyi/tests/builders/aSmallDisk';
import type { EnrolledReplica, OpenReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { anEnrolledReplica, discard, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';
import { afterAll, beforeAll, expect, test } from 'vitest';

let county: TestCountyServer;
const actor = { personId: people.villageDoctor, orgId: places.village };
const scope = organisationScope(places.village);
const villagers = Array.from({ length: 2_500 }, (_, at) => aPatient({ homeId: places.village, name: `龙居${at}`, address: { village: '青石坪村', group: '', detail: `水井边${at}号`.repeat(6) } }));
const visits = villagers.slice(0, 40).map((patient) => anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village }));
const outsider = aPatient({ homeId: places.farVillage, name: '代迁来' });
beforeAll(async () => {
  county = await aCounty();
  await county.write([...villagers, outsider, ...visits]);
});
afterAll(async () => county.close());

const disk = aSmallDisk(24);
afterAll(() => disk?.remove());

const untilDone = async ({ replication }: OpenReplica): Promise<void> => {
  for (let view = replication.line(); view.pulling !== null;) view = await replication.changed(view.version, 1_000);
};
const end = async (clinic: OpenReplica, enrolled: EnrolledReplica): Promise<void> => {
  await clinic.close();
  discard(enrolled);
};

test.skipIf(disk === null)('SYNC-15 a disk that is full half way: it is told, what has come stays whole, and with room it goes on to the end', async () => {
  if (disk === null) return;
  await buildSnapshot(county.county, scope);
  const enrolled = await anEnrolledReplica(county, actor, disk.folder);
  disk.fill(3 << 20);
  const clinic = openEnrolled(enrolled);
  await expect.poll(() => clinic.replication.line().problem?.code ?? null, { timeout: 60_000 }).toBe('diskFull');
  expect(await differencesFrom(county, clinic.replica)).not.toEqual([]);
  expect(clinic.replica.cursors()[scope]).toBeUndefined();
  disk.free();
  await untilDone(clinic);
  await clinic.exchange();
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await end(clinic, enrolled);
}, 120_000);

test('SYNC-15 SYNC-30 records that move away and here while a snapshot is fetched are where they belong in the end', async () => {
  await buildSnapshot(county.county, scope);
  const [leaver] = villagers;
  if (leaver === undefined) throw new Error('no villagers');
  const move = async (patientId: typeof leaver.id, toId: typeof places.village): Promise<void> => {
    expect(await movePatient(county.county.store, { patientId, toId, reason: '迁居' }, new Date())).toMatchObject({ ok: true });
  };
  const http = httpTransport(county.url);
  let chunks = 0;
  const enrolled = await anEnrolledReplica(county, actor);
  const clinic = openEnrolled(enrolled, { transport: {
    ...http,
    get: async (asked) => {
      chunks += 1;
      if (chunks === 1) await move(leaver.id, places.farVillage);
      if (chunks === 2) await move(outsider.id, places.village);
      return http.get?.(asked) ?? Promise.reject(new Error('no pieces'));
    },
  } });
  await untilDone(clinic);
  await clinic.exchange();
  expect(chunks).toBeGreaterThanOrEqual(2);
  expect([leaver.id, outsider.id].map((id) => clinic.replica.document('patient', id)?.homeId)).toEqual([undefined, places.village]);
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await end(clinic, enrolled);
}, 120_000);

test('SYNC-15 SYNC-30 what is written, and who moves, while the county is in the midst of a snapshot is in it or in the log after it', async () => {
  const { db } = county.county;
  const [, changed, leaver, comer] = villagers;
  if (changed === undefined || leaver === undefined || comer === undefined) throw new Error('no villagers');
  const device = await county.enrol(places.village);
  const numberNow = async (): Promise<number> => (await db.selectFrom('scopeCounter').select('number').where('scope', '=', scope).executeTakeFirstOrThrow()).number;
  const move = async (patientId: typeof leaver.id, toId: typeof places.village): Promise<void> => {
    expect(await movePatient(county.county.store, { patientId, toId, reason: '迁居' }, new Date())).toMatchObject({ ok: true });
  };
  await move(comer.id, places.farVillage);
  await device.exchange();

  // Its key signs once all has been read: the snapshot is in the midst until then.
  let isReading = true;
  const { key } = county.county;
  const building = buildSnapshot({ ...county.county, key: { ...key, sign: (text) => {
    isReading = false;
    return key.sign(text);
  } } }, scope);
  const before = await numberNow();
  const added = Array.from({ length: 6 }, (_, at) => aPatient({ homeId: places.village, name: `龙间${at}` }));
  let written = 0;
  const amidst = async (write: () => Promise<unknown>): Promise<void> => {
    await write();
    if (isReading) written += 1;
  };
  await amidst(async () => move(leaver.id, places.farVillage));
  await amidst(async () => move(comer.id, places.village));
  await amidst(async () => expect((await device.push([{ op: 'change', kind: 'patient', version: 1, id: changed.id, changes: [{ unit: 'phone', before: changed.phone, after: '13900000099' }] }])).outcome).toBe('accepted'));
  for (const patient of added) await amidst(async () => county.write([patient]));
  const manifest = await building;
  expect(written).toBeGreaterThan(2);
  expect(manifest.number).toBeGreaterThanOrEqual(before);
  expect(await numberNow()).toBeGreaterThan(manifest.number);

  const http = httpTransport(county.url);
  const fetched: string[] = [];
  const enrolled = await anEnrolledReplica(county, actor);
  const clinic = openEnrolled(enrolled, { transport: {
    ...http,
    get: async (asked) => {
      fetched.push(asked.path);
      return http.get?.(asked) ?? Promise.reject(new Error('no pieces'));
    },
  } });
  await untilDone(clinic);
  await clinic.exchange();
  expect(fetched).toEqual(manifest.chunks.map(({ sha256 }) => chunkPathOf(sha256)));
  expect([leaver, comer, changed, ...added].map(({ id }) => clinic.replica.document('patient', id)?.homeId)).toEqual([undefined, ...Array.from({ length: 8 }, () => places.village)]);
  expect(clinic.replica.document('patient', changed.id)?.phone).toBe('13900000099');
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await end(clinic, enrolled);
}, 120_000);
