import { peakMB } from './peakMemory.ts';
import { cpus, totalmem } from 'node:os';

/** One measured number. Without a budget it is only reported. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** `<= 10`: what the value must keep to. */
  readonly budget: string | null;
  readonly holds: boolean;
}

export interface BenchResult {
  readonly name: string;
  readonly machine: string;
  readonly rows: readonly BenchRow[];
}

export const atMost = (name: string, value: number, unit: string, limit: number): BenchRow => ({ name, value: rounded(value), unit, budget: `<= ${limit}`, holds: value <= limit });
export const atLeast = (name: string, value: number, unit: string, limit: number): BenchRow => ({ name, value: rounded(value), unit, budget: `>= ${limit}`, holds: value >= limit });
export const reported = (name: string, value: number, unit: string): BenchRow => ({ name, value: rounded(value), unit, budget: null, holds: true });

const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** The value below which `share` of the measurements lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Milliseconds that the work took. */
export function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

/** Milliseconds of the processor that the work took: what remains on a machine that has other things to do. */
export function cpuTimed(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export const machine = (): string => `${cpus()[0]?.model.trim() ?? 'unknown'} x ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;

/** Memory of the bench's own process (of `save` and `tail`: with three replicas) now and at its highest, MB. */
export const memoryRows = (): readonly BenchRow[] => [
  reported('process: resident at the end', process.memoryUsage().rss / 1e6, 'MB'),
  reported('process: resident at its highest', peakMB(), 'MB'),
  reported('process: JavaScript heap at the end', process.memoryUsage().heapUsed / 1e6, 'MB'),
];

export const cpuRow = (): BenchRow => {
  const { user, system } = process.cpuUsage();
  return reported('process: CPU', (user + system) / 1e6, 's');
};
