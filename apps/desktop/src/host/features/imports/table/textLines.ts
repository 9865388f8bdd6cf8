/** A line as an editor numbers it, without its end. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
  /** Longer than any honest row: only its beginning is here. */
  readonly isCut: boolean;
}

/** So that a file without line ends does not have to fit into memory. */
const maxLineCharacters = 4_000_000;

/** The lines of a text that comes in pieces, in batches; they may end as Windows, Unix or old Macs end them. */
export async function* textLines(pieces: AsyncIterable<unknown>): AsyncGenerator<readonly TextLine[]> {
  let number = 1;
  let isCut = false;
  let rest = '';
  let held = '';
  const next = (text: string): TextLine => {
    const line = { line: number, text, isCut };
    number += 1;
    isCut = false;
    return line;
  };
  for await (const piece of pieces) {
    const text = held + String(piece);
    // The second half of a line's end may come with the next piece.
    held = text.endsWith('\r') ? '\r' : '';
    const [first = '', ...others] = text.slice(0, text.length - held.length).split(/\r\n|\n|\r/);
    rest += number === 1 && rest === '' ? first.replace(/^\ufeff/, '') : first;
    const last = others.pop();
    if (last !== undefined) {
      yield [rest, ...others].map(next);
      rest = last;
    }
    if (rest.length > maxLineCharacters) {
      rest = rest.slice(0, 100);
      isCut = true;
    }
  }
  if (rest !== '' || held !== '') yield [next(rest)];
}
