import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { RxCollection } from 'rxdb';
import { afterEach, expect, test, vi } from 'vitest';

/**
 * ADR 0001: why the clinic's replica is not RxDB. Three sessions of one PC, each a fresh start of RxDB on the same
 * Dexie database: a write that is pushed; a write without a line, after the clock was set back; and the line back.
 * The double is IndexedDB (fake-indexeddb); RxDB, its Dexie storage and its replication are the real ones.
 */
const indexedDB = new IDBFactory();

interface Visit {
  readonly id: string;
  readonly note: string;
}

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 40 }, note: { type: 'string' } },
  required: ['id', 'note'],
} as const;

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['a write made after the clock was set back is never pushed by RxDB', '2020-01-01T00:00:00Z', ['before', 'after']],
  ['the same write is pushed when the clock went on', '2026-03-09T15:00:00Z', ['before', 'without-line', 'after']],
])('%s', async (title, clock, pushed) => {
  const county = new Set<string>();

  await session(title, '2026-03-09T09:00:00Z', async (pc) => {
    await pc.write({ id: 'before', note: 'saved with a line' });
    await pc.exchange(county);
  });
  expect([...county]).toEqual(['before']);

  await session(title, clock, async (pc) => {
    await pc.write({ id: 'without-line', note: 'saved without a line' });
  });

  await session(title, '2026-03-10T09:00:00Z', async (pc) => {
    await pc.exchange(county);
    expect(await pc.has('without-line')).toBe(true);
    await pc.write({ id: 'after', note: 'saved once the line was back' });
    await pc.exchange(county);
  });
  expect([...county]).toEqual(pushed);
});

interface Pc {
  write(visit: Visit): Promise<void>;
  has(id: string): Promise<boolean>;
  exchange(county: Set<string>): Promise<void>;
}

async function session(name: string, clock: string, work: (pc: Pc) => Promise<void>): Promise<void> {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(clock) });
  const { createRxDatabase } = await import('rxdb');
  const { getRxStorageDexie } = await import('rxdb/plugins/storage-dexie');
  const { replicateRxCollection } = await import('rxdb/plugins/replication');
  const database = await createRxDatabase({ name, storage: getRxStorageDexie({ indexedDB, IDBKeyRange }), multiInstance: false });
  const { visits } = await database.addCollections<{ visits: RxCollection<Visit> }>({ visits: { schema } });
  await work({
    write: async (visit) => {
      await visits.insert(visit);
    },
    has: async (id) => (await visits.findOne(id).exec()) !== null,
    exchange: async (county) => {
      const replication = replicateRxCollection<Visit, unknown>({
        collection: visits,
        replicationIdentifier: 'county',
        live: false,
        push: {
          handler: (rows) => {
            for (const row of rows) county.add(row.newDocumentState.id);
            return Promise.resolve([]);
          },
        },
      });
      await replication.awaitInitialReplication();
      await replication.cancel();
    },
  });
  await database.close();
}
