import { diskFailureOf } from '../../replica/database.ts';
import type { WaitingUpload } from '../../replica/attachments/attachmentFiles.ts';
import type { ReplicaForExchange } from '../../replica/openReplica.ts';
import { backOffMs } from '../decide.ts';
import type { Timers } from '../timers.ts';
import type { Transport } from '../transport.ts';
import { askCounty } from './askCounty.ts';
import type { Attachments, FetchTrouble, UnderWay, Wanted } from './attachmentViews.ts';
import { firstChunkBytes } from './chunkSize.ts';
import { downloadPart } from './downloadPart.ts';
import type { UploadLine } from './uploadLine.ts';
import { uploadPart } from './uploadPart.ts';

interface AttachmentParts {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  readonly line: UploadLine;
  readonly timers: Timers;
  /** In 0..1. */
  readonly random: () => number;
  /** The exchange has something to carry, or cannot: nothing goes beside it. */
  readonly isLineTaken: () => boolean;
  /** The county has got something more of what was added here, or will not get it. */
  readonly onSettled: () => void;
  /** All that was added here is at the county. */
  readonly onAllHeld: () => void;
  /** Codes and counts, never patient data. */
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}

const lookAgainMs = 1_000;
/** A token is good for ten minutes. */
const tokenMs = 9 * 60_000;
const freshMs = 60_000;
/** What the county does not know yet, or has no room for, or has not got. */
const notNowMs = 60_000;

interface Token {
  readonly token: string;
  readonly atMs: number;
}

/** How a job ended: `done`, `interrupted` by what goes first, or `failed`, and then the line is left alone for a while. */
type Ended = 'done' | 'interrupted' | 'failed';

/** Carries the bytes of attachments, one at a time, whenever the line is free of documents: see `Attachments`. */
export function startAttachments({ replica, transport, line, timers, random, isLineTaken, onSettled, onAllHeld, log }: AttachmentParts): Attachments {
  const files = replica.attachments;
  const nonces = { nonce: '' };
  const chunk = { bytes: firstChunkBytes };
  const wanted = new Map<string, Wanted>();
  const underWay = new Map<string, UnderWay>();
  const troubles = new Map<string, FetchTrouble>();
  const tokens = new Map<string, Token>();
  /** By content: when it may be tried again. */
  const notNow = new Map<string, number>();
  const altered = new Set<string>();
  let isFull = false;
  const stopping = new AbortController();
  const isStopped = (): boolean => stopping.signal.aborted;
  let current = new AbortController();
  let wake = (): void => undefined;

  const sleep = async (ms: number | null): Promise<void> =>
    new Promise((resolve) => {
      const forget = ms === null ? () => undefined : timers.after(ms, resolve);
      wake = () => {
        forget();
        resolve();
      };
      if (isStopped()) wake();
    });

  const isDue = (sha256: string): boolean => !notNow.has(sha256);
  const later = (sha256: string): void => void notNow.set(sha256, timers.elapsedMs() + notNowMs);
  const dueUploads = (): readonly WaitingUpload[] => files.uploads().filter(({ sha256 }) => isDue(sha256));
  const dueDownload = (): Wanted | undefined => {
    const due = [...wanted.values()].filter(({ content }) => isDue(content.sha256));
    return due.find(({ part }) => part === 'original') ?? due[0];
  };

  const arrived = (sha256: string, direction: UnderWay['direction']) => (bytes: number): void => void underWay.set(sha256, { direction, bytes });

  const fetchNow = async (next: Wanted): Promise<Ended> => {
    const { sha256 } = next.content;
    const got = await downloadPart({ replica, transport, nonces, ...next, signal: current.signal, onArrived: arrived(sha256, 'down') });
    if (got.outcome === 'interrupted') return 'interrupted';
    if (got.outcome === 'whole') {
      wanted.delete(sha256);
      troubles.delete(sha256);
      underWay.delete(sha256);
      return 'done';
    }
    log('attachmentNotFetched', { why: got.outcome === 'failed' ? got.problem.code : got.outcome });
    if (got.outcome === 'failed') {
      troubles.set(sha256, got.problem.code === 'diskFull' ? 'diskFull' : 'offline');
      return 'failed';
    }
    // Somebody may ask for it again; by itself nothing would be other.
    wanted.delete(sha256);
    troubles.set(sha256, got.outcome);
    later(sha256);
    return 'done';
  };

  const held = (sha256: string): void => {
    files.held(sha256);
    onSettled();
  };
  const refused = (sha256: string, reason: string): void => {
    files.refused(sha256, reason);
    onSettled();
  };

  const ask = async (uploads: readonly WaitingUpload[]): Promise<Ended> => {
    const asked = await askCounty({ replica, transport, nonces, signal: current.signal }, uploads);
    if (!asked.ok) {
      if (asked.isOlderCounty) uploads.forEach(({ sha256 }) => later(sha256));
      return current.signal.aborted ? 'interrupted' : 'failed';
    }
    isFull = asked.standings.some(({ state }) => state === 'full');
    for (const { sha256, state, token } of asked.standings) {
      if (state === 'held') held(sha256);
      else if (state === 'notYours') refused(sha256, state);
      else if (state === 'wanted' && token !== undefined) tokens.set(sha256, { token, atMs: timers.elapsedMs() });
      else later(sha256);
    }
    if (files.uploads().length === 0) onAllHeld();
    return 'done';
  };

  const sendNow = async (next: WaitingUpload, given: Token): Promise<Ended> => {
    const { sha256, attachmentId } = next;
    const bytes = files.read(sha256);
    // Damaged on this disk: thrown away, and told where it is looked at.
    if (bytes === null) return 'done';
    const sent = await uploadPart({ line, timers, deviceId: replica.identity.deviceId, bytes, sha256, token: given.token, chunk, signal: current.signal, onArrived: arrived(sha256, 'up') });
    if (isStopped() || sent.outcome === 'interrupted') return 'interrupted';
    switch (sent.outcome) {
      case 'held':
        held(sha256);
        underWay.delete(sha256);
        log('attachmentHeld', { bytes: bytes.length, part: next.part });
        if (files.uploads().length === 0) onAllHeld();
        return 'done';
      case 'askAgain':
        tokens.delete(sha256);
        // One that had just been given: what is between here and the county, or the county itself, is in trouble.
        return timers.elapsedMs() - given.atMs > freshMs ? 'done' : 'failed';
      case 'fault':
        log('attachmentRefused', { attachmentId, fault: sent.fault });
        tokens.delete(sha256);
        underWay.delete(sha256);
        // The line altered it: once more from its start.
        if (sent.fault === 'altered' && !altered.has(sha256)) altered.add(sha256);
        else refused(sha256, sent.fault);
        return 'done';
      case 'failed':
        log('attachmentNotSent', { detail: sent.detail });
        return 'failed';
    }
  };

  /** Null when there is nothing to do. */
  const next = (): (() => Promise<Ended>) | null => {
    const download = dueDownload();
    if (download) return async () => fetchNow(download);
    const uploads = dueUploads();
    const [upload] = uploads;
    if (!upload) return null;
    const token = tokens.get(upload.sha256);
    return token !== undefined && timers.elapsedMs() - token.atMs < tokenMs ? async () => sendNow(upload, token) : async () => ask(uploads);
  };

  const run = async (): Promise<void> => {
    await sleep(0);
    if (!isStopped()) files.sweep();
    for (let failures = 0; !isStopped();) {
      for (const [sha256, at] of notNow) if (at <= timers.elapsedMs()) notNow.delete(sha256);
      const job = next();
      if (job === null || isLineTaken()) {
        await sleep(job === null && notNow.size === 0 ? null : lookAgainMs);
        continue;
      }
      current = new AbortController();
      const ended = await job();
      failures = ended === 'failed' ? failures + 1 : 0;
      if (ended === 'failed') await sleep(backOffMs(failures, random()));
    }
  };
  const runOn = async (): Promise<void> => {
    for (;;) {
      try {
        await run();
        return;
      } catch (error) {
        // A failing disk, or a bug: tried again later; documents go on.
        if (isStopped()) return;
        log('attachmentsBroke', { reason: diskFailureOf(error) ?? (error instanceof Error ? error.name : '') });
        await sleep(backOffMs(10, random()));
      }
    }
  };

  const forgetCommits = replica.onCommit(() => {
    if (isLineTaken()) current.abort();
    else wake();
  });
  const running = runOn();
  const halt = (): void => {
    stopping.abort();
    forgetCommits();
    current.abort();
    wake();
    line.close();
    transport.close();
  };
  return {
    fetch: (asked) => {
      const { sha256 } = asked.content;
      if (files.state(sha256)?.isWhole === true) return;
      if (asked.part === 'original') {
        troubles.delete(sha256);
        notNow.delete(sha256);
      }
      wanted.set(sha256, asked);
      wake();
    },
    underWay: (sha256) => underWay.get(sha256) ?? null,
    trouble: (sha256) => troubles.get(sha256) ?? null,
    isCountyFull: () => isFull,
    added: () => wake(),
    halt,
    stop: async () => {
      halt();
      await running;
    },
  };
}
