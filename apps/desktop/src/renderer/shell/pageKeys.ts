import { create } from 'zustand';
import type { ReactNode } from 'react';

export interface PageKey {
  readonly keys: string;
  readonly words: ReactNode;
}

interface PageKeysState {
  readonly keys: readonly PageKey[];
  readonly setKeys: (keys: readonly PageKey[]) => void;
}

/** The keys of the page on the screen, for F1. */
export const usePageKeys = create<PageKeysState>((set) => ({ keys: [], setKeys: (keys) => { set({ keys }); } }));
