import { expect, test } from 'vitest';
import { keepRunning } from './keepRunning.ts';
import type { Started } from './processes.ts';

/** A process that the test lets die. */
function aProcess() {
  const deaths: (() => void)[] = [];
  const heard: string[] = [];
  const options = {
    start: (onDeath: () => void): Promise<Started> => {
      deaths.push(onDeath);
      return Promise.resolve({ name: `number ${deaths.length}`, stop: () => Promise.resolve() } as Started);
    },
    onDied: () => void heard.push('died'),
    onBack: () => void heard.push('back'),
    onGivenUp: () => void heard.push('given up'),
    now: () => 0,
  };
  const die = async (): Promise<void> => {
    deaths.at(-1)?.();
    await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { options, heard, die };
}

test('a process that dies is started again and both are told; one that dies over and over is given up', async () => {
  const { options, heard, die } = aProcess();
  const kept = await keepRunning(options);
  await die();
  expect([heard, kept.started().name]).toEqual([['died', 'back'], 'number 2']);
  for (let times = 0; times < 3; times += 1) await die();
  expect(heard).toEqual(['died', 'back', 'died', 'back', 'died', 'back', 'given up']);
});

test('what is stopped stays so, and nothing is told', async () => {
  const { options, heard, die } = aProcess();
  const kept = await keepRunning(options);
  await kept.stop();
  await die();
  expect(heard).toEqual([]);
});
