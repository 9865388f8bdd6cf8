import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const densities = ['normal', 'roomy'] as const;
export type Density = (typeof densities)[number];
export const lockMinutes = [5, 10, 30, 60] as const;
export type LockMinutes = (typeof lockMinutes)[number];

interface Preferences {
  readonly density: Density;
  /** Without a key or the mouse for so long, the screen locks. */
  readonly lockAfterMinutes: LockMinutes;
  readonly setDensity: (density: Density) => void;
  readonly setLockAfterMinutes: (minutes: LockMinutes) => void;
}

/** How this PC likes it; kept on it, not in the record of anybody. */
export const usePreferences = create<Preferences>()(
  persist((set) => ({
    density: 'normal',
    lockAfterMinutes: 10,
    setDensity: (density) => { set({ density }); },
    setLockAfterMinutes: (lockAfterMinutes) => { set({ lockAfterMinutes }); },
  }), { name: 'lianyi.preferences', partialize: ({ density, lockAfterMinutes }) => ({ density, lockAfterMinutes }) }),
);

/** The kit reads the density from the root element. */
export function followDensity(): void {
  const apply = ({ density }: Preferences) => {
    if (density === 'roomy') document.documentElement.dataset['density'] = 'roomy';
    else delete document.documentElement.dataset['density'];
  };
  apply(usePreferences.getState());
  usePreferences.subscribe(apply);
}
