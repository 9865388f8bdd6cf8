import type { Problem } from '@lianyi/schema/wire/exchange';
import { deviceHeader, nonceHeader, problem as problemSchema, requestToSign, signatureHeader } from '@lianyi/schema/wire/exchange';
import { diskFailureOf } from '../replica/database.ts';
import { digestHex } from '../replica/deviceKey.ts';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { LineProblem } from './problem.ts';
import { problemOf } from './problem.ts';
import type { Transport } from './transport.ts';

/** The county's last nonce, which the next request is signed over. */
export interface NonceHolder {
  nonce: string;
}

/** `raw`: the county's problem as it came. */
export type Posted = { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly problem: LineProblem; readonly raw?: Problem };

interface SignedPost {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  readonly nonces: NonceHolder;
  readonly path: string;
  readonly json: unknown;
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/** What one packet carries is sent twice without being felt. */
const packetBytes = 1_400;
const nothing = Buffer.from('{}');
/** What is small is sent again this often: beside exchanges each nonce may be overtaken by one of them before it is used. */
const mostRepeats = 4;
const smallBytes = 16_384;

/**
 * Posts JSON under this device's signature. A stale nonce costs one more trip, of what is large once; nothing else is tried
 * again here. Without any nonce that trip is certain: it is made with nothing on board.
 */
export async function signedPost(post: SignedPost): Promise<Posted> {
  const plain = Buffer.from(JSON.stringify(post.json), 'utf8');
  const packed = await post.transport.pack(plain);
  const body = packed?.bytes ?? plain;
  if (post.nonces.nonce === '' && body.length > packetBytes) {
    const asked = await send(post, nothing, undefined);
    if (!asked.ok && asked.raw === undefined) return asked;
  }
  const isStale = (posted: Posted): boolean => !posted.ok && posted.raw?.code === 'staleNonce' && posted.raw.nonce !== undefined;
  return signedAnew(post.nonces, body.length > smallBytes ? 1 : mostRepeats, async () => send(post, body, packed?.coding), isStale);
}

/** What was refused for its nonce is signed with the one that the refusal brought and sent again at once; not with the same once more. */
async function signedAnew<Outcome>(nonces: NonceHolder, most: number, sendOnce: () => Promise<Outcome>, isStale: (outcome: Outcome) => boolean): Promise<Outcome> {
  for (let repeats = 0; ; repeats += 1) {
    const signedWith = nonces.nonce;
    const outcome = await sendOnce();
    if (repeats >= most || !isStale(outcome) || nonces.nonce === signedWith) return outcome;
  }
}

interface SignedGet extends Omit<SignedPost, 'json'> {
  /** The first byte that is wanted. */
  readonly from: number;
  readonly onBytes: (bytes: Uint8Array) => void;
}

export type Got = { readonly ok: true } | { readonly ok: false; readonly problem: LineProblem; readonly status: number };

/** Gets bytes from `from` on under this device's signature; what had come before the line broke has been handed on. */
export async function signedGet(asked: SignedGet): Promise<Got> {
  return signedAnew(asked.nonces, mostRepeats, async () => fetchBytes(asked), (got: Got & { readonly isStale?: boolean }) => got.isStale === true);
}

async function fetchBytes({ replica, transport, nonces, path, from, silenceMs, signal, onBytes }: SignedGet): Promise<Got & { readonly isStale?: boolean }> {
  if (!transport.get) return { ...offline('this road carries no pieces'), status: 0 };
  try {
    const answer = await transport.get({
      path, silenceMs, signal, onBytes,
      headers: {
        range: `bytes=${from}-`,
        [deviceHeader]: replica.identity.deviceId,
        [nonceHeader]: nonces.nonce,
        [signatureHeader]: replica.sign(requestToSign('GET', path, digestHex(''), nonces.nonce)),
      },
    });
    if (answer.status === 200 || answer.status === 206) {
      const nonce = answer.headers[nonceHeader];
      if (typeof nonce === 'string') nonces.nonce = nonce;
      return { ok: true };
    }
    const problem = problemSchema.safeParse(jsonOf(answer.body));
    if (!problem.success) return { ...offline(`status ${answer.status}`), status: answer.status };
    if (problem.data.nonce !== undefined) nonces.nonce = problem.data.nonce;
    return { ok: false, problem: problemOf(problem.data), status: answer.status, isStale: problem.data.code === 'staleNonce' && problem.data.nonce !== undefined };
  } catch (error) {
    if (diskFailureOf(error) !== null) return { ok: false, problem: { code: 'diskFull', detail: 'the disk of this PC is full' }, status: 0 };
    return { ...offline(error instanceof Error ? error.message : 'no answer'), status: 0 };
  }
}

async function send(post: SignedPost, body: Uint8Array, coding: string | undefined): Promise<Posted> {
  const { replica, nonces } = post;
  try {
    const answer = await post.transport.post({
      path: post.path,
      headers: {
        ...(coding !== undefined && { 'content-encoding': coding }),
        [deviceHeader]: replica.identity.deviceId,
        [nonceHeader]: nonces.nonce,
        [signatureHeader]: replica.sign(requestToSign('POST', post.path, digestHex(body), nonces.nonce)),
      },
      body,
      silenceMs: post.silenceMs,
      signal: post.signal,
    });
    const json = jsonOf(answer.body);
    if (json === undefined) return offline('an answer that is no JSON');
    if (answer.status === 200) return { ok: true, json };
    const problem = problemSchema.safeParse(json);
    if (!problem.success) return offline(`status ${answer.status}`);
    if (problem.data.nonce !== undefined) nonces.nonce = problem.data.nonce;
    return { ok: false, problem: problemOf(problem.data), raw: problem.data };
  } catch (error) {
    return offline(error instanceof Error ? error.message : 'no answer');
  }
}

/** Undefined where something else than the county answered, such as a captive portal's page. What the error quotes is told to nobody. */
function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

const offline = (detail: string): { readonly ok: false; readonly problem: LineProblem } => ({ ok: false, problem: { code: 'offline', detail } });
