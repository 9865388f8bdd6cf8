/**
 * What a program may write of an error that nobody caught: its name, its code and where it happened. A message can quote a
 * value, and so can what hangs on a database's error (`detail`, `where`), which Node would print with it.
 */
export function crashWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[\w-]{1,40}$/.test(error.code) ? ` ${error.code}` : '';
  return error instanceof Error ? [`${/^\w{1,60}$/.test(error.name) ? error.name : 'Error'}${code}`, ...placesIn(error)].join('\n') : 'something that is no error was thrown';
}

/** The stack without the message in front of it. */
function placesIn({ stack = '' }: Error): readonly string[] {
  return stack.split('\n').filter((line) => /^\s+at .*(?::\d+:\d+\)?|\(native\)|<anonymous>\)?)$/.test(line)).slice(0, 12);
}
