import { useEffect, useRef } from 'react';
import { keepPress, takePresses, type KeptPresses } from './keptPresses.ts';

/** A list that is searched for as one types. */
export interface TypedList {
  readonly typed: string;
  /** The list shown answers something typed before; the answer to `typed` is on its way. */
  readonly isBehind: boolean;
}

/**
 * Keys that were pressed before the list answers what is typed wait for that answer, and are then done on it: a line
 * of the list before is never taken. Typing on forgets them.
 */
export function useKeptPresses<Press>({ typed, isBehind }: TypedList, act: (presses: readonly Press[]) => void): { readonly keep: (press: Press) => void; readonly forget: () => void } {
  const kept = useRef<KeptPresses<Press> | undefined>(undefined);
  // After every render: the presses must meet the list as it is now.
  useEffect(() => {
    const taken = takePresses(kept.current, typed, isBehind);
    kept.current = taken.kept;
    if (taken.due.length > 0) act(taken.due);
  });
  return {
    keep: (press) => { kept.current = keepPress(kept.current, typed, press); },
    forget: () => { kept.current = undefined; },
  };
}
