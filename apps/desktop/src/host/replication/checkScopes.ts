import { localClockTime } from '@lianyi/schema/basics/dates';
import { wireVersion } from '@lianyi/schema/wire/exchange';
import type { WitnessAsk, WitnessRequest } from '@lianyi/schema/wire/witness';
import type { BucketSums, ChecksumsRequest, RepairRequest, RepairResponse, ScopeStanding } from '@lianyi/schema/wire/repair';
import { bucketsDigest, checksumsPath, checksumsResponse, maxRepairHave, repairPath, repairResponse } from '@lianyi/schema/wire/repair';
import type { z } from 'zod';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { CheckReport } from '../replica/repair/checkReport.ts';
import type { Member } from '../replica/repair/members.ts';
import type { LineProblem } from './problem.ts';
import type { NonceHolder } from './signedPost.ts';
import { signedPost } from './signedPost.ts';
import type { Transport } from './transport.ts';

export interface CheckParts {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  /** Not the exchange's: that a request bears the nonce of an exchange's answer says something of its own. */
  readonly nonces: NonceHolder;
  /** Lets others have their turn between two slices. */
  readonly pause: () => Promise<void>;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

export type Checked = { readonly ok: true; readonly report: CheckReport } | { readonly ok: false; readonly problem: LineProblem };

interface AddedUp {
  readonly number: number;
  readonly sums: BucketSums;
}

/** The most rounds for one set of buckets; each takes away at least one difference, or ends. */
const maxRounds = 1_000;

/**
 * Compares this PC's copy with the county's scope by scope, at equal cursors, and mends what differs. Reads in slices,
 * so that a person at work does not feel it; what changes meanwhile is left for the next time.
 */
export async function checkScopes(parts: CheckParts): Promise<Checked> {
  const { replica } = parts;
  const epoch = replica.epoch();
  if (epoch === null) return failed('countyBusy', 'there has been no exchange yet');
  const own = await addUpAll(parts);
  const request: ChecksumsRequest = {
    wireVersion, deviceId: replica.identity.deviceId, epoch,
    scopes: Object.fromEntries([...own].map(([scope, { number, sums }]) => [scope, { number, digest: bucketsDigest(sums.texts()) }])),
  };
  const compared = await ask(parts, checksumsPath, request, checksumsResponse);
  if (!compared.ok) return compared;

  const total = { taken: 0, gone: 0, sentAgain: 0, unknown: 0, left: 0, behind: 0 };
  for (const [scope, { number, sums }] of own) {
    const standing: ScopeStanding = compared.answer.scopes[scope] ?? { state: 'behind' };
    if (standing.state === 'behind') total.behind += 1;
    if (standing.state !== 'differs') continue;
    const mine = sums.texts();
    const differing = standing.buckets.flatMap((text, bucket) => (text === mine[bucket] ? [] : [bucket]));
    const mended = await mendScope(parts, epoch, scope, number, differing);
    if (!mended.ok) return mended;
    for (const name of ['taken', 'gone', 'sentAgain', 'unknown', 'left'] as const) total[name] += mended.found[name];
  }
  const documents = [...own.values()].reduce((sum, { sums }) => sum + sums.documents(), 0);
  const report: CheckReport = { at: localClockTime(parts.now()), documents, scopes: own.size, ...total };
  replica.rememberCheck(report);
  return { ok: true, report };
}

/** The scopes that have been pulled; one whose cursor moved while it was added up is left out. */
async function addUpAll({ replica, pause }: CheckParts): Promise<ReadonlyMap<string, AddedUp>> {
  const own = new Map<string, AddedUp>();
  for (const scope of replica.scopes()) {
    const number = replica.cursors()[scope] ?? 0;
    const adding = replica.addUpScope(scope);
    let step = adding.next();
    while (step.done !== true) {
      await pause();
      step = adding.next();
    }
    if ((replica.cursors()[scope] ?? 0) === number) own.set(scope, { number, sums: step.value });
  }
  return own;
}

interface Found {
  readonly taken: number;
  readonly gone: number;
  readonly sentAgain: number;
  readonly unknown: number;
  readonly left: number;
}

async function mendScope(parts: CheckParts, epoch: string, scope: string, number: number, differing: readonly number[]): Promise<{ readonly ok: true; readonly found: Found } | { readonly ok: false; readonly problem: LineProblem }> {
  const total = { taken: 0, gone: 0, sentAgain: 0, unknown: 0, left: 0 };
  const pending = [...differing];
  while (pending.length > 0) {
    const { buckets, have } = await nextBuckets(parts, scope, pending);
    pending.splice(0, buckets.length);
    const mended = await mendBuckets(parts, { wireVersion, deviceId: parts.replica.identity.deviceId, epoch, scope, number, buckets: [...buckets], have: [...have] });
    if (!mended.ok) return mended;
    for (const name of ['taken', 'gone', 'sentAgain', 'unknown', 'left'] as const) total[name] += mended.found[name];
  }
  return { ok: true, found: total };
}

/** As many of the pending buckets as one request may name the documents of; at least one. */
async function nextBuckets({ replica, pause }: CheckParts, scope: string, pending: readonly number[]): Promise<{ readonly buckets: readonly number[]; readonly have: readonly Member[] }> {
  for (let count = pending.length; ; count = Math.ceil(count / 2)) {
    const buckets = pending.slice(0, count);
    const have: Member[] = [];
    for (const slice of replica.membersOf(scope, new Set(buckets))) {
      have.push(...slice);
      if (have.length > maxRepairHave) break;
      await pause();
    }
    if (have.length <= maxRepairHave || count === 1) return { buckets, have: have.slice(0, maxRepairHave) };
  }
}

async function mendBuckets(parts: CheckParts, first: RepairRequest): Promise<{ readonly ok: true; readonly found: Found } | { readonly ok: false; readonly problem: LineProblem }> {
  const total = { taken: 0, gone: 0, sentAgain: 0, unknown: 0, left: 0 };
  const held = new Map(first.have.map((member) => [member.id, member]));
  for (let round = 0; round < maxRounds; round += 1) {
    const asked = await ask(parts, repairPath, { ...first, have: [...held.values()] }, repairResponse);
    if (!asked.ok) return asked;
    const { answer } = asked;
    const repaired = parts.replica.applyRepair(first.scope, first.number, answer);
    if (repaired === null) return { ok: true, found: { ...total, left: total.left + 1 } };
    total.taken += repaired.taken;
    total.gone += repaired.gone;
    total.sentAgain += repaired.again.bundles;
    total.unknown = answer.unknown.length - repaired.again.documents;
    if (!answer.more) return { ok: true, found: { ...total, left: total.left + repaired.damaged } };
    if (repaired.taken === 0) return { ok: true, found: { ...total, left: total.left + Math.max(1, repaired.damaged) } };
    note(held, answer);
    await parts.pause();
  }
  return { ok: true, found: { ...total, left: total.left + 1 } };
}

/** What the answer has changed here, so that the next request says so. */
function note(held: Map<string, RepairRequest['have'][number]>, answer: RepairResponse): void {
  for (const { id, revision, hash } of answer.documents) held.set(id, { id, revision, hash });
  for (const id of answer.gone) held.delete(id);
}

type Asked<Answer> = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly problem: LineProblem };

const silenceMs = 60_000;

/** One signed question outside the exchange. */
export async function ask<Answer extends { readonly epoch: string }>(parts: CheckParts, path: string, json: ChecksumsRequest | RepairRequest | WitnessAsk | WitnessRequest, schema: z.ZodType<Answer>): Promise<Asked<Answer>> {
  const { replica, transport, nonces, signal } = parts;
  const posted = await signedPost({ replica, transport, nonces, path, json, silenceMs, signal });
  if (!posted.ok) return posted;
  const answer = schema.safeParse(posted.json);
  if (!answer.success) return failed('countyBusy', `unreadable answer at ${answer.error.issues[0]?.path.join('.') ?? ''}`);
  return answer.data.epoch === json.epoch ? { ok: true, answer: answer.data } : failed('epochMismatch', 'the county answers from another history');
}

const failed = (code: LineProblem['code'], detail: string): { readonly ok: false; readonly problem: LineProblem } => ({ ok: false, problem: { code, detail } });
