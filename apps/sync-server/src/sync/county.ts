import type { KindTable } from '@lianyi/schema/documents/kinds';
import type { Ancestor } from '@lianyi/schema/wire/history';
import type { Database } from '../store/database.ts';
import type { ExchangeStore } from '../store/exchangeStore.ts';
import type { CountyKey } from './countyKey.ts';
import type { ScopeBell } from './scopeBell.ts';
import type { CountyTimers } from './timers.ts';

/** What the exchange works with. */
export interface ExchangeParts {
  readonly store: ExchangeStore;
  /** The name of this unbroken history. */
  readonly epoch: string;
  /**
   * The histories that it has left behind: first those that it goes back to, the newest first, then those that clinics
   * showed which had gone over to them between two restores. Empty unless a backup was restored.
   */
  readonly ancestry: readonly Ancestor[];
  readonly key: CountyKey;
  readonly bell: ScopeBell;
  readonly now: () => Date;
  readonly timers: CountyTimers;
  /** The kinds as this county knows them; what clinics of the two versions before write and read is brought to these and back. */
  readonly kinds: KindTable;
  readonly hears: CountyEvents;
}

/** The whole server's. */
export interface County extends ExchangeParts {
  readonly db: Database;
  /** Keeps how far another history is the same, and goes by it from now on. */
  learnHistory(other: Ancestor): Promise<void>;
  /** Goes over to the history that the database is of now: a backup may be restored into it while this server runs. */
  readonly keepUp: () => Promise<void>;
}

/** What the county's operators hear of. Never patient data. */
export interface CountyEvents {
  bundle(outcome: string, reason: string | null): void;
  /** Something that county IT should look at now. */
  alarm(what: string, ids: Readonly<Record<string, string>>): void;
  bug(error: unknown, ids: Readonly<Record<string, string>>): void;
}
