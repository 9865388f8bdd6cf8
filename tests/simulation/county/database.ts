import type { Device } from '@lianyi/sync-server/store/devices';
import type { ExchangeStore } from '@lianyi/sync-server/store/exchangeStore';
import { memoryStore } from './memoryStore.ts';
import type { CountyTables } from './tables.ts';
import { emptyTables } from './tables.ts';

/** The county's database of one schedule. */
export interface CountyDatabase {
  /** As a process that starts finds it. */
  open(): ExchangeStore;
  enrol(device: Device): Promise<void>;
  /** All that has been committed; for the oracles, which look from outside. */
  tables(): Promise<CountyTables>;
  /** How a statement of a process that is gone ends: never, or where a real connection must be given back, with an error. */
  gone(): Promise<never>;
  /** Real answers take real time: waits for those that are under way. */
  settle(isBusy: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export function memoryDatabase(): CountyDatabase {
  const tables = emptyTables();
  return {
    open: () => memoryStore(tables),
    enrol: async (device) => void tables.devices.set(device.id, { ...device, isForked: false }),
    tables: async () => tables,
    gone: async () => new Promise<never>(() => undefined),
    settle: async () => new Promise((resolve) => { setImmediate(resolve); }),
    close: async () => undefined,
  };
}
