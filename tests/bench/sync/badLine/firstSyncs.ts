import type { BenchRow } from '../../bench.ts';
import { atLeast, atMost, reported } from '../../bench.ts';
import type { Taken } from '../contestant.ts';
import { runContestant } from '../contestant.ts';
import type { FilledCounty } from '../filledCounty.ts';
import type { Source } from '../sourceDocuments.ts';
import type { NamedLine } from './lines.ts';
import { cutLine, quickBudgetLine, slowBudgetLine } from './lines.ts';
import { aSlowLine } from './slowLine.ts';

/** What takes longer is given up: more than any budget allows. */
const limitOf = ({ residents, years }: Source): number => (residents >= 100_000 || years !== undefined ? 900 : 240);

/** A first sync by snapshot over a poor line. */
export interface FirstSyncOverLine {
  readonly line: NamedLine;
  /** null when it was not complete within `limitS`, and given up. */
  readonly taken: Taken | null;
  readonly limitS: number;
  readonly bytes: number;
  readonly cuts: number;
}

export async function firstSyncOver(line: NamedLine, county: FilledCounty, source: Source): Promise<FirstSyncOverLine> {
  const limitS = limitOf(source);
  const slow = await aSlowLine(county.url, line);
  try {
    const taken = await runContestant('race/lianyi.ts', { source, from: slow.url, enrolled: await county.enrol() }, limitS);
    console.log(`  … ${source.residents} patients, ${line.name}: ${taken === null ? 'given up' : `${taken.seconds.toFixed(1)} s`}`);
    return { line, taken, limitS, bytes: slow.bytes(), cuts: slow.cuts() };
  } finally {
    await slow.close();
  }
}

/** The budgets of a hundred thousand hold where there are as many. */
export function firstSyncRows(source: Source, syncs: readonly FirstSyncOverLine[]): readonly BenchRow[] {
  return syncs.flatMap(({ line, taken, bytes, cuts }) => {
    const at = `${source.residents} patients${source.years === undefined ? '' : `, ${source.years} years of work`}, ${line.name}: `;
    const isLarge = source.residents >= 100_000;
    return [
      line === quickBudgetLine ? atMost(`${at}first patient`, taken?.firstS ?? Number.NaN, 's', 60) : reported(`${at}first patient`, taken?.firstS ?? Number.NaN, 's'),
      isLarge && line === slowBudgetLine ? atMost(`${at}complete`, taken?.seconds ?? Number.NaN, 's', 480) : reported(`${at}complete`, taken?.seconds ?? Number.NaN, 's'),
      reported(`${at}on the line`, bytes / 1e3, 'kB'),
      ...(line.cut ? [reported(`${at}cuts`, cuts, '')] : []),
      ...((isLarge || source.years !== undefined) && taken !== null && taken.peakMB !== null ? [atMost(`${at}peak memory of the clinic's host`, taken.peakMB, 'MB', 200)] : []),
    ];
  });
}

/** What is sent again after a cut: the difference from a first sync without one, over the same line. */
export interface Resumed {
  readonly whole: FirstSyncOverLine;
  readonly cut: FirstSyncOverLine;
  readonly largestChunk: number;
  readonly repeated: number;
}

export async function resumed(county: FilledCounty, source: Source): Promise<Resumed> {
  const whole = await firstSyncOver(quickBudgetLine, county, source);
  const cut = await firstSyncOver(cutLine, county, source);
  return { whole, cut, largestChunk: Math.max(...county.chunkBytes), repeated: (cut.bytes - whole.bytes) / Math.max(1, cut.cuts) };
}

export function resumedRows({ cut, largestChunk, repeated }: Resumed): readonly BenchRow[] {
  const share = (repeated / largestChunk) * 100;
  return [
    atLeast('resume: cuts that were made', cut.cuts, '', 1),
    { ...atMost('resume: sent again for each cut, less than a chunk', repeated / 1e3, 'kB', Math.round(largestChunk / 1e3)), holds: repeated < largestChunk },
    // Whoever began each chunk anew would send half of one again, and be within the budget above.
    atMost('resume: sent again for each cut, no more than is kept at once', repeated / 1e3, 'kB', 64),
    reported('resume: the same, share of the largest chunk', share, '%'),
  ];
}
