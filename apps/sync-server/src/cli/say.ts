import { once } from 'node:events';
import { inLines, inOneLine } from '@lianyi/schema/basics/visibleText';

/** Writes a line for people, or of JSON: what somebody put into a name does nothing to the terminal. */
export async function say(line: string): Promise<void> {
  await sayAsIs(inLines(line));
}

/** Writes a line byte for byte, waiting where the reader is slower than we are: for what is compared or hashed. */
export async function sayAsIs(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

/** What was done: its facts as a line of JSON where that is asked for, else in words. @returns the exit code */
export async function sayEither({ json }: { readonly json: boolean }, facts: unknown, words: string): Promise<number> {
  await say(json ? JSON.stringify(facts) : words);
  return 0;
}

/** Says on the other stream why not. @returns the exit code */
export function refuse(message: string): number {
  remark(message);
  return 1;
}

/** Says something beside what was asked for, on the other stream. */
export function remark(message: string): void {
  console.error(inLines(message));
}

/** Rows as columns, wide characters counted twice. */
export async function sayTable(rows: readonly Readonly<Record<string, string | number>>[]): Promise<void> {
  const [first] = rows;
  if (!first) {
    await say('(0)');
    return;
  }
  const names = Object.keys(first);
  const widths = names.map((name) => Math.max(width(name), ...rows.map((row) => width(cellOf(row[name])))));
  const line = (cells: readonly string[]): string => cells.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - width(cell))).join('  ').trimEnd();
  await say(line(names));
  for (const row of rows) await say(line(names.map((name) => cellOf(row[name]))));
}

const cellOf = (value: string | number | undefined): string => inOneLine(String(value ?? ''));

const width = (text: string): number => [...text].reduce((sum, char) => sum + (/[\u1100-\u115f\u2e80-\uffdc]|[\u{20000}-\u{3ffff}]/u.test(char) ? 2 : 1), 0);
