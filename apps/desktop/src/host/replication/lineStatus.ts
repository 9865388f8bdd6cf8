import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { LineView } from './lineView.ts';
import type { LineProblem } from './problem.ts';
import type { Status } from './statusFile.ts';
import { readStatus, writeStatus } from './statusFile.ts';
import type { Timers } from './timers.ts';

/** What the exchange has to say of itself; the rest of the line's state is the replica's. */
interface Course {
  problem: LineProblem | null;
  lastExchangeAt: string | null;
  /** Of what was waiting when the line came: bundles delivered, bundles in all. */
  burst: { readonly done: number; readonly total: number } | null;
  /** First sync still running. */
  firstSync: LineView['pulling'];
}

/** The state of the line: shown to whoever watches, and kept in a file for the next start and for other programs. */
export interface LineStatus {
  readonly course: Course;
  view(): LineView;
  /** Something changed: whoever watches looks again. */
  tell(): void;
  /** Resolves with the view as soon as its version is another than `known`, or after `timeoutMs`. */
  changed(known: number, timeoutMs: number): Promise<LineView>;
  /** What is shown now stays: the replica is not asked again. */
  freeze(): void;
  save(): void;
}

interface LineStatusParts {
  readonly replica: ReplicaForExchange;
  readonly statusPath: string;
  readonly timers: Timers;
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void;
}

const saveAfterMs = 500;

export function lineStatus({ replica, statusPath, timers, log }: LineStatusParts): LineStatus {
  const course: Course = {
    problem: null,
    lastExchangeAt: readStatus(statusPath)?.lastExchangeAt ?? null,
    burst: null,
    firstSync: replica.isFirstSyncDone() ? null : { documents: 0 },
  };
  let version = 1;
  let shown: LineView | null = null;
  let isFrozen = false;
  let isSaveDue = false;
  let forgetSave = (): void => undefined;
  const watchers = new Set<() => void>();

  const view = (): LineView => {
    if (shown) return shown;
    const { waiting, attachmentsWaiting, quarantined, parked, gap, lastSavedAt } = replica.lineFacts();
    shown = {
      saved: { ok: replica.isDiskTaking(), at: lastSavedAt }, waiting, attachmentsWaiting, quarantined, lastExchangeAt: course.lastExchangeAt,
      exchanging: course.burst, pulling: course.firstSync, isMoreAtCounty: replica.isMoreAtCounty(), problem: course.problem, gap, parked, version,
    };
    return shown;
  };
  let written = '';
  const save = (): void => {
    isSaveDue = false;
    const { saved, waiting, attachmentsWaiting, quarantined, parked, lastExchangeAt } = view();
    const status: Status = {
      savedAt: saved.at, waiting: { count: waiting.count, oldestAt: waiting.oldestAt }, attachmentsWaiting, quarantined, parked, lastExchangeAt, firstSyncDone: course.firstSync === null,
      leaseEndsAt: replica.leaseNow().endsAt,
    };
    // What comes of a first sync is told often, and changes nothing of this.
    if (written === JSON.stringify(status)) return;
    try {
      writeStatus(statusPath, status);
      written = JSON.stringify(status);
    } catch (error) {
      // A full disk: the line shows that already, and the replica knows it all.
      log('statusNotWritten', { reason: error instanceof Error ? error.message : '' });
    }
  };
  const wakeWatchers = (): void => {
    for (const watcher of watchers) watcher();
  };
  const renew = (): void => {
    version += 1;
    shown = null;
  };

  return {
    course,
    view,
    tell: () => {
      if (isFrozen) return;
      renew();
      wakeWatchers();
      if (isSaveDue) return;
      isSaveDue = true;
      forgetSave = timers.after(saveAfterMs, save);
    },
    changed: async (known, timeoutMs) => {
      if (version !== known || isFrozen) return view();
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          watchers.delete(wake);
          forget();
          resolve();
        };
        const forget = timers.after(timeoutMs, wake);
        watchers.add(wake);
      });
      return view();
    },
    freeze: () => {
      if (!isFrozen) renew();
      view();
      isFrozen = true;
      forgetSave();
      wakeWatchers();
    },
    save,
  };
}
