import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';

/**
 * What may be shown to whoever asks: the documents of some scopes, or of some patients. `county`: all of them, for the
 * lists of those who may look any record up.
 */
export type Reach = 'county' | { readonly scopes?: Iterable<string>; readonly patients?: Iterable<string> };

declare const narrowed: unique symbol;
/**
 * A transaction that reads for somebody: PostgreSQL shows it nothing beyond their reach, whatever it asks, and lets it
 * write nothing. Functions that read for somebody take it, so that one who asks without a reach does not compile.
 */
export type Reader = Tx & { readonly [narrowed]: true };

/** Runs the reads on one snapshot of the database, within the reach. Both begin in one round trip. */
export async function within<T>(db: Database, reach: Reach, work: (read: Reader) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    try {
      await sql`begin isolation level repeatable read read only; select ${settings(reach)}`.execute(connection);
      const result = await work(connection as Reader);
      await sql`commit`.execute(connection);
      return result;
    } catch (error) {
      // Fails only on a connection that is lost, and what was wrong before says more.
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}

/** From here to its end the transaction reads within the reach: for what needs the county's own look first, on the same snapshot. */
export async function narrow(tx: Tx, reach: Reach): Promise<Reader> {
  await sql`select ${settings(reach)}`.execute(tx);
  return tx as Reader;
}

/** They end with the transaction, however it ends: who has the connection next begins without any. */
function settings(reach: Reach) {
  const { scopes = [], patients = [] } = reach === 'county' ? {} : reach;
  // As literals: a statement that begins the transaction too takes no parameters.
  return sql`set_config('role', current_setting('lianyi.reader'), true), set_config('lianyi.reach', ${sql.lit(reach === 'county' ? 'county' : '')}, true),
    set_config('lianyi.scopes', ${arrayOf(scopes)}, true), set_config('lianyi.patients', ${arrayOf(patients)}, true)`;
}

const arrayOf = (values: Iterable<string>) => sql.lit(`{${[...values].map((value) => `"${value.replace(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`);
