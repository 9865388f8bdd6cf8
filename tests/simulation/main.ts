/** `npm run sim`: schedules of faults on the real engines, and what is left of the promises. See `options.ts` for the words. */
import process from 'node:process';
import { Cells } from './cells.ts';
import { memoryDatabase } from './county/database.ts';
import { mutants } from './mutants/mutants.ts';
import { runMutants } from './mutants/runMutants.ts';
import { oracles } from './oracles.ts';
import type { Options } from './options.ts';
import { optionsOf, usage } from './options.ts';
import type { Totals } from './report.ts';
import { reportOf, sumOf } from './report.ts';
import { tryOut } from './run.ts';
import { readSchedule } from './readSchedule.ts';
import { possibleCells, scheduleOf } from './schedule.ts';
import { explain } from './explain.ts';
import { runJobs } from './runJobs.ts';

/** After this many schedules each cell must have been hit so often: fewer prove nothing about it. */
const coveredAfter = 1_000;
const leastHits = 100;

const options = optionsOf(process.argv.slice(2));
if (typeof options === 'string') {
  console.error(`${options}\n\n${usage}`);
  process.exitCode = 2;
} else if (options.mutants && options.mutant !== null && !mutants.some(({ name }) => name === options.mutant)) {
  console.error(`没有这种改法 · No such mutant: ${options.mutant}\n${mutants.map(({ name }) => `  ${name}`).join('\n')}`);
  process.exitCode = 2;
} else if (options.mutants) {
  process.exitCode = await runMutants(options);
} else if (options.schedule !== null) {
  process.exitCode = await replay(options.schedule);
} else {
  const totals = options.jobs > 1 ? sumOf(await runJobs(options)) : await runSeeds(options);
  if (options.isJob) process.stdout.write(`${JSON.stringify(totals)}\n`);
  else process.exitCode = finish(totals);
}

/** One schedule after the other, in this process. */
async function runSeeds({ seeds, from, postgres: onPostgres, shrinks, stopsAtFirst }: Options): Promise<Totals> {
  // Loaded only where it is asked for: it brings a whole PostgreSQL.
  const postgres = onPostgres ? await import('./county/postgresDatabase.ts') : null;
  const cells = new Cells();
  const started = process.cpuUsage();
  let [schedules, operations, saves, messages, faults] = [0, 0, 0, 0, 0];
  const broken = Object.fromEntries(oracles.map((oracle) => [oracle, 0]));
  const failed: number[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const schedule = scheduleOf(seed);
    const outcome = await tryOut(schedule, cells, postgres === null ? memoryDatabase() : await postgres.postgresDatabase());
    schedules += 1;
    operations += outcome.operations;
    saves += outcome.saves;
    messages += outcome.messages;
    faults += outcome.faults;
    for (const { oracle } of outcome.broken) broken[oracle] = (broken[oracle] ?? 0) + 1;
    if (outcome.broken.length > 0) {
      failed.push(seed);
      await explain(schedule, outcome.broken, { shrinks });
      if (stopsAtFirst) break;
    }
  }
  await postgres?.stop();
  const { user, system } = process.cpuUsage(started);
  return { schedules, operations, saves, messages, faults, broken, failed, cpuSeconds: (user + system) / 1e6, cells: cells.counts() };
}

async function replay(path: string): Promise<number> {
  const schedule = readSchedule(path);
  if (typeof schedule === 'string') {
    console.error(schedule);
    return 1;
  }
  const { broken } = await tryOut(schedule, new Cells());
  for (const { oracle, detail } of broken) console.error(`${oracle}: ${detail}`);
  return broken.length > 0 ? 1 : 0;
}

/** Says what came of it. @returns the exit status: 1 if a promise was broken, or cells were not struck often enough */
function finish(totals: Totals): number {
  const thin = totals.schedules >= coveredAfter ? new Cells(totals.cells).below(leastHits, possibleCells) : [];
  for (const cell of thin) console.error(`${cell}: ${totals.cells[cell] ?? 0} hits in ${totals.schedules} schedules, ${leastHits} wanted`);
  console.log(JSON.stringify(reportOf(totals, possibleCells)));
  return totals.failed.length > 0 || thin.length > 0 ? 1 : 0;
}
