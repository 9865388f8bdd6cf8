import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { decodeStream } from 'iconv-lite';
import { detectEncoding } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import type { TextLine } from './textLines.ts';
import { textLines } from './textLines.ts';
import type { Sheet, TableRow, TableSource } from './tableSource.ts';
import { UnreadableTable } from './tableSource.ts';

const delimiters = [',', ';', '\t', '，', '|'] as const;
type Delimiter = (typeof delimiters)[number];

const sampleCharacters = 64_000;
const sampleLines = 40;
/** So many lines are read at once. */
const blockLines = 200;
/** A cell may be typed over several lines, but hardly over more: beyond, its quote was never closed. */
const maxJoinedLines = 50;
/** What no text has: with it and without headings a file is none. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const binary = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/** A delimited text file as one sheet. */
export async function csvSheet(source: TableSource): Promise<Sheet> {
  const encoding = await detectEncoding(source.path);
  const sample = await firstCharacters(source.path, encoding);
  const { delimiter, hasHeading } = detectDelimiter(sample, source.isHeading);
  if (!hasHeading && (binary.test(sample) || /\.xls[xmb]?$/i.test(source.path))) throw new UnreadableTable('damaged');
  return { name: '', dayZero: '1899-12-30', rows: () => csvRows(source, encoding, delimiter) };
}

async function* csvRows(source: TableSource, encoding: Encoding, delimiter: Delimiter): AsyncGenerator<TableRow> {
  const file = createReadStream(source.path);
  file.on('data', (chunk) => source.onBytes(chunk.length));
  const decoded = decodeStream(encoding);
  pipeline(file, decoded, () => {});
  const reading = new RecordReading(delimiter, source.isHeading);
  let pending: TextLine[] = [];
  try {
    for await (const lines of textLines(decoded)) {
      pending.push(...lines);
      while (pending.length >= blockLines + maxJoinedLines) {
        const { rows, taken } = reading.take(pending, blockLines);
        yield* rows;
        pending = pending.slice(taken);
      }
    }
    while (pending.length > 0) {
      const { rows, taken } = reading.take(pending, blockLines);
      yield* rows;
      pending = pending.slice(taken);
    }
  } catch (error) {
    throw error instanceof UnreadableTable ? error : new UnreadableTable('damaged', error instanceof Error && 'code' in error ? String(error.code) : '');
  } finally {
    file.destroy();
  }
}

/**
 * The records of a text's lines. The library takes a block at once where each line is a record; in other blocks it is
 * asked line by line, so that a quote that is never closed costs its own line and not those behind it.
 */
class RecordReading {
  readonly #delimiter: Delimiter;
  readonly #isHeading: (cells: readonly string[]) => boolean;
  /** How many cells the headings have; before them no line counts as whole. */
  #columns = Number.POSITIVE_INFINITY;

  constructor(delimiter: Delimiter, isHeading: (cells: readonly string[]) => boolean) {
    this.#delimiter = delimiter;
    this.#isHeading = isHeading;
  }

  /** The rows of about `count` lines from the first on; `taken` says of how many. */
  take(lines: readonly TextLine[], count: number): { readonly rows: readonly TableRow[]; readonly taken: number } {
    const block = lines.slice(0, count);
    const records = block.some(({ isCut }) => isCut) ? null : this.#records(block.map(({ text }) => text).join('\n'));
    if (records?.length === block.length) return { rows: block.map(({ line }, at) => this.#row(line, records[at] ?? [])), taken: block.length };
    const rows: TableRow[] = [];
    let taken = 0;
    while (taken < block.length) {
      const next = this.#next(lines, taken);
      rows.push(next.row);
      taken += next.lines;
    }
    return { rows, taken };
  }

  /** The record that begins at a line, joined with those behind it until its quotes are closed. */
  #next(lines: readonly TextLine[], at: number): { readonly row: TableRow; readonly lines: number } {
    const [first, ...behind] = lines.slice(at, at + maxJoinedLines);
    if (first === undefined) throw new UnreadableTable('damaged');
    if (first.isCut) return { row: { line: first.line, cells: [first.text.slice(0, 60)], fault: 'lineTooLong' }, lines: 1 };
    let { text } = first;
    for (const next of [null, ...behind]) {
      if (next !== null) {
        if (next.isCut || this.#isWhole(next.text)) break;
        text += `\n${next.text}`;
      }
      const [record] = this.#records(text) ?? [];
      if (record) return { row: this.#row(first.line, record), lines: text.split('\n').length };
    }
    return { row: { line: first.line, cells: [first.text.slice(0, 60)], fault: 'quoteNotClosed' }, lines: 1 };
  }

  #row(line: number, cells: readonly string[]): TableRow {
    if (this.#columns === Number.POSITIVE_INFINITY && this.#isHeading(cells)) this.#columns = cells.length;
    // A delimiter too many within a row moves all that stands behind it under other headings.
    if (cells.slice(this.#columns).some((cell) => cell.trim() !== '')) return { line, cells: [cells.join(this.#delimiter).slice(0, 60)], fault: 'moreCells' };
    return { line, cells };
  }

  /** True for a line that is a row by itself: it is none of another row's cell. */
  #isWhole(text: string): boolean {
    const isPaired = (text.match(/"/g)?.length ?? 0) % 2 === 0;
    return isPaired && ((this.#records(text) ?? [])[0]?.length ?? 0) >= Math.max(2, this.#columns);
  }

  /** Null where a quote stays open. */
  #records(text: string): readonly (readonly string[])[] | null {
    // The library passes over nothing at all, but an empty line of a table is a row of it.
    if (text === '') return [['']];
    try {
      return parse(text, { delimiter: this.#delimiter, record_delimiter: '\n', relax_column_count: true, relax_quotes: true });
    } catch {
      return null;
    }
  }
}

async function firstCharacters(path: string, encoding: Encoding): Promise<string> {
  const file = createReadStream(path, { end: sampleCharacters * 2 });
  const decoded = decodeStream(encoding);
  pipeline(file, decoded, () => {});
  let text = '';
  for await (const chunk of decoded) text += String(chunk);
  return text.slice(0, sampleCharacters);
}

/** The delimiter by which a row becomes the headings; without such a row, the one that most rows have. */
function detectDelimiter(sample: string, isHeading: (cells: readonly string[]) => boolean): { readonly delimiter: Delimiter; readonly hasHeading: boolean } {
  const lines = sample.split(/\r\n|\n|\r/, sampleLines);
  const byHeading = delimiters.find((delimiter) => lines.some((line) => isHeading(line.split(delimiter).map((cell) => cell.replace(/^\ufeff?"|"$/g, '')))));
  if (byHeading) return { delimiter: byHeading, hasHeading: true };
  const count = (delimiter: Delimiter): number => lines.filter((line) => line.includes(delimiter)).length;
  return { delimiter: delimiters.toSorted((a, b) => count(b) - count(a))[0] ?? ',', hasHeading: false };
}
