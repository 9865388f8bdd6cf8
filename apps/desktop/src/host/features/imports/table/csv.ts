import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { decodeStream } from 'iconv-lite';
import { detectEncoding } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import type { Sheet, TableRow, TableSource } from './tableSource.ts';
import { UnreadableTable } from './tableSource.ts';

const delimiters = [',', ';', '\t', '，', '|'] as const;
type Delimiter = (typeof delimiters)[number];

/** Longer than any honest row, so that a quote that is never closed does not swallow memory. */
const maxRowCharacters = 8_000_000;
const sampleCharacters = 64_000;
const sampleLines = 40;

/** A delimited text file as one sheet. */
export async function csvSheet(source: TableSource): Promise<Sheet> {
  const encoding = await detectEncoding(source.path);
  const delimiter = detectDelimiter(await firstCharacters(source.path, encoding), source.isHeading);
  return { name: '', dayZero: '1899-12-30', rows: () => csvRows(source, encoding, delimiter) };
}

async function* csvRows(source: TableSource, encoding: Encoding, delimiter: Delimiter): AsyncGenerator<TableRow> {
  const parser = parse({ delimiter, bom: true, info: true, relax_column_count: true, relax_quotes: true, max_record_size: maxRowCharacters });
  const file = createReadStream(source.path);
  file.on('data', (chunk) => source.onBytes(chunk.length));
  // The loop below hears of every error through the parser, which the pipeline destroys with it.
  pipeline(file, decodeStream(encoding), parser, () => {});
  try {
    for await (const next of parser) {
      const { record, info } = next as { readonly record: readonly string[]; readonly info: { readonly lines: number } };
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    throw new UnreadableTable('damaged', error instanceof Error ? error.message.slice(0, 200) : '');
  } finally {
    file.destroy();
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
function detectDelimiter(sample: string, isHeading: (cells: readonly string[]) => boolean): Delimiter {
  const lines = sample.split(/\r\n|\n|\r/, sampleLines);
  const byHeading = delimiters.find((delimiter) => lines.some((line) => isHeading(line.split(delimiter).map((cell) => cell.replace(/^\ufeff?"|"$/g, '')))));
  if (byHeading) return byHeading;
  const count = (delimiter: Delimiter): number => lines.filter((line) => line.includes(delimiter)).length;
  return delimiters.toSorted((a, b) => count(b) - count(a))[0] ?? ',';
}
