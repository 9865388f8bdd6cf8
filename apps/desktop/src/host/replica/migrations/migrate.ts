import type { SqliteDatabase } from '../database.ts';
import type { Migration } from './migration.ts';

/**
 * Brings a replica to the newest of `steps`: each once, in order of number, in a transaction of its own that also
 * counts it (`PRAGMA user_version`), so that a power cut leaves it whole before or whole after.
 * @throws Error when the replica was written by a newer app: nothing is touched then.
 */
export function migrate(database: SqliteDatabase, steps: readonly Migration[]): void {
  const ordered = steps.toSorted((a, b) => a.number - b.number);
  const newest = ordered.at(-1)?.number ?? 0;
  const present = Number(database.pragma('user_version'));
  if (present > newest) throw new NewerReplica(present, newest);
  for (const step of ordered) {
    if (step.number <= present) continue;
    database.immediately(() => {
      database.exec(step.sql);
      database.pragma(`user_version=${step.number}`);
    });
  }
}

/** The replica belongs to a newer version of the app than this one. */
export class NewerReplica extends Error {
  constructor(present: number, known: number) {
    super(`the replica is at step ${present}, this app knows ${known}`);
    this.name = 'NewerReplica';
  }
}
