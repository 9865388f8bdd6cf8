import type { History } from '@lianyi/schema/wire/history';
import { history } from '@lianyi/schema/wire/history';
import { completed, createdBy } from '@lianyi/schema/wire/asSent';
import type { ExchangeRequest, ExchangeResponse, Submission } from '@lianyi/schema/wire/exchange';
import { exchangePath, exchangeResponse, wireVersion } from '@lianyi/schema/wire/exchange';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { ConditionTeller } from './ownCondition.ts';
import type { LineProblem } from './problem.ts';
import type { Load } from './push.ts';
import { nextSubmissions } from './push.ts';
import type { NonceHolder } from './signedPost.ts';
import { signedPost } from './signedPost.ts';
import type { Transport } from './transport.ts';

export interface ExchangeParts {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  readonly nonces: NonceHolder;
  /** What this PC says of itself; left out where it says nothing. */
  readonly condition?: ConditionTeller;
}

export interface Ask {
  readonly load: Load;
  /** How long the county may hold the answer back when it has nothing to say. */
  readonly waitMs: number;
  /** False for a retired device: it pulls nothing. */
  readonly pulls: boolean;
  /** Ask again for puts whose content came damaged. */
  readonly again: boolean;
  readonly signal: AbortSignal;
}

export type Exchanged =
  | { readonly ok: true; readonly response: ExchangeResponse; readonly sent: number }
  /** `history`: what a restored county says of itself. */
  | { readonly ok: false; readonly problem: LineProblem; readonly history?: History };

/** What the county's page shows beside this PC. */
const appVersion = '0.1.0';

/** The line may take a second each way and the county some more: silence longer than this is none. */
const patienceMs = 40_000;

/** One HTTP request, a whole round trip: the outbox's next bundles up, their receipts and the next page down. Applies nothing; the answer's nonce is the caller's to keep once it has. */
export async function exchange(parts: ExchangeParts, ask: Ask): Promise<Exchanged> {
  const { replica } = parts;
  const epoch = replica.epoch();
  const submissions = nextSubmissions(replica, ask.load);
  const facts = replica.lineFacts().waiting;
  const waiting = facts.count - submissions.length;
  const condition = parts.condition?.due(waiting === 0 ? null : facts.oldestAt);
  const request = requestOf(replica, {
    cursors: replica.cursorsToAsk(ask.again), submissions, pageDocuments: ask.pulls ? ask.load.pageDocuments : 0,
    waitMs: submissions.length > 0 ? 0 : ask.waitMs, waiting, ...(condition && { condition }), ...(submissions.length > 0 && { keepsSent: true }),
  });
  const posted = await signedPost({ ...parts, path: exchangePath, json: request, silenceMs: ask.waitMs + patienceMs, signal: ask.signal });
  if (!posted.ok) {
    if (condition && posted.raw?.code === 'badRequest') parts.condition?.notUnderstood();
    const told = history.safeParse(posted.raw?.['history']);
    return { ok: false, problem: posted.problem, ...(told.success && { history: told.data }) };
  }
  const response = exchangeResponse.safeParse(posted.json);
  if (!response.success) return { ok: false, problem: { code: 'countyBusy', detail: `unreadable answer at ${response.error.issues[0]?.path.join('.') ?? ''}` } };
  if (epoch !== null && response.data.epoch !== epoch) return { ok: false, problem: { code: 'epochMismatch', detail: 'the county answers from another history' } };
  parts.condition?.told(condition, response.data.countyTime);
  return { ok: true, response: { ...response.data, page: completed(response.data.page, createdBy(submissions)) }, sent: submissions.length };
}

interface Asking extends Pick<ExchangeRequest, 'pageDocuments' | 'waitMs' | 'waiting' | 'condition' | 'keepsSent'> {
  readonly cursors: Readonly<Record<string, number>>;
  readonly submissions: readonly Submission[];
}

/** What this PC says of itself with each request, by whatever road it goes. */
export function requestOf(replica: ReplicaForExchange, { cursors, submissions, ...asked }: Asking): ExchangeRequest {
  const kinds = replica.kindVersions();
  return {
    wireVersion, deviceId: replica.identity.deviceId, epoch: replica.epoch(), cursors: { ...cursors }, submissions: [...submissions], appVersion, ...asked,
    ...(Object.keys(kinds).length > 0 && { kinds: { ...kinds } }),
    ...(replica.wantsLease() && { wantsLease: true as const }),
  };
}
