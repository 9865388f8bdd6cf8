import { fork } from 'node:child_process';
import { join } from 'node:path';
import { engineEnvironment, engineFlags } from '@lianyi/desktop/contract/engineFlags';
import { peakMB } from '../peakMemory.ts';
import type { EnrolledReplica } from '../../builders/anEnrolledReplica.ts';
import type { Content, Source } from './sourceDocuments.ts';

/** What a contestant's process is told on its command line. */
export interface Task {
  readonly source: Source;
  /** Where the documents are, or the file with the rows. */
  readonly from: string;
  /** Documents asked for at once, where the contestant lets one choose. */
  readonly batch?: number;
  /** Lianyi's; by snapshot where nothing is said. */
  readonly road?: 'snapshot' | 'log';
  /** Lianyi's own replica, enrolled and empty. */
  readonly enrolled?: EnrolledReplica;
}

/** What the first sync took. Starting the process, loading its code and comparing its content are not in it. */
export interface Spent {
  readonly seconds: number;
  /** Of the contestant's own process, or of all processes of its browser; null where the system does not tell. */
  readonly cpuS: number | null;
  /** The most that was resident, MB, of the whole process; of a browser the shared pages counted once. */
  readonly peakMB: number | null;
}

export interface Taken extends Spent {
  readonly differences: number;
  /** Seconds until the first patient could be read, where it was looked for. */
  readonly firstS?: number;
}

/** Runs a contestant in a process of its own. @throws when it gives no answer, or its content is not the source's @returns null when it was not through within `limitS` */
export async function runContestant(file: string, task: Task): Promise<Taken>;
export async function runContestant(file: string, task: Task, limitS: number): Promise<Taken | null>;
export async function runContestant(file: string, task: Task, limitS?: number): Promise<Taken | null> {
  const taken = await answerOf<Taken>(join(import.meta.dirname, file), task, limitS);
  if (taken === null) return null;
  if (taken.differences > 0) throw new Error(`${file}: ${taken.differences} documents are not as the source has them`);
  return taken;
}

/** The first thing that a process tells which then ends by itself; null when it said nothing within `limitS` and was ended. */
export function answerOf<Answer>(path: string, task: Task | Source, limitS?: number): Promise<Answer | null> {
  return new Promise((resolve, reject) => {
    const child = fork(path, [JSON.stringify(task)], { stdio: 'inherit', ...(isHost(task) && { execArgv: [...engineFlags], env: { ...process.env, ...engineEnvironment } }) });
    const limit = limitS === undefined ? undefined : setTimeout(() => {
      resolve(null);
      child.kill();
    }, limitS * 1_000);
    child.on('message', (message) => {
      clearTimeout(limit);
      resolve(message as Answer);
    });
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`${path} ended without an answer (${code ?? 'signal'})`)));
  });
}

/** A clinic's host has the flags and the environment with which the product starts it. */
const isHost = (task: Task | Source): boolean => 'enrolled' in task;

export interface ServingProcess {
  readonly url: string;
  end(): Promise<void>;
}

/** A process that tells an address, or that it is ready, and goes on until it is let go. */
export async function serving(file: string, task: Source | Task): Promise<ServingProcess> {
  const child = fork(join(import.meta.dirname, file), [JSON.stringify(task)], { stdio: 'inherit' });
  // Not `close`: it does not come after a channel that was closed from here.
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(message as string));
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`${file} ended before it served (${code ?? 'signal'})`)));
  });
  return {
    url,
    end: async () => {
      child.disconnect();
      await ended;
    },
  };
}

/** The contestant's side: does what it is told, compares, and tells what it took. */
export async function contest(take: (task: Task) => Promise<Spent & { readonly firstS?: number; readonly content: Content; readonly close: () => unknown }>): Promise<void> {
  const task = JSON.parse(process.argv[2] ?? '') as Task;
  const { content, close, ...spent } = await take(task);
  // Only now: the memory of what makes the source is no contestant's.
  const { differencesFrom } = await import('./sourceDocuments.ts');
  const differences = await differencesFrom(task.source, content);
  await close();
  process.send?.({ ...spent, differences } satisfies Taken, () => process.exit());
}

/** Times the work, in this process alone. */
export async function spentOn(work: () => unknown): Promise<Spent> {
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { seconds, cpuS: (user + system) / 1e6, peakMB: peakMB() };
}
