import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BenchRow } from '../../bench.ts';
import { atLeast, atMost, reported } from '../../bench.ts';
import type { Taken, Task } from '../contestant.ts';
import { answerOf, runContestant, serving } from '../contestant.ts';
import { filledCounty } from '../filledCounty.ts';
import type { Source } from '../sourceDocuments.ts';

interface Try {
  readonly taken: Taken;
  /** null where there is none to choose. */
  readonly batch: number | null;
}

/** A contestant's first sync, the best of its tries. */
export interface Entrant extends Try {
  readonly name: string;
  readonly tried: readonly Try[];
}

export interface Race {
  readonly source: Source;
  readonly entrants: readonly Entrant[];
  /** Seconds in which the county had made the snapshot before. */
  readonly builtS: number;
}

export const entrantNames = {
  snapshot: 'Lianyi, snapshot', log: 'Lianyi, log tail', rxdbMemory: 'RxDB 17, in memory (Node)', rxdbDexie: 'RxDB 17, Dexie (Chromium)', pouch: 'PouchDB 9 (LevelDB)', raw: 'raw better-sqlite3',
} as const;

/** By contestant, the batch of each try; a contestant that has none to choose has as many tries. */
export interface Tries {
  readonly count: number;
  readonly batches: Readonly<Record<string, readonly number[]>>;
}

export const bestOfThree: Tries = {
  count: 3,
  batches: { [entrantNames.rxdbMemory]: [200, 1_000, 5_000], [entrantNames.rxdbDexie]: [200, 1_000, 5_000], [entrantNames.pouch]: [100, 500, 2_000] },
};

/** Where a try takes many minutes: one, with the batch that was best before, or that usually is. */
export function onceAsIn(small: Race | undefined): Tries {
  const usual: Readonly<Record<string, number>> = { [entrantNames.rxdbMemory]: 1_000, [entrantNames.rxdbDexie]: 1_000, [entrantNames.pouch]: 500 };
  const batchOf = (name: string, otherwise: number): number => small?.entrants.find((entrant) => entrant.name === name)?.batch ?? otherwise;
  return { count: 1, batches: Object.fromEntries(Object.entries(usual).map(([name, otherwise]) => [name, [batchOf(name, otherwise)]])) };
}

interface Contestant {
  readonly name: string;
  readonly file: string;
  readonly task: () => Task | Promise<Task>;
}

/** Everybody takes the same documents, turn and turn about, so that an hour in which the machine is busy falls on all. */
export async function race(source: Source, tries: Tries): Promise<Race> {
  const rows = (await answerOf<string>(join(import.meta.dirname, 'recordRows.ts'), source)) ?? missing('the rows');
  const [county, pages, couch] = [await filledCounty(source), await serving('race/pageSource.ts', source), await serving('race/couchSource.ts', source)];
  const contestants: readonly Contestant[] = [
    { name: entrantNames.snapshot, file: 'race/lianyi.ts', task: async () => ({ source, from: county.url, road: 'snapshot', enrolled: await county.enrol() }) },
    { name: entrantNames.log, file: 'race/lianyi.ts', task: async () => ({ source, from: county.url, road: 'log', enrolled: await county.enrol() }) },
    { name: entrantNames.rxdbMemory, file: 'race/rxdbMemory.ts', task: () => ({ source, from: pages.url }) },
    { name: entrantNames.rxdbDexie, file: 'race/rxdbChromium.ts', task: () => ({ source, from: pages.url }) },
    { name: entrantNames.pouch, file: 'race/pouch.ts', task: () => ({ source, from: couch.url }) },
    { name: entrantNames.raw, file: 'race/rawSqlite.ts', task: () => ({ source, from: rows }) },
  ];
  const tried = new Map<string, Try[]>(contestants.map(({ name }) => [name, []]));
  try {
    for (let at = 0; at < tries.count; at += 1) {
      for (const contestant of contestants) tried.get(contestant.name)?.push(await tryOf(contestant, tries.batches[contestant.name]?.[at] ?? null));
    }
  } finally {
    await county.close();
    await pages.end();
    await couch.end();
    rmSync(dirname(rows), { recursive: true });
  }
  return { source, builtS: county.builtS, entrants: contestants.map(({ name }) => bestOf(name, tried.get(name) ?? [])) };
}

async function tryOf({ name, file, task }: Contestant, batch: number | null): Promise<Try> {
  const taken = await runContestant(file, { ...(await task()), ...(batch !== null && { batch }) });
  console.log(`  … ${name}${batch === null ? '' : `, batches of ${batch}`}: ${taken.seconds.toFixed(1)} s`);
  return { batch, taken };
}

function bestOf(name: string, tried: readonly Try[]): Entrant {
  const best = tried.toSorted((a, b) => a.taken.seconds - b.taken.seconds)[0] ?? missing(name);
  return { name, ...best, tried };
}

/** The budgets of docs/DESIGN: how many times as long each peer takes, and the share of the limit that is reached. */
export function raceRows({ source, entrants, builtS }: Race): readonly BenchRow[] {
  const named = (name: string): Taken => entrants.find((entrant) => entrant.name === name)?.taken ?? missing(name);
  const [snapshot, raw] = [named(entrantNames.snapshot), named(entrantNames.raw)];
  const at = `${source.residents} patients: `;
  const cpuAgainst = (name: string): BenchRow => reported(`${at}first sync in CPU, against ${name}`, (named(name).cpuS ?? Number.NaN) / (snapshot.cpuS ?? Number.NaN), 'x');
  return [
    atLeast(`${at}first sync, against PouchDB 9 (LevelDB)`, named(entrantNames.pouch).seconds / snapshot.seconds, 'x', 4),
    atLeast(`${at}first sync, against RxDB 17 on Dexie in Chromium`, named(entrantNames.rxdbDexie).seconds / snapshot.seconds, 'x', 3),
    atLeast(`${at}first sync, against RxDB 17 in memory`, named(entrantNames.rxdbMemory).seconds / snapshot.seconds, 'x', 1),
    atLeast(`${at}first sync, the line and all, share of raw inserts`, (raw.seconds / snapshot.seconds) * 100, '%', 60),
    atMost(`${at}peak memory of the clinic's host, snapshot`, snapshot.peakMB ?? Number.NaN, 'MB', 200),
    atMost(`${at}peak memory of the clinic's host, log`, named(entrantNames.log).peakMB ?? Number.NaN, 'MB', 200),
    ...[entrantNames.pouch, entrantNames.rxdbDexie, entrantNames.rxdbMemory].map(cpuAgainst),
    reported(`${at}snapshot made beforehand in`, builtS, 's'),
    ...entrants.flatMap(({ name, taken }) => [
      reported(`${at}${name}`, taken.seconds, 's'),
      ...(taken.cpuS === null ? [] : [reported(`${at}${name}: CPU`, taken.cpuS, 's')]),
      ...(taken.peakMB === null ? [] : [reported(`${at}${name}: peak memory`, taken.peakMB, 'MB')]),
    ]),
  ];
}

/** No contestant of ours may cost more for each patient where there are ten times as many; of the limit it is told, since the tables are the same. */
export function growthRows(small: Race, large: Race): readonly BenchRow[] {
  const times = large.source.residents / small.source.residents;
  const growth = (name: string): number => {
    const [few, many] = [small, large].map(({ entrants }) => entrants.find((entrant) => entrant.name === name)?.taken.cpuS ?? Number.NaN);
    return (many ?? Number.NaN) / (few ?? Number.NaN) / times;
  };
  const title = (name: string): string => `${name}: CPU for each patient, ${large.source.residents} against ${small.source.residents}`;
  return [
    // A tenth for what the clock of the processor is worth.
    ...[entrantNames.snapshot, entrantNames.log].map((name) => atMost(title(name), growth(name), 'x', 1.1)),
    reported(title(entrantNames.raw), growth(entrantNames.raw), 'x'),
  ];
}

function missing(name: string): never {
  throw new Error(`nothing was measured of ${name}`);
}
