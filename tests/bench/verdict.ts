import type { BenchRow } from './bench.ts';

/** How a run ends: in one line, each number that is short of its budget by its name; and the exit code. */
export interface Verdict {
  readonly line: string;
  readonly exitCode: 0 | 1;
}

/**
 * A budget that is missed says as much of a busy machine as of the code: it ends with 1 only where that is asked for.
 * @param isStrict `--strict`
 * @param hasFailed a bench gave no numbers, which is an error however it was asked
 */
export function verdictOf(rows: readonly BenchRow[], { isStrict, hasFailed }: { readonly isStrict: boolean; readonly hasFailed: boolean }): Verdict {
  const short = rows.filter(({ holds }) => !holds);
  const line = short.length === 0 ? '预算都达到 · Every budget holds' : `${short.length} 项没有达到预算 · short of their budgets: ${short.length} (${short.map(({ name }) => name).join('; ')})`;
  return { line, exitCode: hasFailed || (isStrict && short.length > 0) ? 1 : 0 };
}
