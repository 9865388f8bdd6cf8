import type { Ancestor } from '@lianyi/schema/wire/history';
import type { Device } from '@lianyi/sync-server/store/devices';
import type { ExchangeStore } from '@lianyi/sync-server/store/exchangeStore';
import { memoryStore } from './memoryStore.ts';
import type { CountyTables } from './tables.ts';
import { copyOf, emptyTables } from './tables.ts';

/** The county's database of one schedule. */
export interface CountyDatabase {
  /** As a process that starts finds it. */
  open(): ExchangeStore;
  enrol(device: Device): Promise<void>;
  /** All that has been committed; for the oracles, which look from outside. */
  tables(): Promise<CountyTables>;
  /** Keeps a copy of this moment; of where the scopes stood then. Null where there is no such thing. */
  backup(): Ancestor['forkNumbers'] | null;
  /** All is as in the copy again. */
  restore(): void;
  /** How a statement of a process that is gone ends: never, or where a real connection must be given back, with an error. */
  gone(): Promise<never>;
  /** Real answers take real time: waits for those that are under way. */
  settle(isBusy: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export function memoryDatabase(): CountyDatabase {
  const tables = emptyTables();
  let kept: CountyTables | null = null;
  return {
    backup: () => {
      kept = copyOf(tables);
      return Object.fromEntries(kept.counters);
    },
    restore: () => {
      if (kept === null) return;
      for (const [name, rows] of Object.entries(tables)) refill(rows as Map<unknown, unknown>, kept[name as keyof CountyTables]);
    },
    open: () => memoryStore(tables),
    enrol: async (device) => void tables.devices.set(device.id, { ...device, isForked: false }),
    tables: async () => tables,
    gone: async () => new Promise<never>(() => undefined),
    settle: async () => new Promise((resolve) => { setImmediate(resolve); }),
    close: async () => undefined,
  };
}

function refill(rows: Map<unknown, unknown>, from: ReadonlyMap<unknown, unknown>): void {
  rows.clear();
  for (const [key, row] of from) rows.set(key, row);
}
