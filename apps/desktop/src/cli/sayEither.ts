/** What was done: its facts as a line of JSON where that is asked for, else in words. @returns the exit code */
export function sayEither(isJson: boolean, facts: unknown, ...words: readonly string[]): number {
  for (const line of isJson ? [JSON.stringify(facts)] : words) console.log(line);
  return 0;
}
