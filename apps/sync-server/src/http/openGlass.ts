import type { Tx } from '../store/database.ts';
import { sql } from '../store/database.ts';
import { inTransaction } from '../store/inTransaction.ts';
import { transactionOn } from '../store/postgresStore.ts';
import type { County } from '../sync/county.ts';
import type { GlassBroken } from '../sync/tellGlass.ts';
import { tellGlass } from '../sync/tellGlass.ts';

export interface GlassOpening<T> {
  readonly county: County;
  /** The account or the person that opens it. */
  readonly by: string;
  readonly patientId: string;
  /** The opening that holds; null if none does. */
  readonly held: (tx: Tx) => Promise<T | null>;
  readonly said: () => GlassBroken;
  /** Writes down that it is open, in the audit last. */
  readonly open: (tx: Tx, reviewId: string) => Promise<T>;
}

/**
 * Opens somebody's record to one person, in one transaction: the patient's own clinic is told, and the audit has it, or nothing
 * is opened. While one opening holds another is the same: of many at once the first opens, and the others find it open.
 */
export async function openGlass<T>({ county, by, patientId, held, said, open }: GlassOpening<T>): Promise<T> {
  const { opened, scopes } = await inTransaction(county.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`broken glass ${by} ${patientId}`}, 0))`.execute(tx);
    const before = await held(tx);
    if (before !== null) return { opened: before, scopes: [] };
    const told = await tellGlass(transactionOn(tx), county, said());
    return { opened: await open(tx, told.reviewId), scopes: told.scopes };
  });
  county.bell.ring(scopes);
  return opened;
}
