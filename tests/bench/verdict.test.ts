import { expect, test } from 'vitest';
import { atLeast, atMost, reported } from './bench.ts';
import { verdictOf } from './verdict.ts';

const holds = [atMost('search: p95', 9, 'ms', 10), reported('search: memory', 900, 'MB')];
const short = [...holds, atMost('save: p95', 40, 'ms', 25), atLeast('sync: ratio', 1, 'x', 2)];

test('a bench ends with the count and the names of what is short of its budget, and with 1 for it only where that is asked for', () => {
  expect(verdictOf(holds, { isStrict: true, hasFailed: false })).toEqual({ line: '预算都达到 · Every budget holds', exitCode: 0 });
  const { line, exitCode } = verdictOf(short, { isStrict: false, hasFailed: false });
  expect(line).toBe('2 项没有达到预算 · short of their budgets: 2 (save: p95; sync: ratio)');
  expect(exitCode).toBe(0);
  expect(verdictOf(short, { isStrict: true, hasFailed: false })).toEqual({ line, exitCode: 1 });
  expect(verdictOf(holds, { isStrict: false, hasFailed: true }).exitCode).toBe(1);
});
