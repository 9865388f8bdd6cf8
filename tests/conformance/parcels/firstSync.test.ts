import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { startParcels } from '@lianyi/desktop/host/replication/startParcels';
import { parcelNames } from '@lianyi/desktop/host/replication/stickFolder';
import { runCounty } from '@lianyi/sync-server/cli/runCounty';
import { sql } from '@lianyi/sync-server/store/database';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { answerParcel } from '@lianyi/sync-server/sync/parcels/answerParcel';
import type { ParcelParts } from '@lianyi/sync-server/sync/parcels/takeParcel';
import { buildSnapshot } from '@lianyi/sync-server/sync/snapshots/buildSnapshot';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { catalogueScope } from '@lianyi/schema/documents/kinds';
import type { ExchangeResponse } from '@lianyi/schema/wire/exchange';
import { wireVersion } from '@lianyi/schema/wire/exchange';
import type { CountyParcel, ParcelSnapshot } from '@lianyi/schema/wire/parcel';
import { sealParcel } from '@lianyi/schema/wire/sealedParcel';
import { inThisProcess } from '@lianyi/tests/builders/aCommandLine';
import { places } from '@lianyi/tests/builders/aCounty';
import type { OpenReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';
import { nowhere, parcelsOf, partsOf, patientOf, stickRoads, waits } from './stickRoads.ts';

const roads = await stickRoads();
const { county, onLine, folder, doctorAt, saysAtCounty, answerFor } = roads;
afterAll(async () => { await roads.close(); });

test('LINE-24 a first sync by stick brings snapshots, is taken in without a line, and the log goes on from them', async () => {
  await onLine.exchange();
  for (let at = 0; at < 520; at += 1) onLine.save([{ op: 'create', document: patientOf(`龙多${at}`) }]);
  await onLine.exchange();
  await expect.poll(() => waits(onLine)).toBe(0);
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  fresh.save([{ op: 'create', document: patientOf('龙新') }]);
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true, outcomes: { accepted: 1 } });
  const first = await answerFor(fresh);
  // What was written after the snapshot comes by the log, whichever stick is read first.
  onLine.save([{ op: 'create', document: patientOf('龙末') }]);
  await onLine.exchange();
  const second = await answerFor(fresh);
  const documents = await county.county.db.selectFrom('documentScope').select('documentId').where('scope', '=', `org:${places.village}`).execute();
  expect(documents.length).toBeGreaterThan(520);
  const pages: number[] = [];
  const apply = fresh.replica.apply.bind(fresh.replica);
  const counted: OpenReplica = { ...fresh, replica: { ...fresh.replica, apply: (response, road) => { pages.push(response.page.documents.length); return apply(response, road); } } };
  const read = await parcelsOf(counted).read(second.file);
  expect(read).toMatchObject({ ok: true, isRewound: false, receipts: 1 });
  expect(read.ok && read.documents).toBeGreaterThanOrEqual(documents.length);
  expect(pages.reduce((sum, page) => sum + page, 0)).toBeLessThan(20);
  expect(fresh.replica.isFirstSyncDone()).toBe(true);
  expect(waits(fresh)).toBe(0);
  expect(await differencesFrom(county, fresh.replica)).toEqual([]);
  for (const again of [first, second]) expect(await parcelsOf(fresh).read(again.file)).toMatchObject({ ok: true });
  expect(await differencesFrom(county, fresh.replica)).toEqual([]);
  // One that has had its first sync asks for none.
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true, said: { takesSnapshots: false } });
  await fresh.close();
}, 120_000);

test('LINE-24 a damaged snapshot on a stick is told as such, and the next round brings a whole one; one that is damaged at the county is made anew before', async () => {
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  const parts = partsOf(county);
  const taken = await saysAtCounty((await parcelsOf(fresh).make()).file);
  if (!taken.ok || taken.said === null) throw new Error('not taken');
  const { device, said } = taken;
  const fileWith = async (spoil: (snapshot: ParcelSnapshot) => ParcelSnapshot): Promise<Uint8Array> => {
    const answered = await answerParcel({ ...parts, snapshotsOf: async (scopes) => (await parts.snapshotsOf(scopes)).map(spoil) }, device, said);
    if (!answered.ok) throw new Error(answered.refusal);
    return answered.file;
  };
  // As a county gave it that did not look at its chunks.
  const turned = await fileWith(({ manifest, chunks: [first = '', ...rest] }) => ({ manifest, chunks: [Buffer.from(Buffer.from(first, 'base64').map((byte, at) => (at === 500 ? byte ^ 1 : byte))).toString('base64'), ...rest] }));
  for (let reads = 0; reads < 2; reads += 1) expect(await parcelsOf(fresh).read(turned)).toEqual({ ok: false, reason: 'snapshotUnusable' });
  const notWhole = await fileWith(({ manifest, chunks }) => ({ manifest, chunks: chunks.slice(0, -1) }));
  expect(await parcelsOf(fresh).read(notWhole)).toEqual({ ok: false, reason: 'snapshotUnusable' });
  const unsigned = await fileWith(({ manifest, chunks }) => ({ manifest: { ...manifest, builtAt: '' }, chunks }));
  expect(await parcelsOf(fresh).read(unsigned)).toEqual({ ok: false, reason: 'snapshotUnusable' });
  // One scope's is given up, and what came of another's stays.
  const [whole] = await parts.snapshotsOf([`org:${places.village}`]);
  if (whole === undefined) throw new Error('no snapshot');
  const [{ sha256 } = { sha256: '' }] = whole.manifest.chunks;
  expect(fresh.replica.beginSnapshot(whole.manifest.scope, whole.manifest)).toBe('begun');
  for (const chunk of [sha256, 'another']) fresh.replica.keepPart(chunk, 0, Buffer.from('x'));
  fresh.replica.giveUpSnapshot(whole.manifest.scope);
  expect([sha256, 'another'].map((chunk) => fresh.replica.partLength(chunk))).toEqual([0, 1]);
  expect(fresh.replica.isFirstSyncDone()).toBe(false);

  await sql`update snapshot_chunk set bytes = set_bit(bytes, 4000, 1 - get_bit(bytes, 4000))`.execute(county.county.db);
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true, said: { takesSnapshots: true } });
  const path = join(folder, 'back.parcel');
  const out = await inThisProcess(runCounty, ['parcel', 'out', path, '--device', fresh.replica.identity.deviceId], { DATABASE_URL: county.databaseUrl, LIANYI_KEY_DIR: county.keyDir });
  expect(out).toMatchObject({ code: 0, stderr: expect.stringMatching(/A snapshot for first syncs was damaged.*"damagedChunks":"\d+"/) as string });
  expect(await parcelsOf(fresh).read(readFileSync(path))).toMatchObject({ ok: true });
  expect(fresh.replica.isFirstSyncDone()).toBe(true);
  expect(await differencesFrom(county, fresh.replica)).toEqual([]);
  await fresh.close();
}, 120_000);

test('LINE-24 a stick that lacks a snapshot which the line had begun is read to its end, once: what it has is taken, and that scope comes by its log', async () => {
  const village = `org:${places.village}`;
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  fresh.save([{ op: 'create', document: patientOf('龙半') }]);
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true });
  const catalogues = await buildSnapshot(county.county, catalogueScope);
  expect(fresh.replica.beginSnapshot(catalogueScope, catalogues)).toBe('begun');
  fresh.replica.keepPart(catalogues.chunks[0]?.sha256 ?? '', 0, Buffer.from('half of it'));
  const parts = partsOf(county);
  const villageAlone: ParcelParts = { ...parts, snapshotsOf: async (scopes) => (await parts.snapshotsOf(scopes)).filter(({ manifest }) => manifest.scope === village) };
  const { file } = await answerFor(fresh, county, villageAlone);
  const timers: (() => void)[] = [];
  let elapsedMs = 0;
  const reads: string[] = [];
  const parcels = startParcels({
    replica: fresh.replica, timers: { after: (_ms, call) => { timers.push(call); return () => undefined; }, elapsedMs: () => elapsedMs }, now: () => new Date(), takeSnapshots: fresh.replication.fromStick,
    log: (event, facts) => { if (event === 'parcelRead') reads.push(String(facts['reason'] ?? 'taken')); },
  });
  const stick = mkdtempSync(join(folder, 'lacks-'));
  writeFileSync(join(stick, parcelNames(fresh.replica.identity.deviceId).ours.replace('.parcel', '-county-1.parcel')), file);
  expect(parcels.setFolder(stick)).toBe(null);
  await expect.poll(() => reads).toEqual(['taken']);
  expect(fresh.replica.isFirstSyncDone()).toBe(true);
  expect(waits(fresh)).toBe(0);
  expect(await differencesFrom(county, fresh.replica)).toEqual([]);
  expect(fresh.replica.get('SELECT (SELECT count(*) FROM snapshot_take) + (SELECT count(*) FROM snapshot_part) AS count')).toEqual({ count: 0 });
  elapsedMs += 600_000;
  timers.pop()?.();
  await new Promise((wake) => setTimeout(wake, 100));
  expect(reads).toEqual(['taken']);
  parcels.stop();
  await fresh.close();
}, 120_000);

test('LINE-24 a stick whose snapshot is older than the one that the line had begun is told as such, and not read again', async () => {
  const village = `org:${places.village}`;
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  expect(await saysAtCounty((await parcelsOf(fresh).make()).file)).toMatchObject({ ok: true });
  const { file } = await answerFor(fresh);
  onLine.save([{ op: 'create', document: patientOf('龙更') }]);
  await onLine.exchange();
  const newer = await buildSnapshot(county.county, village);
  expect(fresh.replica.beginSnapshot(village, newer)).toBe('begun');
  expect(await parcelsOf(fresh).read(file)).toEqual({ ok: false, reason: 'snapshotUnusable' });
  expect(fresh.replica.snapshots().map(({ manifest }) => manifest.number)).toEqual([newer.number]);
  await fresh.close();
}, 120_000);

test('LINE-24 that the county has more than a file carried is told, and not again of a file that brought nothing', async () => {
  const fresh = openEnrolled(await doctorAt(county), { countyUrl: nowhere });
  const device = await deviceById(county.county.db, fresh.replica.identity.deviceId);
  if (device === undefined) throw new Error('no device');
  const at = localClockTime(new Date());
  const response: ExchangeResponse = { wireVersion, epoch: county.county.epoch, countyTime: at, scopes: [...fresh.replica.scopes()], receipts: [], page: { entries: [], documents: [], cursors: { [catalogueScope]: 1 }, more: true }, nonce: '' };
  const parcel: CountyParcel = { parcel: 'county 1', to: fresh.replica.identity.deviceId, madeAt: at, history: null, answers: [{ after: {}, response }] };
  const file = sealParcel(brotliCompressSync(JSON.stringify(parcel)), { from: 'county', to: Buffer.from(device.publicKey, 'base64'), sign: (text) => county.county.key.sign(text), secret: randomBytes(32) });
  expect(await parcelsOf(fresh).read(file)).toMatchObject({ ok: true, isRepeat: false, isMore: true });
  expect(await parcelsOf(fresh).read(file)).toMatchObject({ ok: true, isRepeat: true, isMore: false });
  await fresh.close();
}, 60_000);

test('LINE-24 a PC that is closed while it reads the stick goes on with the same stick', async () => {
  const torn = await doctorAt(county);
  const before = openEnrolled(torn, { countyUrl: nowhere });
  expect(await saysAtCounty((await parcelsOf(before).make()).file)).toMatchObject({ ok: true });
  const answer = await answerFor(before);
  let slices = 0;
  const forget = before.replica.onCommit(() => { slices += 1; });
  const reading = parcelsOf(before).read(answer.file);
  await expect.poll(() => slices, { interval: 1 }).toBeGreaterThan(1);
  forget();
  await before.close();
  expect(await reading).toEqual({ ok: false, reason: 'interrupted' });
  const after = openEnrolled(torn, { countyUrl: nowhere });
  expect(await parcelsOf(after).read(answer.file)).toMatchObject({ ok: true });
  expect(await differencesFrom(county, after.replica)).toEqual([]);
  await after.close();
}, 120_000);
