import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const demoFile = z.object({ county: z.object({ databaseUrl: z.string() }) });

/** DATABASE_URL, else that of the demo here or in this clone; null if there is neither. */
export function findDatabaseUrl(): string | null {
  const fromEnvironment = process.env['DATABASE_URL'];
  if (fromEnvironment) return fromEnvironment;
  for (const folder of [process.cwd(), join(import.meta.dirname, '..', '..', '..', '..')]) {
    try {
      return demoFile.parse(JSON.parse(readFileSync(join(folder, '.lianyi', 'demo.json'), 'utf8'))).county.databaseUrl;
    } catch {
      // Not there, or not readable: the next place.
    }
  }
  return null;
}

/** Where the tables are made and changed: LIANYI_OWNER_DATABASE_URL, where the login that everything else goes by does not own them. */
export const findOwnersUrl = (databaseUrl: string): string => process.env['LIANYI_OWNER_DATABASE_URL'] ?? databaseUrl;
