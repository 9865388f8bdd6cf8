/** Why a line of a file is no row. */
export type RowFault = 'quoteNotClosed' | 'lineTooLong' | 'moreCells';

/**
 * A row as its file has it: every cell a text, `line` as a spreadsheet or an editor numbers it. With a `fault` it is
 * none: its one cell is how the line begins, and the rows behind it come as if it were not there.
 */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly fault?: RowFault;
}

/** Rows come as they are asked for: a table never has to fit into memory. */
export interface Sheet {
  readonly name: string;
  /** The day that a date's serial number is counted from: workbooks from a Mac may count from 1904. */
  readonly dayZero: '1899-12-30' | '1904-01-01';
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
  readonly detail: string;
  constructor(fault: TableFault, detail = '') {
    super(detail === '' ? fault : `${fault}: ${detail}`);
    this.name = 'UnreadableTable';
    this.fault = fault;
    this.detail = detail;
  }
}
