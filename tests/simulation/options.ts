import { availableParallelism } from 'node:os';

export interface Options {
  readonly seeds: number;
  readonly from: number;
  /** Processes that share the seeds. */
  readonly jobs: number;
  /** One of several: answers with its totals. */
  readonly isJob: boolean;
  /** A file with one schedule, to run instead. */
  readonly schedule: string | null;
  readonly mutants: boolean;
  /** Of the mutants, only the one of this name. */
  readonly mutant: string | null;
  /** The county on a real PostgreSQL. */
  readonly postgres: boolean;
  readonly shrinks: boolean;
  readonly stopsAtFirst: boolean;
}

export const usage = `npm run sim -- [--seeds N] [--from S] [--jobs J] [--json]     N schedules from seed S on, in J processes
npm run sim -- --postgres --seeds N                           the same with the county on a real PostgreSQL
npm run sim -- --schedule FILE                                one schedule, as a failing seed wrote it
npm run sim -- --mutants [--mutant NAME] [--seeds N]          breaks the engines on purpose: each must be caught

The last line is one JSON object. Exit status 1: a promise was broken, a cell too seldom struck, or a mutant survived.`;

/** @returns null for words that are none */
export function optionsOf(words: readonly string[]): Options | null {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (['--json', '--job', '--mutants', '--no-shrink', '--stop', '--postgres'].includes(word)) flags.add(word);
    else if (['--seeds', '--from', '--jobs', '--schedule', '--mutant'].includes(word) && words[at + 1] !== undefined) {
      values.set(word, words[at + 1] ?? '');
      at += 1;
    } else return null;
  }
  const mutants = flags.has('--mutants');
  const numberOf = (name: string, otherwise: number): number => Number(values.get(name) ?? otherwise);
  const [seeds, from, jobs] = [numberOf('--seeds', mutants ? 2_000 : 100), numberOf('--from', 1), numberOf('--jobs', availableParallelism())];
  if (![seeds, from, jobs].every((number) => Number.isSafeInteger(number) && number > 0)) return null;
  return {
    seeds, from, jobs: flags.has('--job') ? 1 : Math.min(jobs, seeds), isJob: flags.has('--job'), mutants, schedule: values.get('--schedule') ?? null, mutant: values.get('--mutant') ?? null,
    postgres: flags.has('--postgres'), shrinks: !flags.has('--no-shrink'), stopsAtFirst: flags.has('--stop'),
  };
}
