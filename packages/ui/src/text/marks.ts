/** Text with the ranges that matched a query; a range is [start, end) in UTF-16 units. */
export interface Marked {
  readonly text: string;
  readonly marks?: readonly (readonly [start: number, end: number])[] | undefined;
}

interface Part { readonly start: number; readonly text: string; readonly isMarked: boolean }

/** Overlapping or unordered ranges are taken in order; what is already shown is not shown twice. */
export function splitAtMarks({ text, marks = [] }: Marked): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.max(start, at);
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    if (from > at) parts.push({ start: at, text: text.slice(at, from), isMarked: false });
    parts.push({ start: from, text: text.slice(from, to), isMarked: true });
    at = to;
  }
  if (at < text.length) parts.push({ start: at, text: text.slice(at), isMarked: false });
  return parts;
}
