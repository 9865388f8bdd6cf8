import { lstatSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCounty } from '@lianyi/sync-server/cli/runCounty';
import { takeParcel } from '@lianyi/sync-server/sync/parcels/takeParcel';
import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { nowhere, parcelsOf, partsOf, patientOf, stickRoads, waits } from './stickRoads.ts';

const roads = await stickRoads();
const { county, otherCounty, onLine, apart, folder, doctorAt, saysAtCounty, answerFor } = roads;
afterAll(async () => { await roads.close(); });

test('LINE-20 a stick of another county, for another PC, of a stranger, damaged or no stick at all: told apart, and nothing is taken', async () => {
  const stranger = openEnrolled(await doctorAt(otherCounty), { countyUrl: nowhere });
  stranger.save([{ op: 'create', document: patientOf('龙外') }]);
  apart.save([{ op: 'create', document: patientOf('龙里') }]);
  const ours = await parcelsOf(apart).make();
  const theirs = await parcelsOf(stranger).make();
  const known = await county.county.db.selectFrom('bundle').select('id').execute();
  expect(await takeParcel(partsOf(county), theirs.file)).toEqual({ ok: false, reason: 'notForUs' });
  const altered = Uint8Array.from(ours.file);
  altered[altered.length - 40] = (altered[altered.length - 40] ?? 0) ^ 1;
  expect(await takeParcel(partsOf(county), altered)).toEqual({ ok: false, reason: 'damaged' });
  expect(await takeParcel(partsOf(county), ours.file.subarray(0, ours.file.length - 1))).toEqual({ ok: false, reason: 'damaged' });
  expect(await takeParcel(partsOf(county), Buffer.from('a photograph'))).toEqual({ ok: false, reason: 'noParcel' });
  for (const length of [0, 100]) expect(await takeParcel(partsOf(county), ours.file.subarray(0, length))).toEqual({ ok: false, reason: 'cutShort' });
  expect(await takeParcel({ ...partsOf(county), deviceById: async () => undefined }, ours.file)).toEqual({ ok: false, reason: 'unknownDevice' });
  expect(await county.county.db.selectFrom('bundle').select('id').execute()).toEqual(known);

  expect(await saysAtCounty(ours.file)).toMatchObject({ ok: true, outcomes: { accepted: 1 } });
  const answer = await answerFor(apart);
  expect(await parcelsOf(onLine).read(answer.file)).toEqual({ ok: false, reason: 'notForUs' });
  expect(await parcelsOf(stranger).read(answer.file)).toEqual({ ok: false, reason: 'notForUs' });
  // What goes the other way is told as that, cut or whole.
  expect(await parcelsOf(apart).read(ours.file)).toEqual({ ok: false, reason: 'ownParcel' });
  expect(await parcelsOf(apart).read(ours.file.subarray(0, ours.file.length - 9))).toEqual({ ok: false, reason: 'ownParcel' });
  expect(await parcelsOf(onLine).read(ours.file)).toEqual({ ok: false, reason: 'forCounty' });
  for (const length of [0, 100]) expect(await parcelsOf(apart).read(ours.file.subarray(0, length))).toEqual({ ok: false, reason: 'cutShort' });
  expect(await takeParcel(partsOf(county), answer.file)).toEqual({ ok: false, reason: 'countyParcel' });
  const cut = Uint8Array.from(answer.file);
  cut[cut.length - 3] = (cut[cut.length - 3] ?? 0) ^ 8;
  expect(await parcelsOf(apart).read(cut)).toEqual({ ok: false, reason: 'damaged' });
  expect(waits(apart)).toBe(1);
  expect(await parcelsOf(apart).read(answer.file)).toMatchObject({ ok: true, receipts: 1 });
  await stranger.close();
}, 120_000);

test('LINE-20 the county\u2019s command line says of a file of another county, and of one whose first bytes are damaged, what to do', async () => {
  const stranger = openEnrolled(await doctorAt(otherCounty), { countyUrl: nowhere });
  const path = join(folder, 'refused.parcel');
  const comesIn = async (file: Uint8Array) => {
    writeFileSync(path, file);
    return inThisProcess(runCounty, ['parcel', 'in', path], { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  };
  const { file } = await parcelsOf(stranger).make();
  expect(await comesIn(file)).toMatchObject({ code: 1, stderr: expect.stringMatching(/别的县.*请用本县诊所的.*another county.*Give one of a clinic of this county/) as string });
  const altered = Uint8Array.from(file);
  altered[3] = (altered[3] ?? 0) ^ 1;
  expect(await comesIn(altered)).toMatchObject({ code: 1, stderr: expect.stringMatching(/开头坏了.*再做一个.*beginning is damaged.*make another/) as string });
  rmSync(path);
  await stranger.close();
}, 60_000);

test('LINE-20 a file that is larger than any PC makes is refused at the county before it is read', async () => {
  const path = join(folder, 'a film.parcel');
  writeFileSync(path, '{"lianyi":"parcel');
  const comesIn = async () => inThisProcess(runCounty, ['parcel', 'in', path], { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  for (const [size, words] of [[maxParcelFileBytes, 'damaged'], [maxParcelFileBytes + 1, 'Too large'], [5_000_000_000, 'Too large'], [0, 'pulled out too early']] as const) {
    truncateSync(path, size);
    expect(await comesIn()).toMatchObject({ code: 1, stderr: expect.stringContaining(words) as string });
  }
  rmSync(path);
}, 60_000);

test('CLI-1 LINE-21 the county writes a parcel over a file only, and names the file that was asked for, whatever stands in its way', async () => {
  apart.save([{ op: 'create', document: patientOf('龙写') }]);
  expect(await saysAtCounty((await parcelsOf(apart).make()).file)).toMatchObject({ ok: true });
  const written = async (path: string) => inThisProcess(runCounty, ['parcel', 'out', path, '--device', apart.replica.identity.deviceId], { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  const device = join(folder, 'a device');
  symlinkSync('/dev/full', device);
  expect(await written(device)).toMatchObject({ code: 1, stderr: expect.stringMatching(/no regular file, and nothing was written.*a device/) as string });
  expect(lstatSync(device).isSymbolicLink()).toBe(true);
  expect(await written(folder)).toMatchObject({ code: 1, stderr: expect.stringContaining(`This is a folder: name a file: ${folder}`) as string });
  const path = join(folder, 'full.parcel');
  symlinkSync('/dev/full', `${path}.part`);
  const full = await written(path);
  expect(full).toMatchObject({ code: 1, stderr: expect.stringMatching(/disk is full.*full\.parcel\s*$/) as string });
  const missing = await written(join(folder, 'none', 'back.parcel'));
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringMatching(/No such file or folder.*back\.parcel\s*$/) as string });
  expect(await written(path)).toMatchObject({ code: 0 });
  expect(await parcelsOf(apart).read(readFileSync(path))).toMatchObject({ ok: true, receipts: 1 });
}, 60_000);
