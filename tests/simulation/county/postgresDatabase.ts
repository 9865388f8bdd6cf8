import { openDatabase, sql } from '@lianyi/sync-server/store/database';
import { postgresStore } from '@lianyi/sync-server/store/postgresStore';
import { lotKey } from '@lianyi/sync-server/store/stock';
import { aDatabase, stopTestPostgres } from '@lianyi/tests/builders/aTestPostgres';
import type { CountyDatabase } from './database.ts';
import type { CountyTables } from './tables.ts';
import { emptyTables, linkKey } from './tables.ts';

/** Longer than any statement takes: who is silent so long waits for a lock of somebody who waits for virtual time. */
const patienceMs = 1_000;

/** A real PostgreSQL database of its own. */
export async function postgresDatabase(): Promise<CountyDatabase> {
  const database = await aDatabase();
  const db = openDatabase(database.databaseUrl, { maxConnections: 24 });
  return {
    open: () => postgresStore(db),
    enrol: async (device) => { await db.insertInto('device').values({ ...device, formerIds: [...device.formerIds] }).execute(); },
    tables: async () => readTables(db),
    // A real backup and a real restore have a test of their own (tests/conformance/countyRestored).
    backup: () => null,
    restore: () => undefined,
    gone: async () => Promise.reject(new Error('the process is gone')),
    settle: async (isBusy) => {
      const until = performance.now() + patienceMs;
      do await new Promise((resolve) => { setImmediate(resolve); });
      while (isBusy() && performance.now() < until);
    },
    close: async () => {
      await db.destroy();
      await database.drop();
    },
  };
}

/** Ends the PostgreSQL that all of them lay in. */
export const stop = async (): Promise<void> => stopTestPostgres();

async function readTables(db: ReturnType<typeof openDatabase>): Promise<CountyTables> {
  const tables = emptyTables();
  const scopes = await db.selectFrom('documentScope').selectAll().execute();
  const scopesOf = Map.groupBy(scopes, (row) => row.documentId);
  for (const row of await db.selectFrom('document').selectAll().execute()) {
    const { changedAt: _at, ...stored } = row;
    tables.documents.set(row.id, { ...stored, scopes: (scopesOf.get(row.id) ?? []).map((one) => one.scope) });
  }
  for (const row of await db.selectFrom('scopeCounter').selectAll().execute()) tables.counters.set(row.scope, row.number);
  const log = await db.selectFrom('scopeLog').selectAll().orderBy('scope').orderBy('number').execute();
  for (const [scope, rows] of Map.groupBy(log, (row) => row.scope)) tables.log.set(scope, rows.map((row) => ({ ...row, bundleId: row.bundleId as never })));
  const { rows: bundles } = await sql<Record<string, never>>`select * from bundle order by received_at, id`.execute(db);
  for (const [received, row] of bundles.entries()) {
    const bundle = { ...row, link: row['lane'] === null ? null : { lane: row['lane'], number: row['linkNumber'], previous: row['previous'] }, received } as never as Parameters<typeof tables.bundles.set>[1];
    tables.bundles.set(bundle.id, bundle);
    tables.bundlesClaiming.set(bundle.claimedId, [...(tables.bundlesClaiming.get(bundle.claimedId) ?? []), bundle.id]);
    if (bundle.deviceId !== null && bundle.link !== null) tables.bundlesAtLink.set(linkKey(bundle.deviceId, bundle.link.lane, bundle.link.number), bundle.id);
  }
  for (const row of await db.selectFrom('stockBalance').selectAll().execute()) tables.balances.set(lotKey(row as never), { quantity: row.quantity, negativeReviewId: row.negativeReviewId });
  const dispensed = await db.selectFrom('dispensed').selectAll().execute();
  for (const [id, rows] of Map.groupBy(dispensed, (row) => row.prescriptionId)) tables.dispensed.set(id, new Map(rows.map((row) => [row.itemNo, row.quantity])));
  return tables;
}
