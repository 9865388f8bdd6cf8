import type { Cells } from './cells.ts';
import type { CountyDatabase } from './county/database.ts';
import { memoryDatabase } from './county/database.ts';
import type { Broken } from './oracles.ts';
import { brokenPromises } from './oracles.ts';
import type { Schedule } from './schedule.ts';
import { runSchedule } from './world/world.ts';

export interface Outcome {
  readonly broken: readonly Broken[];
  readonly operations: number;
  readonly saves: number;
  readonly messages: number;
  readonly faults: number;
}

/** Runs one schedule and looks at what is left of the promises; an engine that throws has broken one, too. */
export async function tryOut(schedule: Schedule, cells: Cells, database: CountyDatabase = memoryDatabase()): Promise<Outcome> {
  const ended = await runSchedule(schedule, cells, database);
  try {
    const { operations, saves, messages, faults } = ended;
    return { broken: brokenPromises(ended), operations, saves, messages, faults };
  } finally {
    ended.close();
    await database.close();
  }
}
