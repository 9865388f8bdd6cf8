import { brotliDecompressSync } from 'node:zlib';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExchangeRequest, ExchangeResponse } from '@lianyi/schema/wire/exchange';
import { nonceHeader } from '@lianyi/schema/wire/exchange';
import { purgeToSign } from '@lianyi/schema/wire/purge';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
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

type Answer = (request: ExchangeRequest) => Partial<ExchangeResponse> | null;

/** The exchange with a county that the test plays: each answer in turn, then silence. Null is a line that breaks. */
function exchanging(answers: readonly Answer[], replica: ReplicaForExchange = clinic.replica, onPurge: (farewell: Farewell) => void = () => undefined): { readonly heard: readonly Heard[]; readonly until: (count: number) => Promise<void> } {
  const heard: Heard[] = [];
  const post = async ({ body, headers, signal }: Post): Promise<{ status: number; body: Uint8Array }> => {
    const bytes = headers['content-encoding'] === 'br' ? brotliDecompressSync(body) : Buffer.from(body);
    const request = JSON.parse(bytes.toString()) as ExchangeRequest;
    const answerOf = answers[heard.length];
    heard.push({ request, nonce: headers[nonceHeader] });
    if (answerOf === undefined) await new Promise((_resolve, reject) => { signal.addEventListener('abort', () => reject(new Error('aborted'))); });
    const answer = answerOf?.(request) ?? null;
    if (answer === null) throw new Error('the line broke');
    const whole: ExchangeResponse = {
      wireVersion: 1, epoch: clinic.county.epoch, countyTime: '2026-03-09T10:00:00+08:00', scopes: [...clinic.scopes], receipts: [],
      page: { entries: [], documents: [], cursors: clinic.county.cursors(), more: false }, nonce: `nonce-${heard.length}`, ...answer,
    };
    return { status: 200, body: Buffer.from(JSON.stringify(whole)) };
  };
  const quick = { after: (_ms: number, call: () => void) => { const timer = setTimeout(call, 1); return () => clearTimeout(timer); }, elapsedMs: () => performance.now() };
  replication = startReplication({ replica, transport: { post, close: () => undefined }, statusPath: join(clinic.directory, 'status.json'), timers: quick, onPurge });
  const until = async (count: number): Promise<void> => {
    for (let at = 0; at < 400 && heard.length < count; at += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return { heard, until };
}

const more: Answer = () => ({ page: { entries: [], documents: [], cursors: {}, more: true } });
const broken: Answer = () => null;

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

test('what a bad line does not carry is asked for in smaller pages, and in larger ones when it does', async () => {
  const { heard, until } = exchanging([broken, broken, more, more]);
  await until(5);
  expect(heard.slice(0, 5).map(({ request }) => request.pageDocuments)).toEqual([500, 250, 125, 250, 500]);
});

test('a retired PC delivers what is saved later, too, says that it is retired, and pulls again once it is not', async () => {
  const retired: Answer = ({ submissions }) => ({ scopes: [], receipts: submissions.map((submission) => clinic.county.receipt(submission, 'accepted')) });
  const { heard, until } = exchanging([() => ({}), () => null, retired, retired, () => ({})]);
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
  expect(heard.map(({ nonce }) => nonce)).toEqual(['', 'nonce-1', 'nonce-2', 'nonce-3']);
  expect(obeyed).toMatchObject([{ order: { nonce: 'nonce-3' }, bundlesHeld: 1 }]);
  expect(replication?.line()).toMatchObject({ problem: { code: 'purged' } });
});
