import type { Database, Tx } from './database.ts';

/** What another try cures, or a later one: serialisation failure and deadlock. */
const inEachOthersWay: readonly string[] = ['40001', '40P01'];
/** And what another try may cure: a row that somebody else has just inserted. If it goes on, it lies in the data. */
const worthAnotherTry: readonly string[] = [...inEachOthersWay, '23505'];
/** Classes of errors that say nothing about the data: connection lost, resources short, shutting down. */
const notOurFault: readonly string[] = ['08', '53', '57', '58'];

/** Runs the work in one transaction; deadlocks and collisions are tried again from the start. */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt >= 6 || !worthAnotherTry.includes(sqlState(error))) throw error;
      await new Promise((wake) => setTimeout(wake, Math.random() * 20 * attempt));
    }
  }
}

/** Runs the reads on one snapshot of the database. */
export async function onSnapshot<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}

/** True if the database could not be reached or refused work for reasons of its own: the client tries later. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error);
  if (notOurFault.includes(state.slice(0, 2)) || inEachOthersWay.includes(state)) return true;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE') return true;
  // After a connection is lost in a transaction, what is heard is that its rollback could not be sent.
  return error instanceof Error && /timeout exceeded|Connection terminated|not queryable/i.test(error.message);
}

/** SQLSTATE of a PostgreSQL error, or an empty text. */
function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : '';
}
