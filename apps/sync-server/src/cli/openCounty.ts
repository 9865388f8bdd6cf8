import { newId } from '@lianyi/schema/basics/ids';
import { kindTable } from '@lianyi/schema/documents/kinds';
import type { Database } from '../store/database.ts';
import { openHistory, rememberSideHistory } from '../store/history.ts';
import { postgresStore } from '../store/postgresStore.ts';
import { scopeNotices } from '../store/scopeNotices.ts';
import type { County, CountyEvents } from '../sync/county.ts';
import { scopeBell } from '../sync/scopeBell.ts';
import { realTimers } from '../sync/timers.ts';
import { findKeyOf } from './findCountyKey.ts';

export interface OpenedCounty {
  readonly county: Omit<County, 'db' | 'keepUp'>;
  close(): Promise<void>;
}

/** The county's engine for one command: it signs with the county's key, and the running servers hear of what it writes. Null without the key. */
export async function openCounty(db: Database, databaseUrl: string, alarm: CountyEvents['alarm'] = () => undefined): Promise<OpenedCounty | null> {
  const key = await findKeyOf(db);
  if (key === null) return null;
  const history = await openHistory(db, key.publicKey, newId());
  let { ancestry } = history;
  const bell = scopeBell();
  const notices = scopeNotices(databaseUrl, () => undefined);
  bell.onRing((scopes) => notices.tell(scopes));
  const county: OpenedCounty['county'] = {
    get ancestry() { return ancestry; },
    learnHistory: async (other) => { ancestry = await rememberSideHistory(db, other); },
    store: postgresStore(db), epoch: history.epoch, key, bell, now: () => new Date(), timers: realTimers, kinds: kindTable,
    hears: { bundle: () => undefined, alarm, bug: (error) => console.error(error instanceof Error ? error.name : error) },
  };
  return { county, close: async () => notices.close() };
}
