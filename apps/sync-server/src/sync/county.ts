import type { Database } from '../store/database.ts';
import type { CountyKey } from './countyKey.ts';
import type { ScopeBell } from './scopeBell.ts';

/** What the exchange works with. */
export interface County {
  readonly db: Database;
  /** The name of this unbroken history. */
  readonly epoch: string;
  readonly key: CountyKey;
  readonly bell: ScopeBell;
  readonly now: () => Date;
  readonly hears: CountyEvents;
}

/** What the county's operators hear of. Never patient data. */
export interface CountyEvents {
  bundle(outcome: string, reason: string | null): void;
  /** Something that county IT should look at now. */
  alarm(what: string, ids: Readonly<Record<string, string>>): void;
  bug(error: unknown, ids: Readonly<Record<string, string>>): void;
}
