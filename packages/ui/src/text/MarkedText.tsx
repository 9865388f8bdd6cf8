import { splitAtMarks, type Marked } from './marks.ts';

/** Plain text, or text in which the matching parts are underlined. */
export function MarkedText({ value }: { readonly value: string | Marked }) {
  return typeof value === 'string' ? value : splitAtMarks(value).map((part) => (
    part.isMarked ? <mark key={part.start}>{part.text}</mark> : part.text
  ));
}
