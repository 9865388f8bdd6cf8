/**
 * A number as typed, for the host to judge: null while nothing is typed. A text that is no number is sent as -1, which
 * every quantity refuses (JSON carries no NaN).
 */
export function wholeNumber(text: string): number | null {
  const typed = text.trim();
  if (typed === '') return null;
  return /^-?\d{1,9}(\.\d+)?$/.test(typed) ? Number(typed) : -1;
}

/** Counted units: `28`, or packs and loose units, `1+8`. */
export function countedUnits(text: string, packSize: number): number | null {
  const packs = /^(\d{1,6})\s*\+\s*(\d{1,6})$/.exec(text.trim());
  return packs ? Number(packs[1]) * packSize + Number(packs[2]) : wholeNumber(text);
}
