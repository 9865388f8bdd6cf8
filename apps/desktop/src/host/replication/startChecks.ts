import type { BesideExchange } from './besideExchange.ts';
import type { Witnessed } from './bearWitness.ts';
import { bearWitness } from './bearWitness.ts';
import type { Checked } from './checkScopes.ts';
import { checkScopes } from './checkScopes.ts';

/** Compares this PC's copy with the county's, by itself when the line is quiet. */
export interface Checks {
  /** An exchange has ended with nothing left to say on either side. */
  quiet(): void;
  /** Compares now, or joins a comparison that runs. */
  checkNow(): Promise<Checked>;
  /** Offers the county what this PC has of a former history. */
  bearWitness(): Promise<Witnessed>;
  /** Touches the replica no more. */
  halt(): void;
  /** When the last of it is over. */
  ended(): Promise<void>;
}

/** After the first quiet moment since the start, and then once a day. */
const quietMs = 5_000;
const dailyMs = 24 * 3_600_000;
/** When it could not be made, a scope was behind, or something here was unknown to the county: after its restore another clinic may bring it back yet, to another home. */
const againMs = 600_000;

export function startChecks({ replica, transport, timers, now, log, tell }: BesideExchange): Checks {
  const nonces = { nonce: '' };
  const abort = new AbortController();
  let dueAt = 0;
  let forgetTimer: (() => void) | null = null;
  let running: Promise<Checked> | null = null;

  let endPause = (): void => undefined;
  const pause = async (): Promise<void> =>
    new Promise((resolve, reject) => {
      const forget = timers.after(0, resolve);
      endPause = () => {
        forget();
        reject(new Error('stopped'));
      };
      if (abort.signal.aborted) endPause();
    });
  const check = async (): Promise<Checked> => {
    // Every document is read once: none of them is worth keeping.
    replica.useLittleMemory(true);
    try {
      const checked = await checkScopes({ replica, transport, nonces, pause, now, signal: abort.signal });
      const isThrough = checked.ok && checked.report.behind === 0 && checked.report.unknown === 0 && checked.report.sentAgain === 0;
      dueAt = timers.elapsedMs() + (isThrough ? dailyMs : againMs);
      if (checked.ok) log('scopesCompared', { ...checked.report });
      else log('scopesNotCompared', { code: checked.problem.code });
      return checked;
    } catch (error) {
      dueAt = timers.elapsedMs() + againMs;
      if (!abort.signal.aborted) log('scopesNotCompared', { code: 'bug', reason: error instanceof Error ? error.name : '' });
      return { ok: false, problem: { code: 'countyBusy', detail: 'the comparison could not be made' } };
    } finally {
      running = null;
      if (!abort.signal.aborted) {
        replica.useLittleMemory(false);
        tell();
      }
    }
  };
  const checkNow = async (): Promise<Checked> => {
    running ??= check();
    return running;
  };

  const parts = { replica, transport, nonces, pause, now, signal: abort.signal };
  return {
    checkNow,
    bearWitness: async () => {
      // What this PC has that no other bears witness to shows when it is compared: soon.
      dueAt = 0;
      const witnessed = await bearWitness(parts);
      log('witnessBorne', witnessed.ok ? { isHeard: witnessed.isHeard, offered: witnessed.offered } : { code: witnessed.problem.code });
      return witnessed;
    },
    quiet: () => {
      if (forgetTimer !== null || running !== null || abort.signal.aborted || timers.elapsedMs() < dueAt) return;
      forgetTimer = timers.after(quietMs, () => {
        forgetTimer = null;
        void checkNow();
      });
    },
    halt: () => {
      abort.abort();
      forgetTimer?.();
      endPause();
    },
    ended: async () => {
      await running;
    },
  };
}
