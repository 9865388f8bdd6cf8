const fieldDone = 'fielddone';

/** The field has what it is for, by whatever key or press: where Enter leads from field to field, the caret goes on. */
export function tellFieldDone(field: HTMLElement | null | undefined): void {
  field?.dispatchEvent(new Event(fieldDone, { bubbles: true }));
}

/** Calls back until the answer is called. */
export function onFieldDone(act: (field: HTMLElement) => void): () => void {
  const listener = ({ target }: Event) => { if (target instanceof HTMLElement) act(target); };
  document.addEventListener(fieldDone, listener);
  return () => { document.removeEventListener(fieldDone, listener); };
}
