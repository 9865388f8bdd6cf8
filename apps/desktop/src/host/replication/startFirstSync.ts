import type { ParcelSnapshot } from '@lianyi/schema/wire/parcel';
import { diskFailureOf } from '../replica/database.ts';
import type { SnapshotTake } from '../replica/snapshot/snapshotTake.ts';
import type { BesideExchange } from './besideExchange.ts';
import { backOffMs } from './decide.ts';
import type { TakeStickSnapshots } from './parcels.ts';
import type { LineProblem } from './problem.ts';
import { isStopping } from './problem.ts';
import type { SnapshotStep } from './takeSnapshots.ts';
import { askForSnapshots, beginWhole, takeNextChunk, takeWhole } from './takeSnapshots.ts';

/** How far a first sync is. */
interface Came {
  readonly documents: number;
  readonly ofDocuments: number;
  readonly bytes: number;
  readonly ofBytes: number;
}

/** `secondsLeft`: at the pace so far; null before there is one, and once all bytes are here. Of how much: not while the county is still making some of it. */
export type FirstSyncProgress = (Came & { readonly secondsLeft: number | null }) | Pick<Came, 'documents'>;

/** Takes snapshots of the scopes that nothing is here of, before their logs are read. */
export interface FirstSync {
  /** Nothing is pulled by the log while this may still take a snapshot. */
  isUnderWay(): boolean;
  /** It will take a while: nobody who asked for an exchange waits for it. */
  isLong(): boolean;
  /** There has been an exchange: history and scopes are known. */
  exchanged(): void;
  progress(): FirstSyncProgress | null;
  /** A snapshot was not what the county promised: its scope comes by the log, which takes longer. */
  isLogInstead(): boolean;
  /**
   * Takes in snapshots that came whole by stick, while what the line was at rests; then it goes on, `exchanged` once the
   * answers beside them have been taken.
   */
  fromStick(snapshots: readonly ParcelSnapshot[]): ReturnType<TakeStickSnapshots>;
  /** Touches the replica no more. */
  halt(): void;
  /** When the last of it is over. */
  ended(): Promise<void>;
}

interface FirstSyncParts extends BesideExchange {
  /** In 0..1. */
  readonly random: () => number;
  /** Why it does not go on for the moment; null when it does. */
  readonly onProblem: (problem: LineProblem | null) => void;
  /** The line has brought something. */
  readonly onMoving: () => void;
  /** What comes next is the log. */
  readonly onDone: () => void;
}

const firstAskAgainMs = 500;
const longestAskAgainMs = 5_000;
/** What a line carried in less says nothing of what it will. */
const surePaceS = 3;
/** What comes in small pieces is told so often at the most: each time, all that a page shows is asked for again. */
const tellArrivingMs = 1_000;
/** For so long nothing has come: that says nothing of the pace. */
const standstillMs = 10_000;
/** A county that is so long about it gives the log meanwhile. */
const buildingPatience = 60;

export function startFirstSync(parts: FirstSyncParts): FirstSync {
  const { replica, transport, timers, log } = parts;
  const abort = new AbortController();
  /** Of the line's turn, or the stick's. */
  let turn = new AbortController();
  const byLog = new Set<string>();
  const notAsPromised = new Set<string>();
  const building = new Set<string>();
  let isDone = transport.get === undefined || replica.isFirstSyncDone() || replica.isWitness();
  let running: Promise<void> | null = null;
  let isBuilding = false;
  /** By scope: the snapshots of this run, those that are through included. */
  const begun = new Map<string, SnapshotTake['manifest']>();
  let shown = { documents: 0, bytes: 0 };
  let pace: { readonly atMs: number; readonly bytes: number } | null = null;
  /** By chunk: bytes that have come and are not kept yet. */
  const arriving = new Map<string, number>();
  let movedAtMs = timers.elapsedMs();
  let toldAtMs = -Infinity;
  let wake = (): void => undefined;

  const rest = async (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const forget = timers.after(ms, resolve);
      wake = () => {
        forget();
        resolve();
      };
      if (turn.signal.aborted) wake();
    });
  const onArriving = (sha256: string, bytes: number): void => {
    if (bytes === 0) {
      arriving.delete(sha256);
      return;
    }
    arriving.set(sha256, bytes);
    const atMs = timers.elapsedMs();
    if (pace !== null && atMs - movedAtMs >= standstillMs) pace = { ...pace, atMs: pace.atMs + atMs - movedAtMs };
    movedAtMs = atMs;
    parts.onMoving();
    if (atMs - toldAtMs < tellArrivingMs) return;
    toldAtMs = atMs;
    parts.tell();
  };
  const takeParts = { replica, transport, nonces: { nonce: '' }, pause: async () => rest(0), now: parts.now, log, onProgress: parts.tell, onArriving, byLog, notAsPromised, building, damagedChunks: new Set<string>() };

  const count = (): Came => {
    const takes = new Map(replica.snapshots().map((take) => [take.manifest.scope, take]));
    for (const [scope, { manifest }] of takes) begun.set(scope, manifest);
    const sum = { documents: 0, ofDocuments: 0, bytes: 0, ofBytes: 0 };
    for (const [scope, { chunks }] of begun) {
      if (byLog.has(scope)) continue;
      const take = takes.get(scope) ?? { nextChunk: chunks.length, nextDocument: 0 };
      for (const [at, chunk] of chunks.entries()) {
        sum.ofDocuments += chunk.documents;
        sum.ofBytes += chunk.bytes;
        sum.documents += at < take.nextChunk ? chunk.documents : at === take.nextChunk ? take.nextDocument : 0;
        // The one after it comes while that one is taken in.
        sum.bytes += at < take.nextChunk ? chunk.bytes : at <= take.nextChunk + 1 ? replica.partLength(chunk.sha256) + (arriving.get(chunk.sha256) ?? 0) : 0;
      }
    }
    return sum;
  };

  const stepOn = async (signal: AbortSignal): Promise<SnapshotStep> => {
    replica.useLittleMemory(true);
    try {
      const isBegun = replica.snapshots().length > 0;
      // What the county was still making may be ready: the patients of all scopes come before the records of one.
      const asked = isBegun && building.size === 0 ? null : await askForSnapshots({ ...takeParts, signal });
      return asked === null || (isBegun && asked.step !== 'failed') ? await takeNextChunk({ ...takeParts, signal }) : asked;
    } catch (error) {
      if (!signal.aborted) log('firstSyncBroke', { reason: error instanceof Error ? error.name : '' });
      const isDisk = diskFailureOf(error) !== null;
      return { step: 'failed', problem: isDisk ? { code: 'diskFull', detail: 'the disk of this PC is full' } : { code: 'countyBusy', detail: 'the snapshot could not be taken in' } };
    } finally {
      // A PC that the county has ended closes its replica in the midst of it.
      if (!signal.aborted) replica.useLittleMemory(false);
    }
  };
  const run = async ({ signal }: AbortController): Promise<void> => {
    let failures = 0;
    let bytesAtFailure = 0;
    for (let builds = 0; !signal.aborted;) {
      if (replica.isWitness()) break;
      pace ??= { atMs: timers.elapsedMs(), bytes: count().bytes };
      const stepped = await stepOn(signal);
      if (signal.aborted) return;
      if (stepped.step === 'failed') {
        const { bytes } = count();
        // A line that breaks again and again, and carries something each time, is not waited for longer and longer.
        failures = bytes > bytesAtFailure ? 1 : failures + 1;
        bytesAtFailure = bytes;
        parts.onProblem(stepped.problem);
        // The exchange hears the same, and says when there is another try.
        if (isStopping(stepped.problem)) {
          running = null;
          return;
        }
        await rest(backOffMs(failures, parts.random()));
        continue;
      }
      failures = 0;
      parts.onProblem(null);
      if (stepped.step === 'done') break;
      isBuilding = stepped.step === 'building';
      if (isBuilding) {
        builds += 1;
        if (builds > buildingPatience) break;
        await rest(Math.min(longestAskAgainMs, firstAskAgainMs * 2 ** Math.min(builds - 1, 10)));
      }
    }
    if (signal.aborted) return;
    isDone = true;
    log('snapshotsTaken', { byLog: byLog.size });
    parts.onDone();
  };
  const takeFromStick = async (snapshots: readonly ParcelSnapshot[], { signal }: AbortController): ReturnType<TakeStickSnapshots> => {
    if (abort.signal.aborted) return { outcome: 'left', documents: 0 };
    replica.useLittleMemory(true);
    try {
      const documents = beginWhole({ ...takeParts, signal }, snapshots);
      pace ??= { atMs: timers.elapsedMs(), bytes: count().bytes };
      return { outcome: await takeWhole({ ...takeParts, signal }, snapshots), documents };
    } catch (error) {
      // Closed in the midst, or out of room: what has been taken stays, and the same stick goes on from there.
      if (!signal.aborted && diskFailureOf(error) === null) throw error;
      return { outcome: signal.aborted ? 'left' : 'diskFull', documents: 0 };
    } finally {
      if (!signal.aborted) replica.useLittleMemory(false);
    }
  };

  return {
    isUnderWay: () => !isDone,
    exchanged: () => {
      if (isDone || running !== null || replica.epoch() === null) return;
      turn = new AbortController();
      running = run(turn);
    },
    fromStick: async (snapshots) => {
      // The log is being read already: the answers go on from wherever it is.
      if (isDone) return { outcome: 'taken', documents: 0 };
      turn.abort();
      wake();
      await running;
      turn = new AbortController();
      const taking = takeFromStick(snapshots, turn);
      running = taking.then(() => undefined, () => undefined);
      try {
        return await taking;
      } finally {
        running = null;
      }
    },
    isLong: () => !isDone && (isBuilding || replica.snapshots().length > 0),
    progress: () => {
      if (isDone) return null;
      const { ofDocuments, ofBytes, ...now } = count();
      if (ofBytes === 0) return null;
      // What is taken again was shown before.
      const documents = Math.min(ofDocuments, Math.max(now.documents, shown.documents));
      const bytes = Math.min(ofBytes, Math.max(now.bytes, shown.bytes));
      shown = { documents, bytes };
      if (building.size > 0) return { documents };
      const seconds = pace === null ? 0 : (timers.elapsedMs() - pace.atMs) / 1000;
      const came = pace === null ? 0 : bytes - pace.bytes;
      return { documents, ofDocuments, bytes, ofBytes, secondsLeft: came > 0 && seconds > surePaceS && bytes < ofBytes ? Math.ceil(((ofBytes - bytes) * seconds) / came) : null };
    },
    isLogInstead: () => notAsPromised.size > 0,
    halt: () => {
      abort.abort();
      turn.abort();
      wake();
    },
    ended: async () => {
      await running;
    },
  };
}
