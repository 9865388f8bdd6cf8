import { create } from 'zustand';

interface EndingState {
  /** Somebody has been logged in since the page was opened. */
  readonly hasBeenIn: boolean;
  /** The last one left by themselves: they are out here, whether or not the county has been told yet. */
  readonly isByLogout: boolean;
}

/** How the last session here ended. A person who logged out is not told that it expired. */
export const useEnding = create<EndingState>()(() => ({ hasBeenIn: false, isByLogout: false }));

const againMs = 3000;
let telling: AbortController | null = null;

/** Tells the county that the session is over, as soon as it can be reached. */
export function tellLogout(logout: (signal: AbortSignal) => Promise<unknown>): void {
  const stopped = new AbortController();
  telling?.abort();
  telling = stopped;
  const tell = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await logout(stopped.signal);
        return;
      } catch {
        await new Promise((resolve) => { setTimeout(resolve, againMs); });
      }
    }
  };
  void tell();
}

/** Somebody logs in: the old session's end, if it was never told, must not end the new one. */
export function stopTelling(): void {
  telling?.abort();
  telling = null;
}
