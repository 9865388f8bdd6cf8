import type { BenchRow } from '../../bench.ts';
import { atLeast, atMost, reported } from '../../bench.ts';
import type { Taken, Task } from '../contestant.ts';
import { answerOf, runContestant, serving } from '../contestant.ts';
import type { FilledCounty } from '../filledCounty.ts';
import { filledCounty } from '../filledCounty.ts';
import { join } from 'node:path';
import type { Source } from '../sourceDocuments.ts';

/** One contestant's first sync, with the batch that served it best. */
export interface Entrant {
  readonly name: string;
  readonly taken: Taken;
  readonly batch: number | null;
  /** Seconds by batch size, of all that were tried. */
  readonly tried: Readonly<Record<number, number>>;
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

const batches = { rxdb: [200, 1_000, 5_000], pouch: [100, 500, 2_000] } as const;

/** Everybody takes the same documents, one after another, so that none has less of the machine than another. */
export async function race(source: Source): Promise<Race> {
  const county = await filledCounty(source);
  const entrants: Entrant[] = [];
  try {
    entrants.push({ name: entrantNames.snapshot, ...(await lianyi(county, source, 1)) }, { name: entrantNames.log, ...(await lianyi(county, source, 0)) });
  } finally {
    await county.close();
  }
  const pages = await serving('race/pageSource.ts', source);
  entrants.push({ name: entrantNames.rxdbMemory, ...(await bestOf('race/rxdbMemory.ts', { source, from: pages.url }, batches.rxdb)) });
  entrants.push({ name: entrantNames.rxdbDexie, ...(await bestOf('race/rxdbChromium.ts', { source, from: pages.url }, batches.rxdb)) });
  await pages.end();
  const couch = await serving('race/couchSource.ts', source);
  entrants.push({ name: entrantNames.pouch, ...(await bestOf('race/pouch.ts', { source, from: couch.url }, batches.pouch)) });
  await couch.end();
  const rows = await answerOf<string>(join(import.meta.dirname, 'recordRows.ts'), JSON.stringify(source));
  entrants.push({ name: entrantNames.raw, batch: null, tried: {}, taken: said(entrantNames.raw, await runContestant('race/rawSqlite.ts', { source, from: rows, batch: 0 })) });
  return { source, entrants, builtS: county.builtS };
}

/** The budgets of docs/DESIGN: how many times as long each peer takes, and the share of the limit that is reached. */
export function raceRows({ source, entrants, builtS }: Race): readonly BenchRow[] {
  const named = (name: string): Taken => entrants.find((entrant) => entrant.name === name)?.taken ?? missing(name);
  const [snapshot, raw] = [named(entrantNames.snapshot), named(entrantNames.raw)];
  const at = `${source.residents} patients: `;
  return [
    atLeast(`${at}first sync, against PouchDB 9 (LevelDB)`, named(entrantNames.pouch).seconds / snapshot.seconds, 'x', 4),
    atLeast(`${at}first sync, against RxDB 17 on Dexie in Chromium`, named(entrantNames.rxdbDexie).seconds / snapshot.seconds, 'x', 3),
    atLeast(`${at}first sync, against RxDB 17 in memory`, named(entrantNames.rxdbMemory).seconds / snapshot.seconds, 'x', 1),
    atLeast(`${at}first sync, the line and all, share of raw inserts`, (raw.seconds / snapshot.seconds) * 100, '%', 60),
    atMost(`${at}peak memory of the clinic's host, snapshot`, snapshot.peakMB ?? Number.NaN, 'MB', 200),
    atMost(`${at}peak memory of the clinic's host, log`, named(entrantNames.log).peakMB ?? Number.NaN, 'MB', 200),
    atMost(`${at}documents that differ from the source, all contestants`, entrants.reduce((sum, { taken }) => sum + taken.differences, 0), '', 0),
    reported(`${at}snapshot made beforehand in`, builtS, 's'),
    ...entrants.flatMap(({ name, taken }) => [
      reported(`${at}${name}`, taken.seconds, 's'),
      ...(taken.cpuS === null ? [] : [reported(`${at}${name}: CPU`, taken.cpuS, 's')]),
      ...(taken.peakMB === null ? [] : [reported(`${at}${name}: peak memory`, taken.peakMB, 'MB')]),
    ]),
  ];
}

/** No contestant of ours may cost more for each patient where there are ten times as many. */
export function growthRows(small: Race, large: Race): readonly BenchRow[] {
  const times = large.source.residents / small.source.residents;
  return [entrantNames.snapshot, entrantNames.log].flatMap((name) => {
    const [few, many] = [small, large].map(({ entrants }) => entrants.find((entrant) => entrant.name === name)?.taken.cpuS ?? Number.NaN);
    // A tenth for what the clock of the processor is worth.
    return [atMost(`${name}: CPU for each patient, ${large.source.residents} against ${small.source.residents}`, (many ?? Number.NaN) / (few ?? Number.NaN) / times, 'x', 1.1)];
  });
}

async function lianyi(county: FilledCounty, source: Source, batch: 0 | 1): Promise<Omit<Entrant, 'name'>> {
  const taken = await runContestant('race/lianyi.ts', { source, from: county.url, batch, enrolled: await county.enrol() });
  return { batch: null, tried: {}, taken: said(batch === 0 ? entrantNames.log : entrantNames.snapshot, taken) };
}

async function bestOf(file: string, task: Omit<Task, 'batch'>, sizes: readonly number[]): Promise<Omit<Entrant, 'name'>> {
  const runs: { readonly batch: number; readonly taken: Taken }[] = [];
  for (const batch of sizes) runs.push({ batch, taken: said(`${file}, batches of ${batch}`, await runContestant(file, { ...task, batch })) });
  const best = runs.toSorted((a, b) => a.taken.seconds - b.taken.seconds)[0] ?? missing(file);
  return { ...best, tried: Object.fromEntries(runs.map(({ batch, taken }) => [batch, taken.seconds])) };
}

function said(name: string, taken: Taken): Taken {
  console.log(`  … ${name}: ${taken.seconds.toFixed(1)} s`);
  return taken;
}

function missing(name: string): never {
  throw new Error(`nothing was measured of ${name}`);
}
