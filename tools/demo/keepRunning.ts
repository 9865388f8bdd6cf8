import { restartLimit } from '@lianyi/desktop/main/restartLimit';
import type { Started } from './processes.ts';

export interface Kept {
  /** The process that runs now. */
  started(): Started;
  stop(): Promise<void>;
}

export interface KeepOptions {
  /** Starts it and waits until it answers; `onDeath` hears if it ends afterwards without having been stopped. */
  readonly start: (onDeath: () => void) => Promise<Started>;
  readonly onDied: () => void;
  readonly onBack: () => void;
  /** It dies over and over, or does not start any more: the others go on without it. */
  readonly onGivenUp: () => void;
  /** Aborted when all is to stop: what ends then has not died. */
  readonly stopping?: AbortSignal;
  readonly now?: () => number;
}

/** Starts a process, and again whenever it dies, as a PC that crashes is switched on again. */
export async function keepRunning({ start, onDied, onBack, onGivenUp, stopping, now = Date.now }: KeepOptions): Promise<Kept> {
  const mayRestart = restartLimit();
  let isStopping = false;
  let restarting: Promise<void> | null = null;
  const died = (): void => {
    if (isStopping || stopping?.aborted === true) return;
    if (!mayRestart(now())) {
      onGivenUp();
      return;
    }
    onDied();
    restarting = restart();
  };
  let current = await start(died);

  async function restart(): Promise<void> {
    try {
      current = await start(died);
      if (isStopping) await current.stop();
      else onBack();
    } catch {
      if (!isStopping && stopping?.aborted !== true) onGivenUp();
    }
  }

  return {
    started: () => current,
    stop: async () => {
      isStopping = true;
      await restarting;
      await current.stop();
    },
  };
}
