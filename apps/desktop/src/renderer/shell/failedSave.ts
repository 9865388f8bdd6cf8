import { create } from 'zustand';
import type { FailedSave } from '../client/queryClient.ts';

interface FailedSaveState {
  readonly failed: FailedSave | null;
  readonly show: (failed: FailedSave) => void;
  readonly clear: () => void;
}

/** The last save that did not succeed; shown above the foot of the page until one does. */
export const useFailedSave = create<FailedSaveState>((set) => ({
  failed: null,
  show: (failed) => { set({ failed }); },
  clear: () => { set({ failed: null }); },
}));
