/**
 * A table of tab-separated lines under one line of headings, as records by heading. A byte order mark, carriage
 * returns and empty lines are passed over; a missing cell is an empty text.
 */
export function parseTsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [headings = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const names = headings.split('\t');
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split('\t');
      return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
    });
}
