import { sql } from 'kysely';
import type { Ancestor } from '@lianyi/schema/wire/history';
import type { Database } from './database.ts';
import { inTransaction } from './inTransaction.ts';

export interface PresentHistory {
  readonly epoch: string;
  /** How many histories are known that it has left behind: another server of the county may have learned of one. */
  readonly leftBehind: number;
}

/** The history that the database is of now; undefined while it is empty. */
export async function presentHistory(db: Database): Promise<PresentHistory | undefined> {
  const { rows: [row] } = await sql<PresentHistory>`select epoch, (select count(*)::int from county_ancestry) as left_behind from county`.execute(db);
  return row;
}

/**
 * The county's history in this database; a new one begins with the given epoch.
 * @throws Error if the history was signed with another key: devices would refuse its receipts
 */
export async function openHistory(db: Database, publicKey: string, newEpoch: string): Promise<{ readonly epoch: string; readonly ancestry: readonly Ancestor[] }> {
  await db.insertInto('county').values({ epoch: newEpoch, publicKey }).onConflict((conflict) => conflict.doNothing()).execute();
  const county = await db.selectFrom('county').select(['epoch', 'publicKey']).executeTakeFirstOrThrow();
  if (county.publicKey !== publicKey) {
    throw new Error('the key directory does not hold the key of this county: put back county.key, or all devices must be enrolled again');
  }
  return { epoch: county.epoch, ancestry: await ancestryOf(db) };
}

/** What the county does not go back to, and clinics do, comes after what it goes back to. @returns all that is known now, to other servers of the county too */
export async function rememberSideHistory(db: Database, { epoch, forkNumbers }: Ancestor): Promise<readonly Ancestor[]> {
  await inTransaction(db, async (tx) => sql`
    insert into county_ancestry (epoch, fork_numbers, generation)
    select ${epoch}, ${JSON.stringify(forkNumbers)}::jsonb, least(coalesce(min(generation), 0), 1) - 1 from county_ancestry
    on conflict (epoch) do nothing`.execute(tx));
  return ancestryOf(db);
}

const ancestryOf = async (db: Database): Promise<readonly Ancestor[]> =>
  db.selectFrom('countyAncestry').select(['epoch', 'forkNumbers']).orderBy('generation', 'desc').execute();
