import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
