import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BenchRow } from '../../bench.ts';
import { atLeast, atMost, reported } from '../../bench.ts';
import type { Taken, Task } from '../contestant.ts';
import { answerOf, runContestant, serving } from '../contestant.ts';
import type { FilledCounty } from '../filledCounty.ts';
import { filledCounty } from '../filledCounty.ts';
import type { Source } from '../sourceDocuments.ts';

/** One contestant's first sync, with the batch that served it best. */
export interface Entrant {
  readonly name: string;
  readonly taken: Taken;
  /** null where there is none to choose. */
  readonly batch: number | null;
  readonly tried: readonly { readonly batch: number; readonly taken: Taken }[];
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
/** Where there is no batch to choose there are as many tries: a best of three against a best of three. */
const runs = [1, 2, 3] as const;

/** Everybody takes the same documents, one after another, so that none has less of the machine than another. */
export async function race(source: Source): Promise<Race> {
  const county = await filledCounty(source);
  const entrants: Entrant[] = [];
  try {
    entrants.push({ name: entrantNames.snapshot, ...(await lianyi(county, source, 'snapshot')) }, { name: entrantNames.log, ...(await lianyi(county, source, 'log')) });
  } finally {
    await county.close();
  }
  const pages = await serving('race/pageSource.ts', source);
  entrants.push({ name: entrantNames.rxdbMemory, ...(await bestOf('race/rxdbMemory.ts', async () => ({ source, from: pages.url }), batches.rxdb)) });
  entrants.push({ name: entrantNames.rxdbDexie, ...(await bestOf('race/rxdbChromium.ts', async () => ({ source, from: pages.url }), batches.rxdb)) });
  await pages.end();
  const couch = await serving('race/couchSource.ts', source);
  entrants.push({ name: entrantNames.pouch, ...(await bestOf('race/pouch.ts', async () => ({ source, from: couch.url }), batches.pouch)) });
  await couch.end();
  const rows = (await answerOf<string>(join(import.meta.dirname, 'recordRows.ts'), source)) ?? missing('the rows');
  entrants.push({ name: entrantNames.raw, ...(await bestOf('race/rawSqlite.ts', async () => ({ source, from: rows }), runs)) });
  rmSync(dirname(rows), { recursive: true });
  return { source, entrants, builtS: county.builtS };
}

/** The budgets of docs/DESIGN: how many times as long each peer takes, and the share of the limit that is reached. */
export function raceRows({ source, entrants, builtS }: Race): readonly BenchRow[] {
  const named = (name: string): Taken => entrants.find((entrant) => entrant.name === name)?.taken ?? missing(name);
  const [snapshot, raw] = [named(entrantNames.snapshot), named(entrantNames.raw)];
  const at = `${source.residents} patients: `;
  const cpuAgainst = (name: string): BenchRow => reported(`${at}the same in CPU, against ${name}`, (named(name).cpuS ?? Number.NaN) / (snapshot.cpuS ?? Number.NaN), 'x');
  return [
    atLeast(`${at}first sync, against PouchDB 9 (LevelDB)`, named(entrantNames.pouch).seconds / snapshot.seconds, 'x', 4),
    atLeast(`${at}first sync, against RxDB 17 on Dexie in Chromium`, named(entrantNames.rxdbDexie).seconds / snapshot.seconds, 'x', 3),
    atLeast(`${at}first sync, against RxDB 17 in memory`, named(entrantNames.rxdbMemory).seconds / snapshot.seconds, 'x', 1),
    atLeast(`${at}first sync, the line and all, share of raw inserts`, (raw.seconds / snapshot.seconds) * 100, '%', 60),
    atMost(`${at}peak memory of the clinic's host, snapshot`, snapshot.peakMB ?? Number.NaN, 'MB', 200),
    atMost(`${at}peak memory of the clinic's host, log`, named(entrantNames.log).peakMB ?? Number.NaN, 'MB', 200),
    atMost(`${at}documents that differ from the source, all contestants`, entrants.reduce((sum, { taken }) => sum + taken.differences, 0), '', 0),
    ...[entrantNames.pouch, entrantNames.rxdbDexie, entrantNames.rxdbMemory].map(cpuAgainst),
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

async function lianyi(county: FilledCounty, source: Source, road: NonNullable<Task['road']>): Promise<Omit<Entrant, 'name'>> {
  return bestOf('race/lianyi.ts', async () => ({ source, from: county.url, road, enrolled: await county.enrol() }), runs);
}

async function bestOf(file: string, task: () => Promise<Task>, sizes: readonly number[]): Promise<Omit<Entrant, 'name'>> {
  const tried: { readonly batch: number; readonly taken: Taken }[] = [];
  for (const batch of sizes) tried.push({ batch, taken: said(`${file}, ${batch}`, await runContestant(file, { ...(await task()), batch })) });
  const best = tried.toSorted((a, b) => a.taken.seconds - b.taken.seconds)[0] ?? missing(file);
  return { taken: best.taken, batch: sizes === runs ? null : best.batch, tried };
}


function said(name: string, taken: Taken): Taken {
  console.log(`  … ${name}: ${taken.seconds.toFixed(1)} s`);
  return taken;
}

function missing(name: string): never {
  throw new Error(`nothing was measured of ${name}`);
}
