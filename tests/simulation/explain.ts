import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cells } from './cells.ts';
import type { Broken } from './oracles.ts';
import { tryOut } from './run.ts';
import type { Action, Schedule } from './schedule.ts';

const root = join(import.meta.dirname, '../..');
const mostTries = 400;

/** Says what broke, how to see it again, and the fewest actions with which it still breaks. */
export async function explain(schedule: Schedule, broken: readonly Broken[], { shrinks }: { readonly shrinks: boolean }): Promise<void> {
  for (const { oracle, detail } of broken.slice(0, 8)) console.error(`seed ${schedule.seed}: ${oracle}: ${detail}`);
  console.error(`again: npm run sim -- --from ${schedule.seed} --seeds 1`);
  if (!shrinks) return;
  const least = await shrunk(schedule, broken[0]?.oracle ?? 'stuck');
  const folder = join(root, 'test-results', 'simulation');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `seed-${schedule.seed}.json`);
  writeFileSync(file, `${JSON.stringify(least, null, 1)}\n`);
  console.error(`${least.actions.length} of ${schedule.actions.length} actions are enough (npm run sim -- --schedule test-results/simulation/seed-${schedule.seed}.json):`);
  for (const action of least.actions) console.error(`  ${JSON.stringify(action)}`);
}

/** Leaves out halves, quarters ... of the actions as long as the same oracle speaks (delta debugging, Zeller 1999). */
async function shrunk(schedule: Schedule, oracle: string): Promise<Schedule> {
  const left = { tries: mostTries };
  const breaks = async (actions: readonly Action[]): Promise<boolean> => {
    left.tries -= 1;
    const { broken } = await tryOut({ ...schedule, actions }, new Cells());
    return broken.some((one) => one.oracle === oracle);
  };
  let actions = schedule.actions;
  for (let size = Math.ceil(actions.length / 2); size >= 1 && left.tries > 0;) {
    let isSmaller = false;
    for (let at = 0; at < actions.length && left.tries > 0;) {
      const rest = [...actions.slice(0, at), ...actions.slice(at + size)];
      if (await breaks(rest)) {
        actions = rest;
        isSmaller = true;
      } else at += size;
    }
    if (size === 1 && !isSmaller) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return { ...schedule, actions };
}
