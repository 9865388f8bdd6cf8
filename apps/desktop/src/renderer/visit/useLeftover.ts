import { useState } from 'react';
import { changeDraft, useVisitDrafts, type PickerName } from './visitDrafts.ts';

export interface Leftover {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Left standing there: typed, and not chosen when the caret went elsewhere. */
  readonly isTold: boolean;
  readonly onLeave: () => void;
}

/** What stands typed in a picker of the visit. Nothing has been written with it yet, so it keeps the visit from being signed. */
export function useLeftover(encounterId: string, picker: PickerName): Leftover {
  const text = useVisitDrafts(({ drafts }) => drafts[encounterId]?.leftovers[picker]) ?? '';
  const [left, setLeft] = useState(text);
  return {
    text,
    onText: (next) => {
      setLeft('');
      changeDraft(encounterId, ({ leftovers }) => ({ leftovers: { ...leftovers, [picker]: next } }));
    },
    isTold: text.trim() !== '' && left === text,
    onLeave: () => { setLeft(text); },
  };
}
