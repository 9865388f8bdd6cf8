import type { LineProblem } from './problem.ts';
import { isStopping } from './problem.ts';

/** Where the exchange stands. Everything that decides what is next, and nothing else. */
export interface ExchangeState {
  /**
   * `resting`: a timer runs. `polling`: a request waits at the county with nothing to send. `exchanging`: a request
   * is under way. `stopped`: a person must act.
   */
  readonly phase: 'resting' | 'polling' | 'exchanging' | 'stopped';
  /** Attempts that failed in a row. */
  readonly failures: number;
  /**
   * What happened while a request was under way: one more follows it, however often something happened. After a save
   * only if the request went well; when somebody `asked`, however it ended: what made them ask may have mended it.
   */
  readonly wish: 'none' | 'saved' | 'asked';
  /** The county has retired this device: it may deliver, and pull nothing. */
  readonly isRetired: boolean;
}

export const initialState: ExchangeState = { phase: 'resting', failures: 0, wish: 'none', isRetired: false };

export type ExchangeEvent =
  /** Somebody unlocked, or asked for an exchange now. */
  | { readonly type: 'asked' }
  | { readonly type: 'committed' }
  | { readonly type: 'timer' }
  /**
   * An exchange went well; `hasMore` when bundles still wait here or entries there; `isHurried` when a poll came back at
   * once with nothing; `isRetired` when the county lets this device follow nothing.
   */
  | { readonly type: 'answered'; readonly hasMore: boolean; readonly isHurried: boolean; readonly isRetired: boolean }
  /** `waiting`: bundles that are still to be delivered. */
  | { readonly type: 'failed'; readonly problem: LineProblem; readonly waiting: number; readonly random: number };

export type Step =
  /** Send a request; `isPoll`: it may wait at the county if there is nothing to say. */
  | { readonly do: 'exchange'; readonly isPoll: boolean }
  /** Give up the request that waits at the county, and send another. */
  | { readonly do: 'interrupt' }
  | { readonly do: 'rest'; readonly ms: number }
  | { readonly do: 'nothing' };

export interface Decided {
  readonly state: ExchangeState;
  readonly step: Step;
}

/** Saves that follow one another quickly travel together. */
const gatherMs = 150;
/** A line that was cut while it carried something is often there again at once. */
const firstBackOffMs = 500;
const hurriedRestMs = 5_000;
/** An upgrade of the county is a matter of hours. */
const upgradeRestMs = 120_000;
/** Short enough that a clinic is quiet within half a minute of the line's return. */
const longestBackOffMs = 20_000;
/** So often a line that was lost is tried sooner: half a minute or more, in which one that is cut again and again is whole for a moment. */
const soonTries = 12;
const soonMs = 4_000;

/** What the exchange does next: a pure function of where it stands and what happened. Clocks have no say in it. */
export function decide(state: ExchangeState, event: ExchangeEvent): Decided {
  switch (event.type) {
    case 'asked':
      if (state.phase === 'exchanging') return { state: { ...state, wish: 'asked' }, step: { do: 'nothing' } };
      if (state.phase === 'polling') return { state: { ...state, phase: 'exchanging' }, step: { do: 'interrupt' } };
      return start(state, false);
    case 'committed':
      return afterCommit(state);
    case 'timer':
      return state.phase === 'resting' ? start(state, state.failures === 0 && state.wish === 'none') : { state, step: { do: 'nothing' } };
    case 'answered':
      return afterAnswer({ ...state, failures: 0, isRetired: event.isRetired }, event);
    case 'failed':
      return afterFailure(state, event);
  }
}

function start(state: ExchangeState, isPoll: boolean): Decided {
  return { state: { ...state, phase: isPoll ? 'polling' : 'exchanging', wish: 'none' }, step: { do: 'exchange', isPoll } };
}

function afterCommit(state: ExchangeState): Decided {
  if (state.phase === 'exchanging') return { state: { ...state, wish: state.wish === 'none' ? 'saved' : state.wish }, step: { do: 'nothing' } };
  if (state.phase === 'polling') return { state: { ...state, phase: 'exchanging' }, step: { do: 'interrupt' } };
  if (state.phase === 'stopped' && state.isRetired) return { state: { ...state, phase: 'resting', wish: 'saved' }, step: { do: 'rest', ms: gatherMs } };
  // Without a line a save does not shorten the wait for it: its timer is short.
  if (state.phase === 'stopped' || state.failures > 0 || state.wish !== 'none') return { state, step: { do: 'nothing' } };
  return { state: { ...state, wish: 'saved' }, step: { do: 'rest', ms: gatherMs } };
}

function afterAnswer(state: ExchangeState, { hasMore, isHurried }: Extract<ExchangeEvent, { type: 'answered' }>): Decided {
  // Something between here and the county does not let requests wait: ask now and then.
  if (isHurried && !hasMore && state.wish === 'none') return { state: { ...state, phase: 'resting' }, step: { do: 'rest', ms: hurriedRestMs } };
  if (state.isRetired && !hasMore && state.wish !== 'asked') return { state: { ...state, phase: 'stopped', wish: 'none' }, step: { do: 'nothing' } };
  return start(state, !hasMore && state.wish === 'none');
}

function afterFailure(state: ExchangeState, failed: Extract<ExchangeEvent, { type: 'failed' }>): Decided {
  const failures = state.failures + 1;
  const isRetired = state.isRetired || failed.problem.code === 'retired' || failed.problem.code === 'stolen';
  if (isRetired && !state.isRetired && failed.waiting > 0) return start({ ...state, isRetired }, false);
  if (state.wish === 'asked') return start({ ...state, failures, isRetired }, false);
  if (isStopping(failed.problem)) return { state: { ...state, failures, isRetired, phase: 'stopped', wish: 'none' }, step: { do: 'nothing' } };
  const isSoon = failed.problem.code === 'offline' && failures <= soonTries;
  const ms = failed.problem.code === 'wireVersion' ? upgradeRestMs : backOffMs(failures, failed.random, isSoon ? soonMs : longestBackOffMs);
  return { state: { ...state, failures, phase: 'resting', wish: 'none' }, step: { do: 'rest', ms } };
}

/** Doubles from half a second to 20 s; half of it is chance (`random` in 0..1), so that a county's clinics do not return as one. */
export function backOffMs(failures: number, random: number, longestMs: number = longestBackOffMs): number {
  const full = Math.min(longestMs, firstBackOffMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(full / 2 + (full / 2) * random);
}
