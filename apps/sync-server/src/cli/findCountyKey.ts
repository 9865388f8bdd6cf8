import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CountyKey } from '../sync/countyKey.ts';
import { openCountyKey } from '../sync/countyKey.ts';

/** The county's key in the folder that was given or LIANYI_KEY_DIR, else that of the demo here or in this clone; null if there is none. */
export async function findCountyKey(given?: string): Promise<CountyKey | null> {
  const keyDir = [given, process.env['LIANYI_KEY_DIR'], join(process.cwd(), '.lianyi/county/keys'), join(import.meta.dirname, '../../../../.lianyi/county/keys')]
    .find((folder) => folder !== undefined && existsSync(join(folder, 'county.key')));
  return keyDir === undefined ? null : openCountyKey(keyDir);
}
