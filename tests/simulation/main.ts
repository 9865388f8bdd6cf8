import process from 'node:process';
import { Cells } from './cells.ts';
import { tryOut } from './run.ts';
import { scheduleOf } from './schedule.ts';

const seeds = Number(process.argv[2] ?? 20);
const from = Number(process.argv[3] ?? 1);
const cells = new Cells();
let operations = 0;
const t0 = process.cpuUsage();
for (let seed = from; seed < from + seeds; seed += 1) {
  const outcome = await tryOut(scheduleOf(seed), cells);
  operations += outcome.operations;
  for (const broken of outcome.broken.slice(0, 5)) console.log(seed, broken.oracle, broken.detail);
}
const used = process.cpuUsage(t0);
const s = (used.user + used.system) / 1e6;
console.log({ seeds, operations, perSecond: Math.round(operations / s), s });
if (process.argv[4]) console.log(cells.counts());
