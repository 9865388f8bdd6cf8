import { useState } from 'react';
import { placeTowards } from './placeTowards.ts';

/**
 * Which line of a changing list the keys act on: the first that can be picked, again for each new list; then
 * where the arrows or the mouse went, round at both ends.
 */
export function useHighlight<Item>(
  items: readonly Item[], itemKey: (item: Item) => string, canPick: (item: Item) => boolean,
): { readonly at: number; readonly setAt: (index: number) => void; readonly reset: () => void } {
  const list = items.map(itemKey).join('\n');
  const [moved, setMoved] = useState<{ readonly list: string; readonly at: number } | undefined>(undefined);
  const at = moved?.list === list ? moved.at : items.findIndex(canPick);

  const setAt = (index: number) => {
    const place = placeTowards(items, canPick, at, index);
    if (place >= 0) setMoved({ list, at: place });
  };

  return { at, setAt, reset: () => { setMoved(undefined); } };
}
