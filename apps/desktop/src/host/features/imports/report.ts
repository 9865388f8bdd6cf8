import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** A line of a report. */
export interface ReportLine {
  /** Line of the table, or place in the bundle. */
  readonly place: string;
  readonly outcome: string;
  readonly field: string;
  readonly reason: string;
  readonly inFile: string;
  readonly onRecord: string;
}

const headings = ['行 line', '结果 outcome', '栏目 field', '原因 reason', '文件里 in the file', '档案里 on record'] as const;

/**
 * The list of what was not taken, or not as it stood, for Excel: CSV in UTF-8 with a byte order mark. It lies beside
 * the imported file, since it shows what that shows; where nothing can be written there, in `fallbackDir`, which is the
 * person's own folder and never the clinic's: that holds nothing in the clear. Made with its first line: an import without
 * remarks leaves no report.
 */
export class Report {
  readonly #importedPath: string;
  readonly #fallbackDir: string;
  readonly #stamp: string;
  #file: number | null = null;
  #path: string | null = null;

  constructor(importedPath: string, fallbackDir: string, now: Date) {
    this.#importedPath = importedPath;
    this.#fallbackDir = fallbackDir;
    this.#stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  }

  get path(): string | null {
    return this.#path;
  }

  add(line: ReportLine): void {
    this.#file ??= this.#open();
    writeSync(this.#file, csvLine([line.place, line.outcome, line.field, line.reason, line.inFile, line.onRecord]));
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #open(): number {
    const name = `${basename(this.#importedPath, extname(this.#importedPath))}-导入报告-${this.#stamp}.csv`;
    const file = this.#tryOpen(join(dirname(this.#importedPath), name)) ?? this.#tryOpen(join(this.#fallbackDir, name));
    if (file === null) throw new Error('the report cannot be written');
    writeSync(file, `\ufeff${csvLine(headings)}`);
    return file;
  }

  #tryOpen(path: string): number | null {
    try {
      mkdirSync(dirname(path), { recursive: true });
      const file = openSync(path, 'w', 0o600);
      this.#path = path;
      return file;
    } catch {
      return null;
    }
  }
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** Quoted where it must be; what a spreadsheet would take for a formula gets an apostrophe, and a long number stays one. */
function csvCell(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) || /^\d{12,}$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
