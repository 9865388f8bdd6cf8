/** Time as waiting needs it: how long, never when. */
export interface CountyTimers {
  /** Calls once after `ms`; returns how to forget it. */
  after(ms: number, call: () => void): () => void;
  elapsedMs(): number;
}

export const realTimers: CountyTimers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  elapsedMs: () => performance.now(),
};
