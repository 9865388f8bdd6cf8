import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const demoFile = z.object({ county: z.object({ databaseUrl: z.string() }) });

/** Where the demo keeps everything, if not elsewhere: here, or in this clone. */
const demoHomes = (): readonly string[] => [...new Set([process.cwd(), join(import.meta.dirname, '..', '..', '..', '..')].map((folder) => join(folder, '.lianyi')))];

/** DATABASE_URL, else that of the demo here or in this clone; null if there is neither. */
export function findDatabaseUrl(homes = demoHomes()): string | null {
  const fromEnvironment = process.env['DATABASE_URL'];
  if (fromEnvironment) return fromEnvironment;
  for (const home of homes) {
    try {
      return demoFile.parse(JSON.parse(readFileSync(join(home, 'demo.json'), 'utf8'))).county.databaseUrl;
    } catch {
      // Not there, or not readable: the next place.
    }
  }
  return null;
}

/** Where the tables are made and changed: LIANYI_OWNER_DATABASE_URL, where the login that everything else goes by does not own them. */
export const findOwnersUrl = (databaseUrl: string): string => process.env['LIANYI_OWNER_DATABASE_URL'] ?? databaseUrl;

/** Where it was looked for, and how another is named. */
export const noDatabaseWords = (homes = demoHomes()): string =>
  `没有找到县数据库：没有设置 DATABASE_URL，${homes.join('、')} 里也没有演示。先运行 npm start；演示用 npm start -- --home DIR 放在别处的，DATABASE_URL 写 DIR/demo.json 里的 databaseUrl，LIANYI_KEY_DIR 写 DIR/county/keys · No county database: DATABASE_URL is not set, and there is no demo in ${homes.join(', ')}. Run npm start first; of a demo that npm start -- --home DIR keeps elsewhere, DATABASE_URL is the databaseUrl in DIR/demo.json, and LIANYI_KEY_DIR is DIR/county/keys`;
