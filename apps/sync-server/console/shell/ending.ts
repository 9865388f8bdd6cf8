import { create } from 'zustand';

/** How the last session here ended: a person who logged out is not told that it expired. */
export const useEnding = create<{ readonly isByLogout: boolean }>()(() => ({ isByLogout: false }));
