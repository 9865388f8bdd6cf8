import { create } from 'zustand';

interface ReachState {
  /** `unknown` until the first answer or failure of this page. */
  readonly state: 'unknown' | 'reached' | 'lost';
  /** The last answer of the county, by this PC's clock. */
  readonly heardAt: string | null;
  readonly heard: () => void;
  readonly missed: () => void;
}

/** Whether the county answers now, and when it did last. */
export const useReach = create<ReachState>()((set) => ({
  state: 'unknown',
  heardAt: null,
  heard: () => { set({ state: 'reached', heardAt: new Date().toISOString() }); },
  missed: () => { set({ state: 'lost' }); },
}));
