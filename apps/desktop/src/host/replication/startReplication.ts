import { localClockTime } from '@lianyi/schema/basics/dates';
import { diskFailureOf } from '../replica/database.ts';
import type { PurgeOrder } from '@lianyi/schema/wire/purge';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { Farewell } from '../replica/purge.ts';
import { askingAgain } from './askAgain.ts';
import type { ExchangeEvent, Step } from './decide.ts';
import { decide, initialState } from './decide.ts';
import type { Exchanged } from './exchange.ts';
import { exchange } from './exchange.ts';
import { lookUp } from './lookUp.ts';
import { lineStatus } from './lineStatus.ts';
import type { LineView } from './lineView.ts';
import { conditionTeller } from './ownCondition.ts';
import type { LineProblem } from './problem.ts';
import { isStopping } from './problem.ts';
import { meetRestored } from './meetRestored.ts';
import { takeIn } from './pull.ts';
import { littleMemoryOf } from './littleMemory.ts';
import { firstLoad, inLittleMemory, largeBacklog, lighter, loadAfter } from './push.ts';
import type { Replication } from './replication.ts';
import { startChecks } from './startChecks.ts';
import { startFirstSync } from './startFirstSync.ts';
import type { Timers } from './timers.ts';
import { realTimers } from './timers.ts';
import type { Transport } from './transport.ts';

export type { Timers };

export interface ReplicationParts {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  readonly statusPath: string;
  readonly now?: () => Date;
  readonly timers?: Timers;
  /** In 0..1. */
  readonly random?: () => number;
  /** Free where the replica lies; null or left out where that cannot be told. */
  readonly diskFreeBytes?: () => number | null;
  /** The county's order to delete what this PC holds of patients is good, and nothing waits here: whoever put this together does it, at once. */
  readonly onPurge?: (farewell: Farewell) => void;
  /** Facts for the log: codes and counts, never patient data. */
  readonly log?: (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void;
}

const pollMs = 25_000;
/** The county takes a nonce for ten minutes. One that is older is not worth a trip with all that waits. */
const nonceForMs = 9 * 60_000;
const hurriedMs = 1_000;
/** A first sync that the line brings nothing of for so long, while an attempt has failed, has stopped. */
const goneAfterMs = 10_000;
/** Nobody has to do anything for it to go on. */
const mayComeBack: ReadonlySet<LineProblem['code']> = new Set(['offline', 'countyBusy']);

/**
 * Starts the exchange with the county: one request at a time, and at most one more when something happened meanwhile;
 * after each save soon; otherwise a request that waits at the county. What comes next is decided in `decide`.
 */
export function startReplication(parts: ReplicationParts): Replication {
  const { replica, transport } = parts;
  const now = parts.now ?? (() => new Date());
  const timers = parts.timers ?? realTimers;
  const random = parts.random ?? Math.random;
  const log = parts.log ?? (() => undefined);

  let state = initialState;
  let load = firstLoad;
  let nonces = { nonce: '' };
  let answered = { nonce: '', atMs: 0 };
  let round = 0;
  let abort = new AbortController();
  let forgetTimer = (): void => undefined;
  let underWay: Promise<void> = Promise.resolve();
  let isTakingIn = false;
  /** So much waits that it is sent with little memory, until it is sent or the line is gone. */
  const backlog = littleMemoryOf(replica);
  /** So does a first sync by the log, of which each page is written once and not asked for again. */
  const longLog = littleMemoryOf(replica);
  let isStopped = false;
  /** What was asked for again comes in pages: the next is asked for as soon as one has come. */
  let isMending = false;
  /** Documents of a first sync that came by the log. */
  let pulledByLog = 0;
  /** Who waits for a round to end: that one, or a later. */
  let triers: { readonly round: number; readonly end: () => void }[] = [];
  const status = lineStatus({ replica, statusPath: parts.statusPath, timers, log });
  const { course } = status;
  const condition = conditionTeller({ now, diskFreeBytes: parts.diskFreeBytes ?? (() => null), trouble: () => troubleOf(course.problem) });

  const lookupNonces = { nonce: '' };
  const checks = startChecks({ replica, transport, timers, now, log, tell: () => status.tell() });

  /** When the line last brought anything, in this run or before it. */
  let movedAt = course.lastExchangeAt ?? localClockTime(now());
  let movedAtMs = timers.elapsedMs();
  const moved = (): void => {
    movedAt = localClockTime(now());
    movedAtMs = timers.elapsedMs();
  };
  const firstSync = startFirstSync({
    replica, transport, timers, now, random, log, tell: () => {
      course.firstSync = firstSyncOf();
      status.tell();
    },
    onProblem: (found) => {
      if (found === null || isStopped) return;
      course.problem = found;
      course.firstSync = firstSyncOf();
      endTry();
      status.tell();
    },
    onMoving: moved,
    onDone: () => on({ type: 'asked' }),
  });

  const asking = askingAgain(timers, () => on({ type: 'asked' }));

  const on = (event: ExchangeEvent): void => {
    if (isStopped) return;
    const decided = decide(state, event);
    state = decided.state;
    take(decided.step);
  };

  const take = (step: Step): void => {
    switch (step.do) {
      case 'nothing':
        return;
      case 'rest':
        forgetTimer();
        forgetTimer = timers.after(step.ms, () => on({ type: 'timer' }));
        return;
      case 'interrupt':
        abort.abort();
        underWay = run(false).catch(onBug);
        return;
      case 'exchange':
        forgetTimer();
        underWay = run(step.isPoll).catch(onBug);
    }
  };
  /** A failing disk, or a bug: the exchange tries again later, and the clinic goes on working. */
  const onBug = (error: unknown): void => {
    if (isStopped) return;
    log('exchangeBroke', { reason: error instanceof Error ? error.name : '' });
    on(outcomeOf({ ok: false, problem: { code: 'countyBusy', detail: 'the exchange could not be made' } }, { isQuick: false, again: false, pulls: false, tookMs: null }));
  };

  const run = async (isPoll: boolean): Promise<void> => {
    round += 1;
    const mine = round;
    abort = new AbortController();
    const waiting = replica.lineFacts().waiting.count;
    if (waiting > 0 && course.burst === null) {
      course.burst = { done: 0, total: waiting };
      status.tell();
    }
    const again = isMending || asking.isDue();
    const startedAt = timers.elapsedMs();
    if (nonces.nonce === answered.nonce && startedAt - answered.atMs > nonceForMs) nonces.nonce = '';
    const pulls = !state.isRetired && !replica.isWitness() && !firstSync.isUnderWay();
    const exchanged = await exchange(
      { replica, transport, nonces, condition },
      { load: replica.hasLittleMemory(longLog.isHeld() ? 1 : 0) ? inLittleMemory(load) : load, waitMs: isPoll ? pollMs : 0, pulls, again, signal: abort.signal },
    );
    // Interrupted: the round that replaced this one speaks now.
    if (mine !== round || isStopped) return;
    const met = exchanged.ok ? exchanged : await meetRestored({ replica, transport, nonces }, exchanged, abort.signal);
    if (mine !== round || isStopped) return;
    if (met === 'rewound' || met === 'readmitted') {
      log(met, { waiting: replica.lineFacts().waiting.count });
      course.problem = null;
      status.tell();
      return on({ type: 'answered', hasMore: true, isHurried: false, isRetired: false });
    }
    const tookMs = timers.elapsedMs() - startedAt;
    const event = outcomeOf(met, { isQuick: isPoll && tookMs < hurriedMs, again, pulls, tookMs: isPoll ? null : tookMs });
    const decided = event.type === 'answered' && replica.isWitness() && replica.lineFacts().waiting.count === 0 ? await afterWitness(event) : event;
    if (mine === round && !isStopped) on(decided);
  };

  /** All bundles have been sent again: now the county hears what else is here of the history that it lost. */
  const afterWitness = async (event: Extract<ExchangeEvent, { type: 'answered' }>): Promise<ExchangeEvent> => {
    const heard = await checks.bearWitness();
    // Restored once more meanwhile: the next exchange is told of it.
    const isRestored = !heard.ok && heard.problem.code === 'epochMismatch';
    return heard.ok || isRestored ? { ...event, hasMore: heard.ok && heard.isHeard, isHurried: true } : failed(heard.problem);
  };

  const outcomeOf = (exchanged: Exchanged, asked: Asked): ExchangeEvent => {
    const event = exchanged.ok ? taken(exchanged, asked) : failed(exchanged.problem);
    status.tell();
    return event;
  };

  const taken = (exchanged: Extract<Exchanged, { ok: true }>, { isQuick, again, pulls, tookMs }: Asked): ExchangeEvent => {
    try {
      isTakingIn = true;
      const { applied, pulled, hasMore } = takeIn(replica, exchanged.response, { isPulled: pulls });
      if (exchanged.response.purge && obeys(exchanged.response.purge)) return { type: 'answered', hasMore: false, isHurried: false, isRetired: true };
      // Only now: that a request bears an answer's nonce tells the county that the receipts in it have arrived.
      nonces.nonce = exchanged.response.nonce;
      answered = { nonce: nonces.nonce, atMs: timers.elapsedMs() };
      const waiting = replica.lineFacts().waiting.count;
      // Not before an answer has come: without a line nothing is sent, and a search keeps its pages. What was sent comes back in the log, and is taken in the same way.
      backlog.hold(backlog.isHeld() ? waiting > 0 || hasMore : waiting > largeBacklog);
      longLog.hold(hasMore && !replica.isFirstSyncDone());
      if (applied.damaged > 0) asking.damaged();
      else if (again) asking.whole();
      if (applied.damaged > 0 || applied.refusedReceipts > 0) log('answerDamaged', { documents: applied.damaged, receipts: applied.refusedReceipts });
      if (tookMs !== null) load = loadAfter(load, tookMs);
      isMending = applied.mended > 0;
      course.lastExchangeAt = localClockTime(now());
      moved();
      const isRetired = exchanged.response.scopes.length === 0;
      course.problem = isRetired ? { code: 'retired', detail: 'this device may deliver what it has, and pulls nothing' } : null;
      // A receipt that is not the county's leaves its bundle waiting: sending it again at once would go on for ever.
      const isStuck = exchanged.sent > 0 && applied.receipts === 0;
      if (isStuck) return failed({ code: 'badSignature', detail: 'the county sent no receipt of its own for what it was given' });
      // Whoever promises more and sends nothing (a cache between here and the county) is not asked again at once, for ever.
      if (hasMore && exchanged.response.page.entries.length === 0) return failed({ code: 'countyBusy', detail: 'the county said that there is more, and sent none of it' });
      const isDone = !hasMore && waiting === 0;
      course.burst = isDone || course.burst === null ? null : further(course.burst, applied.receipts, waiting);
      pulledByLog += pulled;
      course.firstSync = firstSyncOf();
      firstSync.exchanged();
      // One that was sent while a snapshot was taken brought nothing: the log follows.
      if (isDone && (pulls || isRetired || replica.isWitness() || firstSync.isLong())) endTry();
      if (isDone && pulls && !isRetired && !replica.isWitness()) checks.quiet();
      // It may pull now, and did not ask for it: a snapshot was under way when it was sent, or this PC was retired.
      const mayPullNow = !pulls && !isRetired && !replica.isWitness() && !firstSync.isUnderWay();
      // Its save was not allowed, and nothing comes here: asked once more, the county says whether this PC was reported stolen.
      const isToAskWhy = isRetired && exchanged.response.receipts.some(({ reason }) => reason === 'notPermitted');
      return { type: 'answered', hasMore: !isDone || mayPullNow || isToAskWhy, isHurried: isQuick && pulled === 0, isRetired };
    } catch (error) {
      log('answerNotTaken', { reason: error instanceof Error ? error.name : '', code: error instanceof Error && 'code' in error ? String(error.code) : '' });
      return failed(diskFailureOf(error) === null ? { code: 'countyBusy', detail: 'the answer could not be taken in' } : { code: 'diskFull', detail: 'the disk of this PC is full' });
    } finally {
      isTakingIn = false;
    }
  };

  const firstSyncOf = (): LineView['pulling'] => {
    if (replica.isFirstSyncDone()) return null;
    const came = { ...(firstSync.progress() ?? { documents: pulledByLog }), ...(firstSync.isLogInstead() && { isLogInstead: true as const }) };
    // A line that breaks and goes on at once is not called gone.
    if (course.problem === null || timers.elapsedMs() - movedAtMs < goneAfterMs) return came;
    return { ...came, ...('secondsLeft' in came && { secondsLeft: null }), ...(mayComeBack.has(course.problem.code) && { stoppedSince: movedAt }) };
  };

  /** After an order that is good nothing here touches the replica any more; what the line said last stays. */
  const obeys = (order: PurgeOrder): boolean => {
    const answer = replica.judgePurge(order, nonces.nonce);
    if (!answer.obey) {
      log('purgeNotObeyed', { reason: answer.reason });
      return false;
    }
    if (!parts.onPurge) return false;
    course.problem = { code: 'purged', detail: 'the county has ended this PC, and what it held of patients is deleted' };
    course.burst = null;
    halt();
    transport.close();
    log('purged', { bundles: answer.farewell.bundlesHeld });
    parts.onPurge(answer.farewell);
    return true;
  };

  const failed = (found: LineProblem): ExchangeEvent => {
    course.problem = found;
    course.burst = null;
    course.firstSync = firstSyncOf();
    backlog.hold(false);
    if (longLog.isHeld()) buildIndexes();
    longLog.hold(false);
    if (found.code === 'offline' || found.code === 'countyBusy') load = lighter(load);
    log('exchangeFailed', { code: found.code, detail: found.detail });
    endTry();
    return { type: 'failed', problem: found, waiting: replica.lineFacts().waiting.count, random: random() };
  };

  /** The rest of a first sync may be long in coming, and people are looked for meanwhile. Without them the exchange goes on: they come at its end, or when the file is opened. */
  const buildIndexes = (): void => {
    try {
      replica.buildIndexes();
    } catch (error) {
      log('indexesNotBuilt', { reason: error instanceof Error ? error.name : '' });
    }
  };

  const endTry = (): void => {
    const ended = triers.filter((trier) => isStopped || trier.round <= round);
    triers = triers.filter((trier) => !ended.includes(trier));
    for (const { end } of ended) end();
  };

  const halt = (): void => {
    isStopped = true;
    forgetCommits();
    forgetTimer();
    abort.abort();
    checks.halt();
    firstSync.halt();
    endTry();
    status.freeze();
  };

  const forgetCommits = replica.onCommit(() => {
    // A parcel may have brought it to its end.
    if (course.firstSync !== null) course.firstSync = firstSyncOf();
    status.tell();
    if (!isTakingIn) on({ type: 'committed' });
  });
  on({ type: 'asked' });

  return {
    line: () => status.view(),
    exchangeNow: async () => {
      if (isStopped) return status.view();
      // What is under way began before the question, and may answer for a state that is no more.
      const wasUnderWay = state.phase === 'exchanging';
      on({ type: 'asked' });
      await new Promise<void>((end) => triers.push({ round: wasUnderWay ? round + 1 : round, end }));
      return status.view();
    },
    changed: async (known, timeoutMs) => status.changed(known, timeoutMs),
    tell: () => { status.tell(); },
    // A retired PC still delivers what was added on it.
    isLineTaken: () => state.phase === 'exchanging' || firstSync.isLong() || (course.problem !== null && course.problem.code !== 'retired') || replica.lineFacts().waiting.count > 0,
    fromStick: async (snapshots) => {
      const came = await firstSync.fromStick(snapshots);
      // After the answers beside them, which are taken at once.
      setImmediate(() => { if (!isStopped) firstSync.exchanged(); });
      return came;
    },
    checkNow: async () => checks.checkNow(),
    lookUp: async (asked) => lookUp({ replica, transport, nonces: lookupNonces }, asked),
    stop: async () => {
      halt();
      await underWay;
      await checks.ended();
      await firstSync.ended();
      status.save();
      transport.close();
      nonces = { nonce: '' };
    },
  };
}

/** The burst after so many more receipts, with so many bundles still waiting. */
const further = ({ done, total }: { readonly done: number; readonly total: number }, receipts: number, waiting: number) =>
  ({ total: Math.max(total, done + receipts + waiting), done: done + receipts });

/** What of the line's trouble the county does not see for itself. */
const troubleOf = (problem: LineProblem | null): string | null => (problem === null || problem.code === 'offline' || isStopping(problem) ? null : problem.code);

/** How the request was made whose answer is here. */
interface Asked {
  /** A poll that came back at once. */
  readonly isQuick: boolean;
  /** It asked for damaged contents again. */
  readonly again: boolean;
  /** It asked for what follows the cursors. */
  readonly pulls: boolean;
  /** Null for one that waited at the county. */
  readonly tookMs: number | null;
}
