import type { Timers } from './timers.ts';

/** Damaged contents are asked for again so soon, then each time after twice as long: what is damaged at the county stays so. */
const firstAgainMs = 2_000;
const longestAgainMs = 300_000;

/** When contents that came damaged are asked for again. */
export interface AskingAgain {
  isDue(): boolean;
  /** Some came damaged: they are asked for after a while. */
  damaged(): void;
  /** They were asked for, and none came damaged. */
  whole(): void;
}

export function askingAgain(timers: Timers, ask: () => void): AskingAgain {
  let againAt = 0;
  let againMs = firstAgainMs;
  let forget = (): void => undefined;
  return {
    isDue: () => timers.elapsedMs() >= againAt,
    damaged: () => {
      againAt = timers.elapsedMs() + againMs;
      forget();
      forget = timers.after(againMs, ask);
      againMs = Math.min(longestAgainMs, againMs * 2);
    },
    whole: () => { againMs = firstAgainMs; },
  };
}
