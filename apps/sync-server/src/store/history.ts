import type { Ancestor } from '@lianyi/schema/wire/epochs';
import type { Database } from './database.ts';

/** The name of the history that the database is of now; undefined while it is empty. */
export async function presentEpoch(db: Database): Promise<string | undefined> {
  return (await db.selectFrom('county').select('epoch').executeTakeFirst())?.epoch;
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
  const ancestry = await db.selectFrom('countyAncestry').select(['epoch', 'forkNumbers']).orderBy('generation', 'desc').execute();
  return { epoch: county.epoch, ancestry };
}
