import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import { catalogueScope, organisationScope } from '@lianyi/schema/documents/kinds';
import type { ExchangeRequest, ExchangeResponse, LogPage, Problem } from '@lianyi/schema/wire/exchange';
import { nonceHeader } from '@lianyi/schema/wire/exchange';
import { purgeToSign } from '@lianyi/schema/wire/purge';
import { aPatient, testOrgId } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { kindsAt, renaming } from '@lianyi/tests/builders/laterKinds';
import { newDeviceKey, signerOf } from '../replica/deviceKey.ts';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { Farewell } from '../replica/purge.ts';
import type { Replication } from './replication.ts';
import { startReplication } from './startReplication.ts';
import type { Post } from './transport.ts';

let clinic: TestReplica;
let replication: Replication | null = null;
beforeEach(() => {
  clinic = aReplica();
});
afterEach(async () => {
  await replication?.stop();
  clinic.close();
});

interface Heard {
  readonly request: ExchangeRequest;
  readonly nonce: string | undefined;
}

/** Time that has passed without anybody waiting for it. */
const later = { ms: 0 };

type Answer = (request: ExchangeRequest) => Partial<ExchangeResponse> | Problem | null;

/** The exchange with a county that the test plays: each answer in turn, then silence. Null is a line that breaks. */
function exchanging(answers: readonly Answer[], replica: ReplicaForExchange = clinic.replica, onPurge: (farewell: Farewell) => void = () => undefined): { readonly heard: readonly Heard[]; readonly until: (count: number) => Promise<void> } {
  const heard: Heard[] = [];
  let fetched = 0;
  const post = async ({ body, signal, headers }: Post): Promise<{ status: number; body: Uint8Array }> => {
    const request = JSON.parse(Buffer.from(body).toString()) as ExchangeRequest;
    // Before much is sent without a nonce, one is fetched.
    if (body.length === 2) return { status: 401, body: Buffer.from(JSON.stringify({ type: 'urn:lianyi:problem:staleNonce', title: '', status: 401, code: 'staleNonce', nonce: `fetched-${(fetched += 1)}` })) };
    const answerOf = answers[heard.length];
    heard.push({ request, nonce: headers[nonceHeader] });
    if (answerOf === undefined) await new Promise((_resolve, reject) => { signal.addEventListener('abort', () => reject(new Error('aborted'))); });
    const answer = answerOf?.(request) ?? null;
    if (answer === null) throw new Error('the line broke');
    if ('status' in answer) return { status: answer.status, body: Buffer.from(JSON.stringify(answer)) };
    const whole: ExchangeResponse = {
      wireVersion: 1, epoch: clinic.county.epoch, countyTime: '2026-03-09T10:00:00+08:00', scopes: [...clinic.scopes], receipts: [],
      page: { entries: [], documents: [], cursors: clinic.county.cursors(), more: false }, nonce: `nonce-${heard.length}`, ...answer,
    };
    return { status: 200, body: Buffer.from(JSON.stringify(whole)) };
  };
  const quick = { after: (_ms: number, call: () => void) => { const timer = setTimeout(call, 1); return () => clearTimeout(timer); }, elapsedMs: () => performance.now() + later.ms };
  replication = startReplication({ replica, transport: { post, pack: async () => null, close: () => undefined }, statusPath: join(clinic.directory, 'status.json'), timers: quick, onPurge });
  const until = async (count: number): Promise<void> => {
    for (let at = 0; at < 3_000 && heard.length < count; at += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return { heard, until };
}

const more: Answer = () => ({ page: { entries: [{ scope: catalogueScope, number: clinic.county.nextNumber(catalogueScope), bundleId: null, puts: [], evicts: [] }], documents: [], cursors: clinic.county.cursors(), more: true } });
const broken: Answer = () => null;
const olderCounty: Answer = () => ({ type: 'urn:lianyi:problem:wireVersion', title: '', status: 400, code: 'wireVersion' });

test('SYNC-5 the nonce of an answer that could not be taken in is not used: the county would think that its receipts arrived', async () => {
  let isDiskFull = true;
  const replica: ReplicaForExchange = {
    ...clinic.replica,
    apply: (answer) => {
      if (!isDiskFull) return clinic.replica.apply(answer);
      isDiskFull = false;
      throw new Error('disk full');
    },
  };
  const { heard, until } = exchanging([more, more, more], replica);
  await until(3);
  expect(heard.slice(0, 3).map(({ nonce }) => nonce)).toEqual(['', '', 'nonce-2']);
});

test('LINE-12 at first, and after ten minutes without a line, a nonce is fetched before all that waits is sent', async () => {
  for (let at = 0; at < 5; at += 1) clinic.save([{ op: 'create', document: aPatient() }]);
  const { heard } = exchanging([
    broken,
    ({ submissions }) => ({ receipts: submissions.map((submission) => clinic.county.receipt(submission, 'accepted')) }),
    () => {
      later.ms += 3_600_000;
      clinic.save(Array.from({ length: 5 }, () => ({ op: 'create' as const, document: aPatient() })));
      return null;
    },
    broken, broken,
  ]);
  const sent = () => heard.filter(({ request }) => request.submissions?.length > 0);
  await vi.waitFor(() => expect(sent().length).toBeGreaterThan(3), { timeout: 30_000 });
  later.ms = 0;
  // The one that the break did not use up; another for what is sent an hour after the last answer. Comparisons have their own.
  expect([...new Set(sent().map(({ nonce, request }) => `${nonce}: ${request.submissions.length}`))]).toEqual(['fetched-1: 5', 'fetched-2: 1']);
});

test('what a bad line does not carry is asked for in smaller pages, and in larger ones when it does', async () => {
  const { heard, until } = exchanging([broken, broken, more, more]);
  await until(5);
  expect(heard.slice(0, 5).map(({ request }) => request.pageDocuments)).toEqual([60, 30, 20, 40, 80]);
});

test('while a work has the host run on little memory, a quarter travels at once, and afterwards the whole again', async () => {
  clinic.replica.useLittleMemory(true);
  const enough: Answer = (request) => {
    clinic.replica.useLittleMemory(false);
    return more(request);
  };
  const { heard, until } = exchanging([more, more, more, enough, more]);
  await until(5);
  expect(heard.slice(0, 5).map(({ request }) => request.pageDocuments)).toEqual([60, 120, 125, 125, 500]);
});

test('a first sync by the log is taken in with little memory, in pages as large as the line carries, until its end or a break', async () => {
  const little: boolean[] = [];
  const noting = (answer: Answer): Answer => (request) => {
    little.push(clinic.replica.hasLittleMemory());
    return answer(request);
  };
  // In the end a poll and a comparison, which takes little as well, and both break.
  const { heard, until } = exchanging([more, more, more, broken, more, () => ({}), broken, broken].map(noting));
  await until(6);
  expect(heard.slice(0, 4).map(({ request }) => request.pageDocuments)).toEqual([60, 120, 240, 480]);
  expect(little.slice(0, 6)).toEqual([false, true, true, true, false, true]);
  await expect.poll(() => clinic.replica.hasLittleMemory()).toBe(false);
});

test('a first sync by the log that breaks off has the indexes of patients built; a disk that does not take them stops no exchange', async () => {
  let asked = 0;
  const replica: ReplicaForExchange = { ...clinic.replica, buildIndexes: () => { asked += 1; throw new Error('no room'); } };
  const { until } = exchanging([more, broken, more, () => ({})], replica);
  await until(4);
  await expect.poll(() => clinic.replica.isFirstSyncDone()).toBe(true);
  expect(asked).toBe(1);
});

test('a large backlog is sent with little memory once the line answers, until it is sent', async () => {
  for (let at = 0; at < 52; at += 1) clinic.save([{ op: 'create', document: aPatient() }]);
  const little: boolean[] = [];
  const receiptsOf = ({ submissions }: ExchangeRequest, count: number) => submissions.slice(0, count).map((submission) => clinic.county.receipt(submission, 'accepted'));
  const one: Answer = (request) => ({ receipts: receiptsOf(request, 1) });
  const all: Answer = (request) => {
    little.push(clinic.replica.hasLittleMemory());
    return { receipts: receiptsOf(request, 100) };
  };
  // Then a poll and a comparison, which takes little as well, and both break.
  const { until } = exchanging([one, all, broken, broken]);
  await until(4);
  expect(little).toEqual([true]);
  await expect.poll(() => clinic.replica.hasLittleMemory()).toBe(false);
});

test('a retired PC delivers what is saved later, too, says that it is retired, and pulls again once it is not', async () => {
  const retired: Answer = ({ submissions }) => ({ scopes: [], receipts: submissions.map((submission) => clinic.county.receipt(submission, 'accepted')) });
  const { heard, until } = exchanging([() => ({}), () => null, retired, retired, () => ({}), () => ({})]);
  const quiet = async (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 100); });
  clinic.save([{ op: 'create', document: aPatient() }]);
  await until(3);
  await quiet();
  expect(heard).toHaveLength(3);
  expect(replication?.line()).toMatchObject({ waiting: { count: 0 }, problem: { code: 'retired' } });

  clinic.save([{ op: 'create', document: aPatient() }]);
  await until(4);
  await quiet();
  expect(heard[3]?.request).toMatchObject({ pageDocuments: 0, submissions: [{}] });
  expect(replication?.line()).toMatchObject({ waiting: { count: 0 }, problem: { code: 'retired' } });

  await replication?.exchangeNow();
  await until(6);
  expect(heard[5]?.request.pageDocuments).toBeGreaterThan(0);
  expect(replication?.line().problem).toBeNull();
});

test('DEV-8 a PC that was reported stolen says so once its save was set aside, stays quiet, and goes on when it was found', async () => {
  const aside: Answer = ({ submissions }) => ({ scopes: [], receipts: submissions.map((submission) => clinic.county.receipt(submission, 'quarantined', {}, 'notPermitted')) });
  const refused: Answer = () => ({ type: 'urn:lianyi:problem:retired', title: '', status: 403, code: 'retired', stolen: true });
  const { heard, until } = exchanging([() => ({}), () => null, aside, refused, () => ({}), () => ({})]);
  clinic.save([{ op: 'create', document: aPatient() }]);
  await until(4);
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  expect(heard).toHaveLength(4);
  expect(replication?.line()).toMatchObject({ waiting: { count: 0 }, problem: { code: 'stolen' } });
  await replication?.exchangeNow();
  await until(6);
  expect(replication?.line().problem).toBeNull();
});

test('DEV-6 a county of before, which cannot read how the PC fares, is asked again without it', async () => {
  const unreadable: Answer = () => ({ type: 'urn:lianyi:problem:badRequest', title: '', status: 400, code: 'badRequest' });
  const { heard, until } = exchanging([unreadable, () => ({})]);
  await until(2);
  expect(heard.slice(0, 2).map(({ request }) => request.condition !== undefined)).toEqual([true, false]);
});

test('SYNC-66 what is fetched again after an upgrade is asked for page by page, one after the other', async () => {
  const home = organisationScope(testOrgId);
  const patients = Array.from({ length: 3 }, () => aPatient());
  const pageOf = (at: number, isWhole: boolean): LogPage => {
    const patient = patients[at] ?? aPatient();
    const newer = { ...renaming.up(patient), email: 'a@b' };
    const document = { id: patient.id, kind: 'patient', version: 2, revision: 1, hash: contentHash(newer) };
    return {
      entries: [{ scope: home, number: at + 1, bundleId: null, puts: [{ id: patient.id, revision: 1 }], evicts: [] }],
      documents: [isWhole ? { ...document, body: newer } : { ...document, body: patient, lowered: { version: 1, hash: contentHash(patient) } }],
      cursors: { [home]: at + 1 }, more: false,
    };
  };
  for (const at of patients.keys()) clinic.replica.apply({ epoch: clinic.county.epoch, scopes: [...clinic.scopes], receipts: [], page: pageOf(at, false) });
  clinic = clinic.reopen(kindsAt(2));
  const { heard, until } = exchanging(patients.map((_patient, at): Answer => () => ({ page: pageOf(at, true) })), clinic.replica);
  await until(4);
  // A comparison names no cursors.
  const exchanges = heard.filter(({ request }) => 'cursors' in request);
  expect(exchanges.map(({ request }) => [request.cursors[home], request.kinds])).toEqual([0, 1, 2, 3].map((number) => [number, { organisation: 2, person: 2, patient: 2 }]));
  expect(patients.map(({ id }) => clinic.replica.document('patient', id))).toMatchObject(patients.map(() => ({ email: 'a@b' })));
});

test('SYNC-64 a county that is older is told to the line, the outbox stays, and the exchange goes on when it has been upgraded', async () => {
  clinic = clinic.reopen(kindsAt(2));
  clinic.save([{ op: 'create', document: renaming.up(aPatient()) as unknown as AnyDocument }]);
  const received: Answer = ({ submissions }) => ({ receipts: submissions.map((submission) => clinic.county.receipt(submission, 'accepted')) });
  const { heard, until } = exchanging([olderCounty, olderCounty, received], clinic.replica);
  await until(4);
  expect(heard.slice(0, 3).map(({ request }) => [request.submissions.length, request.kinds])).toEqual(Array.from({ length: 3 }, () => [1, { organisation: 2, person: 2, patient: 2 }]));
  expect(replication?.line()).toMatchObject({ waiting: { count: 0 }, parked: 0, quarantined: 0, problem: null });
});

test('SYNC-36 an order that is forged or comes again goes by; the good one is told once, and nothing is asked after it', async () => {
  const obeyed: Farewell[] = [];
  const order = (nonce: string, key = clinic.county.key): Partial<ExchangeResponse> => {
    const unsigned = { deviceId: clinic.identity.deviceId, epoch: clinic.county.epoch, nonce, at: '2026-03-09T10:00:00Z' };
    return { purge: { ...unsigned, signature: signerOf(key)(purgeToSign(unsigned)) }, page: { entries: [], documents: [], cursors: {}, more: true } };
  };
  clinic.save([{ op: 'create', document: aPatient() }]);
  const held: Answer = ({ submissions }) => ({ ...order('nonce-9'), receipts: submissions.map((submission) => clinic.county.receipt(submission, 'accepted')) });
  const { heard, until } = exchanging([held, () => order('nonce-2', newDeviceKey()), () => order('nonce-1'), () => order('nonce-3'), more], clinic.replica, (farewell) => obeyed.push(farewell));
  await until(4);
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  expect(heard.map(({ nonce }) => nonce)).toEqual(['fetched-1', 'nonce-1', 'nonce-2', 'nonce-3']);
  expect(obeyed).toMatchObject([{ order: { nonce: 'nonce-3' }, bundlesHeld: 1 }]);
  expect(replication?.line()).toMatchObject({ problem: { code: 'purged' } });
});
