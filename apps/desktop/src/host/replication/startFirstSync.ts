import type { ReplicaForExchange } from '../replica/openReplica.ts';
import { diskFailureOf } from '../replica/database.ts';
import { backOffMs } from './decide.ts';
import type { LineProblem } from './problem.ts';
import type { SnapshotStep } from './takeSnapshots.ts';
import { askForSnapshots, takeNextChunk } from './takeSnapshots.ts';
import type { Timers } from './timers.ts';
import type { Transport } from './transport.ts';

/** How far a first sync is. */
export interface FirstSyncProgress {
  readonly documents: number;
  readonly ofDocuments: number;
  readonly bytes: number;
  readonly ofBytes: number;
  /** At the pace so far; null before there is one. */
  readonly secondsLeft: number | null;
}

/** Takes snapshots of the scopes that nothing is here of, before their logs are read. */
export interface FirstSync {
  /** Nothing is pulled by the log while this may still take a snapshot. */
  isUnderWay(): boolean;
  /** There has been an exchange: history and scopes are known. */
  exchanged(): void;
  progress(): FirstSyncProgress | null;
  stop(): Promise<void>;
}

interface FirstSyncParts {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  readonly timers: Timers;
  readonly now: () => Date;
  readonly random: () => number;
  readonly log: (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void;
  readonly tell: () => void;
  /** Why it does not go on for the moment; null when it does. */
  readonly onProblem: (problem: LineProblem | null) => void;
  /** What comes next is the log. */
  readonly onDone: () => void;
}

const firstAskAgainMs = 500;
const longestAskAgainMs = 5_000;
/** A county that is so long about it gives the log meanwhile. */
const buildingPatience = 60;

export function startFirstSync(parts: FirstSyncParts): FirstSync {
  const { replica, transport, timers, log } = parts;
  const abort = new AbortController();
  const byLog = new Set<string>();
  let isDone = transport.get === undefined || replica.isFirstSyncDone() || replica.isWitness();
  let running: Promise<void> | null = null;
  let pace: { readonly atMs: number; readonly bytes: number } | null = null;
  let wake = (): void => undefined;

  const rest = async (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const forget = timers.after(ms, resolve);
      wake = () => {
        forget();
        resolve();
      };
      if (abort.signal.aborted) wake();
    });
  const takeParts = { replica, transport, nonces: { nonce: '' }, pause: async () => rest(0), now: parts.now, signal: abort.signal, log, onProgress: parts.tell, byLog, damagedChunks: new Set<string>() };

  const stepOn = async (): Promise<SnapshotStep> => {
    try {
      return replica.snapshots().length > 0 ? await takeNextChunk(takeParts) : await askForSnapshots(takeParts);
    } catch (error) {
      if (!abort.signal.aborted) log('firstSyncBroke', { reason: error instanceof Error ? error.name : '' });
      const isDisk = diskFailureOf(error) !== null;
      return { step: 'failed', problem: isDisk ? { code: 'diskFull', detail: 'the disk of this PC is full' } : { code: 'countyBusy', detail: 'the snapshot could not be taken in' } };
    }
  };
  const run = async (): Promise<void> => {
    let failures = 0;
    for (let builds = 0; !abort.signal.aborted;) {
      if (replica.isWitness()) break;
      pace ??= { atMs: timers.elapsedMs(), bytes: countOf(replica).bytes };
      const stepped = await stepOn();
      if (abort.signal.aborted) return;
      if (stepped.step === 'failed') {
        failures += 1;
        parts.onProblem(stepped.problem);
        await rest(backOffMs(failures, parts.random()));
        continue;
      }
      failures = 0;
      parts.onProblem(null);
      if (stepped.step === 'done') break;
      if (stepped.step === 'building') {
        builds += 1;
        if (builds > buildingPatience) break;
        await rest(Math.min(longestAskAgainMs, firstAskAgainMs * 2 ** Math.min(builds - 1, 10)));
      }
    }
    if (abort.signal.aborted) return;
    isDone = true;
    log('snapshotsTaken', { byLog: byLog.size });
    parts.onDone();
  };

  return {
    isUnderWay: () => !isDone,
    exchanged: () => {
      if (isDone || running !== null || replica.epoch() === null) return;
      running = run();
    },
    progress: () => {
      const { documents, ofDocuments, bytes, ofBytes } = countOf(replica);
      if (isDone || ofBytes === 0) return null;
      const seconds = pace === null ? 0 : (timers.elapsedMs() - pace.atMs) / 1000;
      const came = pace === null ? 0 : bytes - pace.bytes;
      return { documents, ofDocuments, bytes, ofBytes, secondsLeft: came > 0 && seconds > 1 ? Math.ceil(((ofBytes - bytes) * seconds) / came) : null };
    },
    stop: async () => {
      abort.abort();
      wake();
      await running;
    },
  };
}

function countOf(replica: ReplicaForExchange): Omit<FirstSyncProgress, 'secondsLeft'> {
  const sum = { documents: 0, ofDocuments: 0, bytes: 0, ofBytes: 0 };
  for (const { manifest, nextChunk, nextDocument } of replica.snapshots()) {
    for (const [at, chunk] of manifest.chunks.entries()) {
      sum.ofDocuments += chunk.documents;
      sum.ofBytes += chunk.bytes;
      if (at < nextChunk) {
        sum.documents += chunk.documents;
        sum.bytes += chunk.bytes;
      } else if (at === nextChunk) {
        sum.documents += nextDocument;
        sum.bytes += replica.partLength(chunk.sha256);
      }
    }
  }
  return sum;
}
