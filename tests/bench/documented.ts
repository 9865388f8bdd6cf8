import { loadavg } from 'node:os';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { answer } from './answer.ts';
import type { BenchRow } from './bench.ts';
import { machine } from './bench.ts';
import { table } from './sync/document/table.ts';
import { writePart } from './sync/document/write.ts';

/** A part of docs/benchmarks.md. */
export interface Part {
  /** Between its marks: never changed, or the part stands there twice. */
  readonly name: string;
  readonly title: string;
  /** What is measured, in a sentence or two. */
  readonly about: string;
}

const load = (): string => loadavg().slice(0, 2).map((each) => each.toFixed(1)).join(', ');

/** Runs a bench as `answer` does, and puts all that it measured into docs/benchmarks.md: when, where, and how busy the machine was. */
export async function documented({ name, title, about }: Part, bench: () => Promise<readonly BenchRow[]>): Promise<void> {
  await answer(async () => {
    const [startedAt, loadBefore] = [localClockTime(new Date()), load()];
    const rows = await bench();
    const told = `Measured from ${startedAt} to ${localClockTime(new Date())} on ${machine()}; load average ${loadBefore} before and ${load()} after (1 and 5 minutes).`;
    writePart(name, [`## ${title}`, told, about, table(['', 'measured', 'asked for', ''], rows.map((row) => [row.name, `${row.value} ${row.unit}`.trim(), row.budget ?? '', row.budget === null ? '' : row.holds ? 'holds' : '**short**']))].join('\n\n'));
    return rows;
  });
}
