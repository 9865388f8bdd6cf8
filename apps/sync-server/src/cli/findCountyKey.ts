import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countyPublicKey } from '../reports/kept.ts';
import type { Database } from '../store/database.ts';
import type { CountyKey } from '../sync/countyKey.ts';
import { openCountyKey } from '../sync/countyKey.ts';

/** The county's key in the folder that was given or LIANYI_KEY_DIR, else that of the demo here or in this clone; null if there is none. */
export async function findCountyKey(given?: string): Promise<CountyKey | null> {
  const named = given ?? process.env['LIANYI_KEY_DIR'];
  // Where one was named, the demo's is not meant.
  const folders = named !== undefined && named !== '' ? [named] : [join(process.cwd(), '.lianyi/county/keys'), join(import.meta.dirname, '../../../../.lianyi/county/keys')];
  const keyDir = folders.find((folder) => existsSync(join(folder, 'county.key')));
  return keyDir === undefined ? null : openCountyKey(keyDir);
}

/**
 * As `findCountyKey`, for what is signed or written into the audit of this database. An empty database has no key yet.
 * @throws Error in words, if it is the key of another county: what it signs would look as if it had been altered
 */
export async function findKeyOf(db: Database, given?: string): Promise<CountyKey | null> {
  const key = await findCountyKey(given);
  const own = key === null ? '' : await countyPublicKey(db);
  if (key !== null && own !== '' && own !== key.publicKey) throw new Error(anotherKey);
  return key;
}

const anotherKey = '找到的密钥不是这个县的，什么也没有做：请核对 LIANYI_KEY_DIR 和 DATABASE_URL · The key that was found is not this county\'s, and nothing was done: check LIANYI_KEY_DIR and DATABASE_URL';
