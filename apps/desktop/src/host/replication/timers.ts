import { performance } from 'node:perf_hooks';

/** Time as the exchange knows it: how long, never when. */
export interface Timers {
  /** Calls once after `ms`; returns how to forget it. */
  after(ms: number, call: () => void): () => void;
  elapsedMs(): number;
}

export const realTimers: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  elapsedMs: () => performance.now(),
};
