/** What was pressed while the list was not yet the answer to what is typed, and the text that it was pressed at. */
export interface KeptPresses<Press> {
  readonly typed: string;
  readonly presses: readonly Press[];
}

/** Keeps one more. What was pressed at another text is forgotten: it was meant for another list. */
export function keepPress<Press>(kept: KeptPresses<Press> | undefined, typed: string, press: Press): KeptPresses<Press> {
  return { typed, presses: kept?.typed === typed ? [...kept.presses, press] : [press] };
}

/** What is still kept, and what is to be done now: all of it, in its order, once the list answers exactly that text. */
export function takePresses<Press>(kept: KeptPresses<Press> | undefined, typed: string, isBehind: boolean): { readonly kept: KeptPresses<Press> | undefined; readonly due: readonly Press[] } {
  if (kept === undefined || kept.typed !== typed) return { kept: undefined, due: [] };
  return isBehind ? { kept, due: [] } : { kept: undefined, due: kept.presses };
}
