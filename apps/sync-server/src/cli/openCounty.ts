import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@lianyi/schema/basics/ids';
import { kindTable } from '@lianyi/schema/documents/kinds';
import type { Database } from '../store/database.ts';
import { openHistory } from '../store/history.ts';
import { postgresStore } from '../store/postgresStore.ts';
import { scopeNotices } from '../store/scopeNotices.ts';
import type { ExchangeParts } from '../sync/county.ts';
import { openCountyKey } from '../sync/countyKey.ts';
import { scopeBell } from '../sync/scopeBell.ts';
import { realTimers } from '../sync/timers.ts';

export interface OpenedCounty {
  readonly county: ExchangeParts;
  close(): Promise<void>;
}

/** The county's engine for one command: it signs with the county's key, and the running servers hear of what it writes. Null without the key. */
export async function openCounty(db: Database, databaseUrl: string): Promise<OpenedCounty | null> {
  const keyDir = [process.env['LIANYI_KEY_DIR'], join(process.cwd(), '.lianyi/county/keys'), join(import.meta.dirname, '../../../../.lianyi/county/keys')]
    .find((folder) => folder !== undefined && existsSync(join(folder, 'county.key')));
  if (keyDir === undefined) return null;
  const key = await openCountyKey(keyDir);
  const { epoch, ancestry } = await openHistory(db, key.publicKey, newId());
  const bell = scopeBell();
  const notices = scopeNotices(databaseUrl, () => undefined);
  bell.onRing((scopes) => notices.tell(scopes));
  const county: ExchangeParts = {
    store: postgresStore(db), epoch, ancestry, key, bell, now: () => new Date(), timers: realTimers, kinds: kindTable,
    hears: { bundle: () => undefined, alarm: () => undefined, bug: (error) => console.error(error instanceof Error ? error.name : error) },
  };
  return { county, close: async () => notices.close() };
}
