/** What a first sync asks of the line, and what it says of itself meanwhile. */
import { completenessOf } from '@lianyi/desktop/host/chart/completeness';
import { patientChart } from '@lianyi/desktop/host/features/patients/chart/patientChart';
import type { PatientChart } from '@lianyi/desktop/host/features/patients/views';
import type { LineView } from '@lianyi/desktop/host/replication/lineView';
import type { Timers } from '@lianyi/desktop/host/replication/timers';
import { realTimers } from '@lianyi/desktop/host/replication/timers';
import type { Get, Transport } from '@lianyi/desktop/host/replication/transport';
import { httpTransport } from '@lianyi/desktop/host/replication/transport';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { ExchangeResponse } from '@lianyi/schema/wire/exchange';
import { exchangePath } from '@lianyi/schema/wire/exchange';
import type { Manifest, SnapshotsResponse } from '@lianyi/schema/wire/snapshot';
import { chunkPathOf, snapshotsPath } from '@lianyi/schema/wire/snapshot';
import { buildSnapshot } from '@lianyi/sync-server/sync/snapshots/buildSnapshot';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { EnrolledReplica, OpenReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { anEnrolledReplica, discard, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';
import { afterAll, beforeAll, expect, test } from 'vitest';

let county: TestCountyServer;
let manifest: Manifest;
const actor = { personId: people.villageDoctor, orgId: places.village };
const scope = organisationScope(places.village);
const villagers = Array.from({ length: 2_500 }, (_, at) => aPatient({ homeId: places.village, name: `龙居${at}`, address: { village: '青石坪村', group: '', detail: `水井边${at}号`.repeat(6) } }));
const visits = villagers.slice(0, 40).map((patient) => anEncounter({ patientId: patient.id, homeId: places.village, orgId: places.village }));
beforeAll(async () => {
  county = await aCounty();
  await county.write([...villagers, ...visits]);
  manifest = await buildSnapshot(county.county, scope);
  if (manifest.chunks.length < 3) throw new Error('too few chunks');
});
afterAll(async () => county.close());

const enrolled: EnrolledReplica[] = [];
afterAll(() => enrolled.forEach(discard));
const aNewOne = async (): Promise<EnrolledReplica> => {
  const one = await anEnrolledReplica(county, actor);
  enrolled.push(one);
  return one;
};
const untilDone = async ({ replication }: OpenReplica): Promise<readonly LineView['pulling'][]> => {
  const seen: LineView['pulling'][] = [];
  for (let view = replication.line(); view.pulling !== null;) {
    view = await replication.changed(view.version, 1_000);
    seen.push(view.pulling);
  }
  return seen;
};

/** Which bytes of which chunk were asked for. */
interface Wish {
  readonly path: string;
  readonly range: string | undefined;
}
interface RecordingLine extends Transport {
  readonly wishes: readonly Wish[];
  /** How often snapshots were asked for, and how many documents the log brought. */
  readonly told: { snapshots: number; byLog: number };
}
type GetChunk = (asked: Get) => ReturnType<NonNullable<Transport['get']>>;

function aRecordingLine(change: { readonly get?: (asked: Get, at: number, get: GetChunk) => ReturnType<GetChunk>; readonly snapshots?: (answer: SnapshotsResponse) => SnapshotsResponse } = {}): RecordingLine {
  const http = httpTransport(county.url);
  const get: GetChunk = async (asked) => http.get?.(asked) ?? Promise.reject(new Error('no pieces'));
  const wishes: Wish[] = [];
  const told = { snapshots: 0, byLog: 0 };
  return {
    ...http, wishes, told,
    get: async (asked) => {
      wishes.push({ path: asked.path, range: asked.headers['range'] });
      return change.get?.(asked, wishes.length - 1, get) ?? get(asked);
    },
    post: async (asked) => {
      const answer = await http.post(asked);
      if (asked.path === snapshotsPath && answer.status === 200) {
        told.snapshots += 1;
        const changed = change.snapshots?.(JSON.parse(Buffer.from(answer.body).toString('utf8')) as SnapshotsResponse);
        return changed === undefined ? answer : { ...answer, body: Buffer.from(JSON.stringify(changed)) };
      }
      if (asked.path === exchangePath && answer.status === 200) told.byLog += (JSON.parse(Buffer.from(answer.body).toString('utf8')) as ExchangeResponse).page.documents.length;
      return answer;
    },
  };
}

/** A line that is cut after so many bytes of an answer. */
const cutAfter = async (asked: Get, most: number, get: GetChunk): ReturnType<GetChunk> => {
  let came = 0;
  return get({
    ...asked,
    onBytes: (bytes, headers) => {
      const some = bytes.subarray(0, most - came);
      came += some.length;
      if (some.length > 0) asked.onBytes(some, headers);
      if (came >= most) throw new Error('the line is cut');
    },
  });
};
const firstChunk = (): Manifest['chunks'][number] => {
  const [chunk] = manifest.chunks;
  if (chunk === undefined) throw new Error('no chunks');
  return chunk;
};

test('SYNC-15 after a cut in the midst of a chunk the next request begins at the byte that lacks, of the same snapshot', async () => {
  const { sha256, bytes } = firstChunk();
  expect(bytes).toBeGreaterThan(20_000);
  const line = aRecordingLine({ get: async (asked, at, get) => (at === 0 ? cutAfter(asked, 12_345, get) : at === 1 ? cutAfter(asked, 5_000, get) : get(asked)) });
  const clinic = openEnrolled(await aNewOne(), { transport: line });
  await untilDone(clinic);
  await clinic.exchange();
  expect(line.wishes.slice(0, 3)).toEqual([0, 12_345, 17_345].map((from) => ({ path: chunkPathOf(sha256), range: `bytes=${from}-` })));
  // Nothing else was begun anew, and the log brought only what is in no snapshot.
  expect(line.wishes.slice(3)).toEqual(manifest.chunks.slice(1).map((chunk) => ({ path: chunkPathOf(chunk.sha256), range: 'bytes=0-' })));
  expect(line.told.byLog).toBeLessThan(100);
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await clinic.close();
}, 60_000);

test('SYNC-15 LINE-10 a PC that is started again after such a cut goes on from that byte, and asks for no other snapshot', async () => {
  const { sha256 } = firstChunk();
  const one = await aNewOne();
  const broken = aRecordingLine({ get: async (asked, at, get) => (at === 0 ? cutAfter(asked, 12_345, get) : Promise.reject(new Error('no line'))) });
  const before = openEnrolled(one, { transport: broken });
  await expect.poll(() => before.replica.partLength(sha256)).toBe(12_345);
  await before.close();
  const line = aRecordingLine();
  const after = openEnrolled(one, { transport: line });
  await untilDone(after);
  await after.exchange();
  // The first is answered with a nonce alone.
  expect(line.wishes[0]).toEqual(line.wishes[1]);
  expect(line.wishes.slice(1)).toEqual(manifest.chunks.map((chunk, at) => ({ path: chunkPathOf(chunk.sha256), range: `bytes=${at === 0 ? 12_345 : 0}-` })));
  // When all that was begun is here, it is asked once whether there is more.
  expect(line.told).toEqual({ snapshots: 1, byLog: expect.any(Number) as number });
  expect(line.told.byLog).toBeLessThan(100);
  expect(await differencesFrom(county, after.replica)).toEqual([]);
  await after.close();
}, 60_000);

test('SYNC-15 no more than one chunk is fetched beyond the one that is being taken in', async () => {
  const ahead: number[] = [];
  /** Chunks of which anything lies here. */
  const held: number[] = [];
  const opened: { clinic: OpenReplica | null } = { clinic: null };
  const line = aRecordingLine({ get: async (asked, _at, get) => {
    const wished = manifest.chunks.findIndex(({ sha256 }) => chunkPathOf(sha256) === asked.path);
    ahead.push(wished - (opened.clinic?.replica.snapshots()[0]?.nextChunk ?? 0));
    const answer = await get(asked);
    held.push(manifest.chunks.filter(({ sha256 }) => (opened.clinic?.replica.partLength(sha256) ?? 0) > 0).length);
    return answer;
  } });
  opened.clinic = openEnrolled(await aNewOne(), { transport: line });
  await untilDone(opened.clinic);
  expect(ahead).toHaveLength(manifest.chunks.length);
  expect(Math.max(...held)).toBeLessThanOrEqual(2);
  // The line does not stand idle, either.
  expect(new Set(ahead)).toEqual(new Set([0, 1]));
  await opened.clinic.close();
}, 60_000);

test('SYNC-15 what the first sync says of itself adds up to what the county promised, goes beyond it nowhere, and has a time once bytes have come', async () => {
  const [ofBytes, ofDocuments] = [manifest.chunks.reduce((sum, { bytes }) => sum + bytes, 0), manifest.chunks.reduce((sum, { documents }) => sum + documents, 0)];
  // A line on which it takes seconds.
  const line = aRecordingLine({ get: async (asked, _at, get) => {
    await new Promise((wake) => setTimeout(wake, 1_600));
    return get(asked);
  } });
  const clinic = openEnrolled(await aNewOne(), { transport: line });
  const said: NonNullable<LineView['pulling']>[] = [];
  clinic.replica.onCommit(() => {
    const { pulling } = clinic.replication.line();
    if (pulling?.ofBytes !== undefined) said.push(pulling);
  });
  for (const pulling of await untilDone(clinic)) if (pulling?.ofBytes !== undefined) said.push(pulling);
  expect(new Set(said.map((one) => `${one.ofBytes ?? ''} ${one.ofDocuments ?? ''}`))).toEqual(new Set([`${ofBytes} ${ofDocuments}`]));
  const [bytes, documents] = [said.map((one) => one.bytes ?? -1), said.map((one) => one.documents)];
  expect([Math.min(...bytes) < ofBytes, Math.max(...bytes)]).toEqual([true, ofBytes]);
  expect([Math.min(...documents) < ofDocuments, Math.max(...documents)]).toEqual([true, ofDocuments]);
  const timed = said.filter(({ secondsLeft }) => secondsLeft !== null);
  expect(timed.length).toBeGreaterThan(0);
  for (const one of timed) {
    expect(one.bytes).toBeGreaterThan(0);
    expect(one.secondsLeft).toBeLessThan(120);
  }
  // Half of it in some three seconds: the rest takes no hour, and once all bytes are here no time is said of what is taken in.
  expect(timed.every(({ bytes: came }) => (came ?? 0) < ofBytes)).toBe(true);
  expect(said.every(({ isLogInstead }) => isLogInstead === undefined)).toBe(true);
  await clinic.close();
}, 60_000);

test('SYNC-15 while the county is still making the snapshot of another scope, no total is said, it is asked again, and its patients come before the records of the first', async () => {
  const made = { isReady: false };
  const line = aRecordingLine({
    snapshots: (answer) => ({
      ...answer,
      scopes: Object.fromEntries(Object.entries(answer.scopes).map(([name, offer]) => [name, name === scope || made.isReady ? offer : { state: 'building' }])),
    }),
    get: async (asked, at, get) => {
      if (at === 1) made.isReady = true;
      return get(asked);
    },
  });
  const clinic = openEnrolled(await aNewOne(), { transport: line });
  const said: NonNullable<LineView['pulling']>[] = [];
  clinic.replica.onCommit(() => {
    const { pulling } = clinic.replication.line();
    if (pulling !== null) said.push(pulling);
  });
  await untilDone(clinic);
  // Once before, and once after the other scopes were ready: not beside every chunk.
  expect(line.told.snapshots).toBeGreaterThan(1);
  expect(line.told.snapshots).toBeLessThan(6);
  expect(said.some(({ documents, ofDocuments }) => documents > 0 && ofDocuments === undefined)).toBe(true);
  const totals = said.flatMap(({ ofBytes }) => ofBytes ?? []);
  expect(totals.every((total) => total === totals.at(-1))).toBe(true);
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await clinic.close();
}, 60_000);

test.each<readonly [string, (whole: Manifest) => Manifest]>([
  ['that the county did not sign', (whole) => ({ ...whole, number: whole.number + 1 })],
  ['of another scope', (whole) => ({ ...whole, scope: organisationScope(places.otherVillage) })],
])('SYNC-15 a manifest %s is not begun: the log is read instead, and whoever waits is told', async (_how, alter) => {
  const line = aRecordingLine({ snapshots: (answer) => ({
    ...answer, scopes: Object.fromEntries(Object.entries(answer.scopes).map(([name, offer]) => [name, offer?.state === 'ready' ? { ...offer, manifest: alter(offer.manifest) } : offer])),
  }) });
  const clinic = openEnrolled(await aNewOne(), { transport: line });
  const seen = await untilDone(clinic);
  expect(line.wishes).toEqual([]);
  expect(line.told.byLog).toBeGreaterThan(2_500);
  expect(seen.some((pulling) => pulling?.isLogInstead === true)).toBe(true);
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await clinic.close();
}, 60_000);

/** The chart of the first villager, who was seen once, as the page gets it. */
const chartAt = ({ replica, replication }: OpenReplica): PatientChart | null => patientChart(replica, villagers[0]?.id ?? '', { day: '2026-03-09', completeness: completenessOf(replication.line()) });

test('SYNC-15 in the midst of a first sync no chart is called complete, however lately the county answered, nor after a restart without a line', async () => {
  const one = await aNewOne();
  const held: { open: () => void } = { open: () => undefined };
  const gate = new Promise<void>((open) => { held.open = open; });
  const line = aRecordingLine({ get: async (asked, at, get) => {
    if (at < manifest.chunks.length - 1) return get(asked);
    await gate;
    throw new Error('no line');
  } });
  const clinic = openEnrolled(one, { transport: line });
  await expect.poll(() => chartAt(clinic) !== null && clinic.replication.line().lastExchangeAt !== null, { timeout: 20_000 }).toBe(true);
  const amidst = chartAt(clinic);
  expect(amidst?.encounters).toEqual([]);
  expect(amidst?.banner.completeness).toMatchObject({ state: 'coming', progress: { ofDocuments: manifest.chunks.reduce((sum, { documents }) => sum + documents, 0) } });
  held.open();
  await clinic.close();

  const apart = openEnrolled(one, { transport: { ...line, get: async () => Promise.reject(new Error('no line')), post: async () => Promise.reject(new Error('no line')) } });
  if (apart.replica.isFirstSyncDone()) throw new Error('through already');
  expect(apart.replication.line().lastExchangeAt).not.toBeNull();
  expect(chartAt(apart)?.banner.completeness.state).toBe('coming');
  await apart.close();

  const after = openEnrolled(one, { transport: aRecordingLine() });
  await untilDone(after);
  await after.exchange();
  expect(chartAt(after)).toMatchObject({ banner: { completeness: { state: 'asOf', at: after.replication.line().lastExchangeAt } }, encounters: [{ id: visits[0]?.id }] });
  await after.close();
}, 60_000);

test('SYNC-15 where the log is read in place of a snapshot, no chart is called complete before its end', async () => {
  const line = aRecordingLine({ snapshots: (answer) => ({
    ...answer, scopes: Object.fromEntries(Object.entries(answer.scopes).map(([name, offer]) => [name, offer?.state === 'ready' ? { ...offer, manifest: { ...offer.manifest, number: offer.manifest.number + 1 } } : offer])),
  }) });
  const clinic = openEnrolled(await aNewOne(), { transport: line });
  const seen: string[] = [];
  clinic.replica.onCommit(() => {
    const chart = chartAt(clinic);
    if (chart !== null && !clinic.replica.isFirstSyncDone()) seen.push(chart.banner.completeness.state);
  });
  await untilDone(clinic);
  expect(new Set(seen)).toEqual(new Set(['coming']));
  expect(chartAt(clinic)?.banner.completeness.state).toBe('asOf');
  await clinic.close();
}, 60_000);

test('SYNC-15 after weeks without a line no chart is called complete before the log is read to its end, nor after a restart in between', async () => {
  const one = await aNewOne();
  const first = openEnrolled(one);
  await untilDone(first);
  await first.exchange();
  await first.close();
  await county.write(Array.from({ length: 1_200 }, (_, at) => aPatient({ homeId: places.village, name: `龙后来${at}`, address: { village: '青石坪村', group: '', detail: `水井边${at}号`.repeat(6) } })));

  // The line goes after the first page of several.
  const http = httpTransport(county.url);
  const met = { isCut: false };
  const cut = openEnrolled(one, { transport: { ...http, post: async (asked) => {
    if (met.isCut) throw new Error('no line');
    const answer = await http.post(asked);
    if (asked.path === exchangePath && answer.status === 200) met.isCut = (JSON.parse(Buffer.from(answer.body).toString('utf8')) as ExchangeResponse).page.more;
    return answer;
  } } });
  await expect.poll(() => cut.replication.line().problem?.code ?? null, { timeout: 20_000 }).toBe('offline');
  expect(met.isCut).toBe(true);
  expect(chartAt(cut)?.banner.completeness).toEqual({ state: 'coming', progress: null });
  await cut.close();

  const apart = openEnrolled(one, { transport: { ...http, post: async () => Promise.reject(new Error('no line')) } });
  expect(chartAt(apart)?.banner.completeness.state).toBe('coming');
  await apart.close();

  const after = openEnrolled(one);
  await after.exchange();
  expect(chartAt(after)?.banner.completeness.state).toBe('asOf');
  expect(await differencesFrom(county, after.replica)).toEqual([]);
  await after.close();
}, 60_000);

/** Time that passes without anybody waiting for it; what is waited for is short. */
const aClock = (): { readonly later: { ms: number }; readonly timers: Timers } => {
  const later = { ms: 0 };
  return { later, timers: { after: (ms, call) => realTimers.after(Math.min(ms, 30), call), elapsedMs: () => realTimers.elapsedMs() + later.ms } };
};

test('SYNC-15 what has come of a chunk is counted before it is kept, told once a second at the most, and goes back over no cut', async () => {
  const { sha256, bytes: whole } = firstChunk();
  const { later, timers } = aClock();
  const opened: { clinic: OpenReplica | null } = { clinic: null };
  const seen: { readonly bytes: number; readonly kept: number; readonly version: number }[] = [];
  const inPieces = async (asked: Get, msEach: number, get: GetChunk): ReturnType<GetChunk> => get({
    ...asked,
    onBytes: (bytes, headers) => {
      for (let at = 0; at < bytes.length; at += 2_000) {
        later.ms += msEach;
        asked.onBytes(bytes.subarray(at, at + 2_000), headers);
        const { pulling, version } = opened.clinic?.replication.line() ?? {};
        seen.push({ bytes: pulling?.bytes ?? 0, kept: opened.clinic?.replica.partLength(sha256) ?? 0, version: version ?? 0 });
      }
    },
  });
  const line = aRecordingLine({ get: async (asked, at, get) => (at === 0 ? cutAfter(asked, 12_000, async (cut) => inPieces(cut, 1_100, get)) : asked.path === chunkPathOf(sha256) ? inPieces(asked, 0, get) : get(asked)) });
  opened.clinic = openEnrolled(await aNewOne(), { transport: line, timers });
  await untilDone(opened.clinic);
  // The last of them is where it is cut.
  const first = seen.slice(0, 5);
  expect(first.map(({ bytes, kept }) => [bytes, kept])).toEqual([2_000, 4_000, 6_000, 8_000, 10_000].map((bytes) => [bytes, 0]));
  const rest = seen.slice(5);
  expect(rest.length).toBeGreaterThan(4);
  // All in one moment: told once or twice, and for what is kept.
  expect((rest.at(-1)?.version ?? 0) - (rest[0]?.version ?? 0)).toBeLessThan(4 + Math.ceil(whole / 65_536));
  expect(seen.map(({ bytes }) => bytes)).toEqual(seen.map(({ bytes }) => bytes).toSorted((a, b) => a - b));
  await opened.clinic.close();
}, 60_000);

test('SYNC-15 a first sync that the line has left says so and since when, with no time left, once nothing has come for a while; it goes on by itself', async () => {
  const { later, timers } = aClock();
  const met = { isGone: false };
  const whole = aRecordingLine({ get: async (asked, at, get) => {
    if (at === 0) return get(asked);
    if (at === 1) met.isGone = true;
    if (met.isGone) throw new Error('no line');
    return get(asked);
  } });
  const line: Transport = { ...whole, post: async (asked) => (met.isGone ? Promise.reject(new Error('no line')) : whole.post(asked)) };
  const clinic = openEnrolled(await aNewOne(), { transport: line, timers });
  await expect.poll(() => clinic.replication.line().problem?.code, { timeout: 20_000 }).toBe('offline');
  const broke = clinic.replication.line().pulling;
  // One that breaks and goes on at once is not called gone.
  expect(broke).not.toHaveProperty('stoppedSince');
  expect(broke?.bytes).toBeGreaterThan(0);
  const brokeAt = Date.now();
  later.ms += 11_000;
  await expect.poll(() => clinic.replication.line().pulling?.stoppedSince, { timeout: 20_000 }).toBeDefined();
  const stopped = clinic.replication.line().pulling;
  expect(stopped).toMatchObject({ secondsLeft: null, ofBytes: broke?.ofBytes });
  expect(stopped?.bytes).toBeGreaterThanOrEqual(broke?.bytes ?? 0);
  expect(Date.parse(stopped?.stoppedSince ?? '')).toBeLessThanOrEqual(brokeAt);
  met.isGone = false;
  await untilDone(clinic);
  await clinic.exchange();
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await clinic.close();
}, 60_000);

test('SYNC-15 so does one that never had a line, and bytes that come take the words away while the exchange still fails', async () => {
  const { later, timers } = aClock();
  const one = await aNewOne();
  const apart = openEnrolled(one, { transport: { ...aRecordingLine(), post: async () => Promise.reject(new Error('no line')) }, timers });
  later.ms += 11_000;
  await expect.poll(() => apart.replication.line().pulling, { timeout: 20_000 }).toEqual({ documents: 0, stoppedSince: expect.any(String) as string });
  await apart.close();

  const held: { open: () => void } = { open: () => undefined };
  const gate = new Promise<void>((open) => { held.open = open; });
  const met = { isGone: false };
  const whole = aRecordingLine({ get: async (asked, at, get) => {
    if (at === 0) {
      met.isGone = true;
      throw new Error('no line');
    }
    if (at === 1) await gate;
    return get({ ...asked, onBytes: (bytes, headers) => {
      asked.onBytes(bytes, headers);
      moving.push(clinic.replication.line());
    } });
  } });
  const moving: LineView[] = [];
  const clinic = openEnrolled(one, { transport: { ...whole, post: async (asked) => (met.isGone ? Promise.reject(new Error('no line')) : whole.post(asked)) }, timers });
  await expect.poll(() => clinic.replication.line().problem?.code, { timeout: 20_000 }).toBe('offline');
  later.ms += 11_000;
  await expect.poll(() => clinic.replication.line().pulling?.stoppedSince, { timeout: 20_000 }).toBeDefined();
  held.open();
  await expect.poll(() => moving.length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(moving[0]).toMatchObject({ problem: { code: 'offline' } });
  expect(moving[0]?.pulling).not.toHaveProperty('stoppedSince');
  met.isGone = false;
  await untilDone(clinic);
  await clinic.close();
}, 60_000);
