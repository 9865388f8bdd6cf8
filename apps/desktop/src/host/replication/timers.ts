/** Time as the exchange knows it: how long, never when. */
export interface Timers {
  /** Calls once after `ms`; returns how to forget it. */
  after(ms: number, call: () => void): () => void;
  elapsedMs(): number;
}
