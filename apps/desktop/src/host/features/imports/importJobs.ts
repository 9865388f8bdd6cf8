import { setFlagsFromString } from 'node:v8';
import { newId } from '@lianyi/schema/basics/ids';
import type { Replica } from '../../replica/replica.ts';
import type { ImportProgress } from './views.ts';

/** An import's progress as its work goes on. */
export type JobProgress = { -readonly [Member in keyof ImportProgress]: ImportProgress[Member] };

interface Job {
  readonly progress: JobProgress;
  readonly done: Promise<void>;
}

const keptJobs = 50;
const jobsByReplica = new WeakMap<Replica, Map<string, Job>>();

/**
 * Starts an import that goes on by itself; imports of one PC run one after the other. What the work throws ends it as
 * failed: what was saved by then stays, and running it again takes up the rest.
 */
export function startImport(replica: Replica, work: (progress: JobProgress) => Promise<void>): string {
  const jobs = jobsOf(replica);
  const progress: JobProgress = { id: newId(), state: 'running', bytes: 0, bytesDone: 0, rows: 0, imported: 0, matched: 0, rejected: 0, byType: {}, reportPath: null, failure: null };
  const before = [...jobs.values()].at(-1)?.done ?? Promise.resolve();
  const done = before.then(async () => {
    try {
      runsSmall(replica, true);
      await work(progress);
      progress.state = progress.failure === null ? 'done' : 'failed';
    } catch (error) {
      progress.failure = failureText(error);
      progress.state = 'failed';
    } finally {
      runsSmall(replica, false);
    }
  });
  jobs.set(progress.id, { progress, done });
  for (const id of [...jobs.keys()].slice(0, -keptJobs)) jobs.delete(id);
  return progress.id;
}

export function importProgress(replica: Replica, id: string): ImportProgress | null {
  const job = jobsOf(replica).get(id);
  return job ? { ...job.progress } : null;
}

function jobsOf(replica: Replica): Map<string, Job> {
  const known = jobsByReplica.get(replica);
  if (known) return known;
  const made = new Map<string, Job>();
  jobsByReplica.set(replica, made);
  return made;
}

/** An import's own words, in both languages, or the name of a fault without anything that was being imported. */
export class ImportFailure extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'ImportFailure';
  }
}

function failureText(error: unknown): string {
  if (error instanceof ImportFailure) return error.message;
  const name = error instanceof Error ? ('code' in error ? String(error.code) : error.name) : 'unknown';
  return `程序出错，已存的仍在 · A fault of the program; what was saved stays (${name})`;
}

/**
 * While thousands of rows pass through, the engine would rather let its heap grow to three times than clean it up, and
 * the database fill its cache with pages that nobody asks for again: on an old PC the memory is worth more than the
 * third of the time. Afterwards a search has its cache as before.
 */
function runsSmall(replica: Replica, isSmall: boolean): void {
  setFlagsFromString(isSmall ? '--optimize-for-size' : '--no-optimize-for-size');
  replica.useLittleMemory(isSmall);
  // Each row is looked for by its numbers.
  if (isSmall) replica.buildIndexes();
}

/** Lets the rest of the host have its turn. */
export const giveWay = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 2));
