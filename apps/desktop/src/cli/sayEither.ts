import { inLines } from '@lianyi/schema/basics/visibleText';

/** What was done: its facts as a line of JSON where that is asked for, else in words. @returns the exit code */
export function sayEither(isJson: boolean, facts: unknown, ...words: readonly string[]): number {
  for (const line of isJson ? [JSON.stringify(facts)] : words) console.log(inLines(line));
  return 0;
}

/** Says on the other stream; what somebody put into a name does nothing to the terminal. */
export function remark(text: string): void {
  console.error(inLines(text));
}
