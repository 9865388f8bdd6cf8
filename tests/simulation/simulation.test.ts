/** The simulation itself: it repeats, it strikes, its mutants still fit the code, and what it has found stays mended. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Cells } from './cells.ts';
import { copiedTree, mutate } from './mutants/mutatedTree.ts';
import { mutants } from './mutants/mutants.ts';
import { tryOut } from './run.ts';
import type { Schedule } from './schedule.ts';
import { possibleCells, scheduleOf } from './schedule.ts';

test('a seed gives the same schedule, the same faults and the same end each time', async () => {
  const run = async () => {
    const cells = new Cells();
    const outcome = await tryOut(scheduleOf(7), cells);
    return { ...outcome, cells: cells.counts() };
  };
  const first = await run();
  expect(await run()).toEqual(first);
  expect(first.faults).toBeGreaterThan(5);
  expect(first.broken).toEqual([]);
});

test('what is struck is a possible cell, and nothing else', async () => {
  const cells = new Cells();
  for (const seed of [11, 12, 13]) await tryOut(scheduleOf(seed), cells);
  expect(Object.keys(cells.counts()).filter((cell) => !possibleCells.includes(cell))).toEqual([]);
  expect(Object.keys(cells.counts()).length).toBeGreaterThan(20);
});

test('every mutant breaks a text that stands in the shipping code once', () => {
  const tree = copiedTree();
  try {
    for (const mutant of mutants) mutate(tree.folder, mutant)();
  } finally {
    tree.remove();
  }
  expect(mutants.length).toBeGreaterThanOrEqual(12);
});

/** Each file is a schedule that once broke a promise, shrunk to what was enough. */
describe('found before', () => {
  const folder = join(import.meta.dirname, 'found');
  test.each(readdirSync(folder).map((name) => [name.replace('.json', '')]))('%s', async (name) => {
    const schedule = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Schedule;
    expect((await tryOut(schedule, new Cells())).broken).toEqual([]);
  });
});
