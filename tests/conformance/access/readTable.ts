/**
 * A table as a person writes it: the first line names the columns, each other is a row, its name before the bar and a word
 * for each column after it.
 */
export interface HandTable<Column extends string> {
  readonly columns: readonly Column[];
  readonly rows: ReadonlyMap<string, Readonly<Record<Column, string>>>;
}

/** @throws Error for a row with a cell too many or too few, or that is there twice */
export function readTable<Column extends string>(columns: readonly Column[], text: string): HandTable<Column> {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const [head = '', ...body] = lines;
  if (cellsOf(head).join(' ') !== columns.join(' ')) throw new Error(`the table's columns are ${cellsOf(head).join(', ')}, not ${columns.join(', ')}`);
  const rows = new Map<string, Readonly<Record<Column, string>>>();
  for (const line of body) {
    const name = line.split('|')[0]?.trim() ?? '';
    const cells = cellsOf(line);
    if (cells.length !== columns.length) throw new Error(`${name}: ${cells.length} cells, not ${columns.length}`);
    if (rows.has(name)) throw new Error(`${name} stands in the table twice`);
    rows.set(name, Object.fromEntries(columns.map((column, at) => [column, cells[at]])) as Record<Column, string>);
  }
  return { columns, rows };
}

const cellsOf = (line: string): readonly string[] => (line.split('|')[1] ?? '').trim().split(/\s+/);
