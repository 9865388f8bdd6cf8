import { once } from 'node:events';

/** Writes a line, waiting where the reader is slower than we are. */
export async function say(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

/** What was done: its facts as a line of JSON where that is asked for, else in words. @returns the exit code */
export async function sayEither({ json }: { readonly json: boolean }, facts: unknown, words: string): Promise<number> {
  await say(json ? JSON.stringify(facts) : words);
  return 0;
}

/** Says on the other stream why not. @returns the exit code */
export function refuse(message: string): number {
  console.error(message);
  return 1;
}

/** Rows as columns, wide characters counted twice. */
export async function sayTable(rows: readonly Readonly<Record<string, string | number>>[]): Promise<void> {
  const [first] = rows;
  if (!first) {
    await say('(0)');
    return;
  }
  const names = Object.keys(first);
  const widths = names.map((name) => Math.max(width(name), ...rows.map((row) => width(String(row[name] ?? '')))));
  const line = (cells: readonly string[]): string => cells.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - width(cell))).join('  ').trimEnd();
  await say(line(names));
  for (const row of rows) await say(line(names.map((name) => String(row[name] ?? ''))));
}

const width = (text: string): number => [...text].reduce((sum, char) => sum + (/[\u1100-\u115f\u2e80-\uffdc]|[\u{20000}-\u{3ffff}]/u.test(char) ? 2 : 1), 0);
