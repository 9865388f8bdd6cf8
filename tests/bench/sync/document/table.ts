/** A table in Markdown, numbers to the right; what a cell says cannot break it. */
export function table(heads: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const isNumeric = heads.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (cells: readonly (string | number | null)[]): string => `| ${cells.map(shown).join(' | ')} |`;
  return [line(heads), `|${isNumeric.map((numeric) => (numeric ? '---:' : '---')).join('|')}|`, ...rows.map(line)].join('\n');
}

function shown(cell: string | number | null): string {
  if (cell === null || (typeof cell === 'number' && Number.isNaN(cell))) return '–';
  if (typeof cell === 'string') return cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return cell >= 100 ? Math.round(cell).toLocaleString('en-US') : String(Number(cell.toPrecision(3)));
}

/** Puts a part of a document in its place between its marks, or at the end when it has none yet. */
export function withPart(document: string, name: string, part: string): string {
  const [begin, end] = [`<!-- measured: ${name} -->`, `<!-- end: ${name} -->`];
  const made = `${begin}\n${part.trim()}\n${end}`;
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) return `${document.trimEnd()}\n\n${made}\n`;
  return document.slice(0, from) + made + document.slice(to + end.length);
}
