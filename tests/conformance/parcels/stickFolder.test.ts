import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, symlinkSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startParcels } from '@lianyi/desktop/host/replication/startParcels';
import { parcelNames } from '@lianyi/desktop/host/replication/stickFolder';
import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';
import { parcelsOf, patientOf, stickRoads, waits } from './stickRoads.ts';

const roads = await stickRoads();
const { apart, folder, saysAtCounty, answerFor } = roads;
afterAll(async () => { await roads.close(); });

test('LINE-23 a stick that stays in the PC is written by itself once something has waited a day, and what the county put beside it is read', async () => {
  let now = new Date();
  const waitingTimers: (() => void)[] = [];
  let elapsedMs = 0;
  const parcels = startParcels({ replica: apart.replica, timers: { after: (_ms, call) => { waitingTimers.push(call); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => now, takeSnapshots: apart.replication.fromStick, log: () => undefined });
  const look = (): void => {
    elapsedMs += 600_000;
    waitingTimers.pop()?.();
  };
  expect(parcels.setFolder(join(folder, 'none'))).toBe('missing');
  expect(parcels.setFolder('relative')).toBe('missing');
  writeFileSync(join(folder, 'a file'), '');
  expect(parcels.setFolder(join(folder, 'a file'))).toBe('notAFolder');
  expect(parcels.setFolder(folder)).toBe(null);
  const names = parcelNames(apart.replica.identity.deviceId);
  apart.save([{ op: 'create', document: patientOf('龙久') }]);
  look();
  expect(() => readFileSync(join(folder, names.ours))).toThrow('ENOENT');
  now = new Date(Date.now() + 25 * 3_600_000);
  look();
  await expect.poll(() => parcels.stick()?.writtenAt).toBe(now.toISOString());
  const file = readFileSync(join(folder, names.ours));
  look();
  await new Promise((wake) => setTimeout(wake, 100));
  expect(readFileSync(join(folder, names.ours))).toEqual(file);

  expect(await saysAtCounty(file)).toMatchObject({ ok: true, outcomes: { accepted: 1 } });
  // As the console names it, and a browser a second one of a day; what is of another PC is not touched.
  const stem = names.ours.slice(0, -'.parcel'.length);
  expect([`${stem}-county.parcel`, `${stem}-county-2026-03-02 (1).parcel`, names.ours, 'lianyi-00000000-county.parcel', `${stem}-county-2026-03-02.parcel.part`].map(names.isCountys)).toEqual([true, true, false, false, false]);
  writeFileSync(join(folder, `${stem}-county-2026-03-02.parcel`), (await answerFor(apart)).file);
  look();
  await expect.poll(() => waits(apart)).toBe(0);
  // What came with it, and when: over restarts too, and read again it says nothing else.
  const read = { name: `${stem}-county-2026-03-02.parcel`, at: now.toISOString(), receipts: 1, documents: expect.any(Number) as number, isRepeat: false, isRewound: false };
  const standing = { folder, trouble: null, writtenAt: now.toISOString(), lastRead: read, refused: [] };
  await expect.poll(() => parcels.stick()).toEqual(standing);
  expect(parcels.setFolder(folder)).toBe(null);
  await parcels.read((await answerFor(apart)).file);
  expect(parcels.stick()).toEqual(standing);
  parcels.stop();
}, 60_000);

test('LINE-23 a stick that is full, or is pulled, and a county\u2019s file that is not taken are shown, and when the stick was last written', async () => {
  let now = new Date();
  const waitingTimers: (() => void)[] = [];
  let elapsedMs = 0;
  const start = () => startParcels({ replica: apart.replica, timers: { after: (_ms, call) => { waitingTimers.push(call); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => now, takeSnapshots: apart.replication.fromStick, log: () => undefined });
  const look = (): void => {
    elapsedMs += 600_000;
    waitingTimers.pop()?.();
  };
  const stick = mkdtempSync(join(folder, 'stick-'));
  const { ours } = parcelNames(apart.replica.identity.deviceId);
  const parcels = start();
  expect(parcels.setFolder(stick)).toBe(null);
  expect(parcels.stick()).toEqual({ folder: stick, trouble: null, writtenAt: null, lastRead: null, refused: [] });
  apart.save([{ op: 'create', document: patientOf('龙满') }]);
  now = new Date(Date.now() + 25 * 3_600_000);
  symlinkSync('/dev/full', join(stick, `${ours}.new`));
  look();
  await expect.poll(() => parcels.stick()).toMatchObject({ trouble: 'full', writtenAt: null });
  expect(existsSync(join(stick, ours))).toBe(false);
  await new Promise((wake) => setImmediate(wake));
  look();
  await expect.poll(() => parcels.stick()).toMatchObject({ trouble: null, writtenAt: now.toISOString() });

  const countys = join(stick, `${ours.slice(0, -'.parcel'.length)}-county-2026-03-02.parcel`);
  writeFileSync(countys, readFileSync(join(stick, ours)));
  look();
  await expect.poll(() => parcels.stick()?.refused.map(({ reason }) => reason)).toEqual(['ownParcel']);
  truncateSync(countys, maxParcelFileBytes + 1);
  look();
  expect(parcels.stick()?.refused.map(({ reason }) => reason)).toEqual(['tooLarge']);
  rmSync(countys);
  look();
  expect(parcels.stick()?.refused).toEqual([]);

  // One that cannot be got at is told, and keeps nothing here from being written.
  apart.save([{ op: 'create', document: patientOf('龙空') }]);
  symlinkSync(join(stick, 'nothing'), countys);
  now = new Date(now.getTime() + 60_000);
  look();
  await expect.poll(() => parcels.stick()).toEqual({ folder: stick, trouble: null, writtenAt: now.toISOString(), lastRead: null, refused: [{ name: basename(countys), reason: 'cannotOpen' }] });
  unlinkSync(countys);
  mkdirSync(countys);
  look();
  await expect.poll(() => parcels.stick()).toMatchObject({ trouble: null, refused: [{ name: basename(countys), reason: 'cannotOpen' }] });
  rmdirSync(countys);
  look();
  expect(parcels.stick()?.refused).toEqual([]);

  const writtenAt = now.toISOString();
  rmSync(stick, { recursive: true });
  look();
  expect(parcels.stick()).toEqual({ folder: stick, trouble: 'missing', writtenAt, lastRead: null, refused: [] });
  parcels.stop();
  // Over a restart it is still known.
  const again = start();
  expect(again.stick()).toMatchObject({ folder: stick, writtenAt });
  again.stop();
}, 60_000);

test('LINE-23 what the county puts into the folder is read within a minute, and at once when somebody asks; a damaged file is no matter once a newer one was read', async () => {
  const timers: { readonly ms: number; readonly call: () => void }[] = [];
  let elapsedMs = 0;
  const next = (): number => {
    const timer = timers.pop();
    elapsedMs += timer?.ms ?? 0;
    timer?.call();
    return timer?.ms ?? 0;
  };
  const reads: string[] = [];
  const parcels = startParcels({
    replica: apart.replica, timers: { after: (ms, call) => { timers.push({ ms, call }); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => new Date(), takeSnapshots: apart.replication.fromStick,
    log: (event, facts) => { if (event === 'parcelRead') reads.push(String(facts['reason'] ?? 'taken')); },
  });
  const stick = mkdtempSync(join(folder, 'minute-'));
  expect(parcels.setFolder(stick)).toBe(null);
  const stem = parcelNames(apart.replica.identity.deviceId).ours.slice(0, -'.parcel'.length);
  const put = (day: number, file: Uint8Array): void => {
    const path = join(stick, `${stem}-county-2026-03-0${day}.parcel`);
    writeFileSync(path, file);
    utimesSync(path, new Date(2026, 2, day), new Date(2026, 2, day));
  };
  apart.save([{ op: 'create', document: patientOf('龙分') }]);
  expect(await saysAtCounty((await parcelsOf(apart).make()).file)).toMatchObject({ ok: true });
  const { file } = await answerFor(apart);
  put(1, file.subarray(0, file.length - 9));
  expect(next()).toBe(60_000);
  await expect.poll(() => parcels.stick()?.refused.map(({ reason }) => reason)).toEqual(['damaged']);
  // Nothing has changed: it is not read again.
  next();
  put(2, file);
  parcels.lookNow();
  await expect.poll(() => waits(apart)).toBe(0);
  await expect.poll(() => parcels.stick()?.refused).toEqual([]);
  expect(reads).toEqual(['damaged', 'taken']);
  // A newer one that is damaged is told all the same.
  put(3, file.subarray(0, file.length - 9));
  next();
  await expect.poll(() => parcels.stick()?.refused.map(({ reason }) => reason)).toEqual(['damaged']);
  parcels.stop();
}, 60_000);
