import { create } from 'zustand';

interface EndingState {
  /** Somebody has been logged in since the page was opened. */
  readonly hasBeenIn: boolean;
  readonly isByLogout: boolean;
}

/** How the last session here ended: a person who logged out is not told that it expired. */
export const useEnding = create<EndingState>()(() => ({ hasBeenIn: false, isByLogout: false }));
