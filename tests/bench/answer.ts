import type { BenchRow } from './bench.ts';
import { cpuRow, memoryRows } from './bench.ts';

/** Runs a bench and tells its rows to the process that started it, or on the terminal when nobody did. */
export async function answer(bench: () => readonly BenchRow[] | Promise<readonly BenchRow[]>): Promise<void> {
  const rows = [...(await bench()), ...memoryRows(), cpuRow()];
  if (process.send) process.send(rows);
  else console.table(rows);
}
