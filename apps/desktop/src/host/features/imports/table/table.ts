import { open } from 'node:fs/promises';
import { csvSheet } from './csv.ts';
import { xlsxSheets } from './xlsx/workbook.ts';

/** A row as its file has it: every cell a text, `line` as a spreadsheet or an editor numbers it. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows come as they are asked for: a table never has to fit into memory. */
export interface Sheet {
  readonly name: string;
  readonly rows: () => AsyncIterable<TableRow>;
}

export interface TableSource {
  readonly path: string;
  /** True for a row that can be the headings: by them a delimiter is told from a comma in a cell. */
  readonly isHeading: (cells: readonly string[]) => boolean;
  /** Bytes of the file that have been read since the last call. */
  readonly onBytes: (bytes: number) => void;
}

/** Why a file cannot be read as a table. */
export type TableFault = 'notFound' | 'empty' | 'oldExcel' | 'damaged' | 'tooLarge';

export class UnreadableTable extends Error {
  readonly fault: TableFault;
  constructor(fault: TableFault, detail = '') {
    super(detail === '' ? fault : `${fault}: ${detail}`);
    this.name = 'UnreadableTable';
    this.fault = fault;
  }
}

/**
 * Opens a table by what it holds, not by its name: a workbook (XLSX), or text separated by commas, semicolons or tabs
 * in UTF-8, UTF-16 or GB18030.
 * @throws UnreadableTable
 */
export async function openTable(source: TableSource): Promise<readonly Sheet[]> {
  const head = await firstBytes(source.path, 8);
  if (head.length === 0) throw new UnreadableTable('empty');
  if (head.subarray(0, 4).equals(Buffer.from('504b0304', 'hex'))) return await xlsxSheets(source);
  // The container of Excel before 2007, and of a workbook with a password.
  if (head.equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) throw new UnreadableTable('oldExcel');
  return [await csvSheet(source)];
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new UnreadableTable('notFound', error instanceof Error && 'code' in error ? String(error.code) : '');
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new UnreadableTable('notFound', error instanceof Error && 'code' in error ? String(error.code) : '');
  } finally {
    await file.close();
  }
}
