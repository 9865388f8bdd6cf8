import { open } from 'node:fs/promises';
import { csvSheet } from './csv.ts';
import type { Sheet, TableSource } from './tableSource.ts';
import { UnreadableTable } from './tableSource.ts';
import { xlsxSheets } from './xlsx/workbook.ts';

/**
 * Opens a table by what it holds, not by its name: a workbook (XLSX), or text separated by commas, semicolons or tabs
 * in UTF-8, UTF-16 or GB18030.
 * @throws UnreadableTable
 */
export async function openTable(source: TableSource): Promise<readonly Sheet[]> {
  const head = await firstBytes(source.path, 8);
  if (head.length === 0) throw new UnreadableTable('empty');
  if (head.subarray(0, 4).equals(Buffer.from('504b0304', 'hex'))) return xlsxSheets(source);
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
