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

export const usage = `用法 · Usage:

npm run sim -- [--seeds N] [--from S] [--jobs J] [--json]     N 个日程 · N schedules from seed S on, in J processes
npm run sim -- --postgres --seeds N                           县用真的 PostgreSQL · the same with the county on a real PostgreSQL
npm run sim -- --schedule FILE                                重放一个日程 · one schedule, as a failing seed wrote it
npm run sim -- --mutants [--mutant NAME] [--seeds N]          故意改坏，每一种都要被抓住 · breaks the engines on purpose: each must be caught

最后一行是一个 JSON。退出码 1：有承诺没守住、有格子打得太少、或有改坏的没抓住 · The last line is one JSON object. Exit status 1: a promise was broken, a cell too seldom struck, or a mutant survived.`;

/** @returns what is wrong with the words, if something is */
export function optionsOf(words: readonly string[]): Options | string {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (['--json', '--job', '--mutants', '--no-shrink', '--stop', '--postgres'].includes(word)) flags.add(word);
    else if (['--seeds', '--from', '--jobs', '--schedule', '--mutant'].includes(word) && words[at + 1] !== undefined) {
      values.set(word, words[at + 1] ?? '');
      at += 1;
    } else return `看不懂 · Not understood: ${word}`;
  }
  const mutants = flags.has('--mutants') || values.has('--mutant');
  const numberOf = (name: string, otherwise: number): number => Number(values.get(name) ?? otherwise);
  const [seeds, from, jobs] = [numberOf('--seeds', mutants ? 2_000 : 100), numberOf('--from', 1), numberOf('--jobs', availableParallelism())];
  if (![seeds, from, jobs].every((number) => Number.isSafeInteger(number) && number > 0)) return '--seeds、--from、--jobs 要正整数 · --seeds, --from and --jobs take a number from 1 on';
  return {
    seeds, from, jobs: flags.has('--job') ? 1 : Math.min(jobs, seeds), isJob: flags.has('--job'), mutants, schedule: values.get('--schedule') ?? null, mutant: values.get('--mutant') ?? null,
    postgres: flags.has('--postgres'), shrinks: !flags.has('--no-shrink'), stopsAtFirst: flags.has('--stop'),
  };
}
