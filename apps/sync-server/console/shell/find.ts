import type { KeyboardEvent } from 'react';
import { create } from 'zustand';
import type { Page } from '../navigation/pages.ts';

/** What the list of results gives to the find box, so that its keys move there. */
interface FindResults {
  /** "12 人", or null before the county has answered. */
  readonly countText: string | null;
  readonly listId: string;
  readonly activeRowId: string | undefined;
  readonly onRowKey: (event: KeyboardEvent) => void;
}

interface FindState {
  readonly results: FindResults | null;
  readonly setResults: (results: FindResults | null) => void;
  /** Where the person was when they began to look for somebody. */
  readonly from: Page | null;
  readonly setFrom: (from: Page | null) => void;
}

export const useFind = create<FindState>((set) => ({
  results: null,
  setResults: (results) => { set({ results }); },
  from: null,
  setFrom: (from) => { set({ from }); },
}));
