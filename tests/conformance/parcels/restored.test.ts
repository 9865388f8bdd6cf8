import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startParcels } from '@lianyi/desktop/host/replication/startParcels';
import { parcelNames } from '@lianyi/desktop/host/replication/stickFolder';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { parcelRequestOf } from '@lianyi/sync-server/store/parcels';
import { answerParcel } from '@lianyi/sync-server/sync/parcels/answerParcel';
import type { ParcelParts } from '@lianyi/sync-server/sync/parcels/takeParcel';
import { takeParcel } from '@lianyi/sync-server/sync/parcels/takeParcel';
import { historyToSign } from '@lianyi/schema/wire/history';
import { openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { parcelsOf, partsOf, patientOf, stickRoads, waits } from './stickRoads.ts';

const roads = await stickRoads();
const { county, apart, folder, doctorAt, saysAtCounty, answerFor } = roads;
afterAll(async () => { await roads.close(); });

test('SYNC-55 LINE-21 a restored county that does not know the PC takes it in by what its parcel shows', async () => {
  apart.save([{ op: 'create', document: patientOf('龙归') }]);
  const { file } = await parcelsOf(apart).make();
  const shown: string[] = [];
  const parts = partsOf(county);
  const forgetful: ParcelParts = {
    ...parts,
    deviceById: async (id) => (shown.includes(id) ? parts.deviceById(id) : undefined),
    readmit: async (certificates) => { shown.push(...certificates.map((one) => one.deviceId)); },
  };
  expect(await takeParcel(forgetful, file)).toMatchObject({ ok: true, outcomes: { accepted: 1 }, refusal: null });
  expect(shown).toEqual([apart.replica.identity.deviceId]);
}, 60_000);

test('SYNC-11 LINE-21 a PC that has gone over to a restored county takes only receipts from a stick until the county has heard its witness', async () => {
  const bearer = openEnrolled(await doctorAt(county));
  const document = patientOf('龙证');
  bearer.save([{ op: 'create', document }]);
  await bearer.exchange();
  await bearer.replication.stop();
  const parts = partsOf(county);
  // The county as a backup from before would have it: a new history, and this PC's own copy is newer than what it has.
  const restored: ParcelParts = { ...parts, county: { ...parts.county, epoch: 'restored', ancestry: [{ epoch: county.county.epoch, forkNumbers: {} }] } };
  const unsigned = { deviceId: bearer.replica.identity.deviceId, epoch: 'restored', ancestry: [{ epoch: county.county.epoch, forkNumbers: {} }], heads: { routine: 1 } };
  expect(bearer.replica.rewindTo({ ...unsigned, signature: county.county.key.sign(historyToSign(unsigned)) })).toBe('rewound');
  const before = bearer.replica.countyDocument(document.id);
  const cursors = bearer.replica.cursors();

  const taken = await takeParcel(restored, (await parcelsOf(bearer).make()).file);
  if (!taken.ok || taken.said === null) throw new Error('not taken');
  expect(taken).toMatchObject({ refusal: null, outcomes: { accepted: 1 } });
  const answered = await answerParcel(restored, taken.device, taken.said);
  if (!answered.ok) throw new Error(answered.refusal);
  expect(answered.documents).toBeGreaterThan(0);
  expect(await parcelsOf(bearer).read(answered.file)).toMatchObject({ ok: true, receipts: 1, documents: 0 });
  expect(waits(bearer)).toBe(0);
  expect(bearer.replica.cursors()).toEqual(cursors);
  expect(bearer.replica.countyDocument(document.id)).toEqual(before);
  expect(bearer.replica.formerContents('', 100_000).map(({ id }) => id)).toContain(document.id);
  bearer.replica.close();
}, 60_000);

test('LINE-23 SYNC-11 what lies on a stick of a county that was restored is looked at once, over restarts too, and again only by a PC that has gone over to another history', async () => {
  const bearer = openEnrolled(await doctorAt(county));
  bearer.save([{ op: 'create', document: patientOf('龙换') }]);
  await bearer.exchange();
  await bearer.replication.stop();
  expect(await saysAtCounty((await parcelsOf(bearer).make()).file)).toMatchObject({ ok: true });
  const device = await deviceById(county.county.db, bearer.replica.identity.deviceId);
  const said = await parcelRequestOf(county.county.db, bearer.replica.identity.deviceId);
  if (device === undefined || said === undefined) throw new Error('no parcel has come');
  const former = await answerFor(bearer);
  const parts = partsOf(county);
  const ancestry = [{ epoch: county.county.epoch, forkNumbers: {} }];
  const gone = await answerParcel({ ...parts, county: { ...parts.county, epoch: 'restored', ancestry } }, device, said);
  if (!gone.ok) throw new Error(gone.refusal);
  expect(gone.isRestored).toBe(true);

  const stick = mkdtempSync(join(folder, 'restored-'));
  const put = (day: number, { file }: { readonly file: Uint8Array }): void => {
    const path = join(stick, parcelNames(device.id).ours.replace('.parcel', `-county-${day}.parcel`));
    writeFileSync(path, file);
    utimesSync(path, new Date(2026, 2, day), new Date(2026, 2, day));
  };
  const reads: string[] = [];
  let elapsedMs = 0;
  const timers: (() => void)[] = [];
  const start = () => startParcels({
    replica: bearer.replica, timers: { after: (_ms, call) => { timers.push(call); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => new Date(), takeSnapshots: bearer.replication.fromStick,
    log: (event, facts) => { if (event === 'parcelRead') reads.push(String(facts['reason'] ?? 'taken')); },
  });
  const look = async (): Promise<void> => {
    elapsedMs += 600_000;
    timers.pop()?.();
    await new Promise((wake) => setTimeout(wake, 100));
  };
  const reasons = (parcels: ReturnType<typeof start>) => parcels.stick()?.refused.map(({ reason }) => reason);
  const first = start();
  put(2, gone);
  expect(first.setFolder(stick)).toBe(null);
  await expect.poll(() => reads).toEqual(['taken']);
  expect(bearer.replica.epoch()).toBe('restored');
  first.stop();

  const second = start();
  await look();
  expect([reads, reasons(second)]).toEqual([['taken'], []]);
  // Somebody reads it by hand once more: it is no other history.
  expect(await second.read(gone.file)).toMatchObject({ ok: true, isRewound: false, isRepeat: true });
  put(3, former);
  await look();
  expect([reads, reasons(second)]).toEqual([['taken', 'otherHistory'], ['otherHistory']]);
  second.stop();

  const third = start();
  for (let looks = 0; looks < 2; looks += 1) await look();
  expect([reads, reasons(third)]).toEqual([['taken', 'otherHistory'], ['otherHistory']]);
  const again = { deviceId: bearer.replica.identity.deviceId, epoch: 'restored again', ancestry: [{ epoch: 'restored', forkNumbers: {} }, ...ancestry], heads: {} };
  expect(bearer.replica.rewindTo({ ...again, signature: county.county.key.sign(historyToSign(again)) })).toBe('rewound');
  await look();
  expect(reads).toEqual(['taken', 'otherHistory', 'otherHistory']);
  third.stop();
  bearer.replica.close();
}, 60_000);
