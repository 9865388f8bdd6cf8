import { sha256Hex } from '@lianyi/schema/basics/digest';
import { usualLeaseDays } from '@lianyi/schema/wire/lease';
import { BucketSums, bucketOf, markText } from '@lianyi/schema/wire/repair';
import type { ExchangeReader, ExchangeStore, ExchangeTransaction } from '@lianyi/sync-server/store/exchangeStore';
import { Collision, locks } from './locks.ts';
import { unsettledOf, putBundle } from './memoryRows.ts';
import { transactionOf } from './memoryTransaction.ts';
import type { CountyTables } from './tables.ts';

/**
 * The exchange's store in memory, with PostgreSQL's promises: a transaction's writes are seen by nobody before it
 * commits, and all at once then; what is read after a lock was waited for is what is there now; locks are held to the
 * end; positions come from a sequence, which no rollback turns back; a reader's snapshot is of one moment.
 */
export function memoryStore(tables: CountyTables): ExchangeStore {
  const held = locks();
  const sequence = { last: Math.max(0, ...[...tables.log.values()].flatMap((rows) => rows.map((row) => row.position))) };
  let received = tables.bundles.size;
  const reading = { count: 0 };
  let whenRead: (() => void)[] = [];

  const run = async <T>(work: (tx: ExchangeTransaction) => Promise<T>): Promise<T> => {
    const owner = {};
    const writes: (() => void)[] = [];
    try {
      const result = await work(transactionOf({ tables, owner, held, writes, sequence, nextReceived: () => (received += 1) }));
      // A snapshot is of one moment: what commits meanwhile waits for it.
      while (reading.count > 0) await new Promise<void>((resolve) => { whenRead.push(resolve); });
      for (const write of writes) write();
      return result;
    } finally {
      held.release(owner);
    }
  };
  return {
    transaction: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await run(work);
        } catch (error) {
          if (attempt >= 6 || !(error instanceof Collision) || !['40P01', '40001', '23505'].includes(error.code)) throw error;
        }
      }
    },
    snapshot: async (scopes, work) => {
      reading.count += 1;
      try {
        return await work(readerOf(tables, new Set(scopes)));
      } finally {
        reading.count -= 1;
        if (reading.count === 0) {
          const waiting = whenRead;
          whenRead = [];
          for (const wake of waiting) wake();
        }
      }
    },
    knownDocumentIds: async (ids) => new Set(ids.filter((id) => tables.documents.has(id))),
    recordHeard: async () => undefined,
    recordStick: async () => undefined,
    recordPurgeOrder: async () => undefined,
    recordCheck: async () => undefined,
    leaseDays: async () => usualLeaseDays,
    scopeNumbers: async (scopes) => new Map(scopes.map((scope) => [scope, tables.counters.get(scope) ?? 0])),
    chainHeads: async (deviceId) => tables.heads.get(deviceId) ?? new Map(),
    recordFork: async (deviceId) => {
      const device = tables.devices.get(deviceId);
      if (device) tables.devices.set(deviceId, { ...device, isForked: true });
    },
    dueReceipts: async (deviceId, nonceOfRequest) => {
      const due = unsettledOf(tables, deviceId).filter((row) => row.receiptDue).toSorted((a, b) => (a.saveNumber ?? 0) - (b.saveNumber ?? 0));
      for (const row of due) if (row.toldWith === nonceOfRequest) putBundle(tables, { ...row, receiptDue: false });
      return due.flatMap((row) => (row.toldWith !== nonceOfRequest && row.receipt ? [row.receipt] : []));
    },
    recordTold: async (deviceId, linkHashes, nonceOfAnswer) => {
      for (const row of unsettledOf(tables, deviceId)) {
        if (row.receiptDue && row.linkHash !== null && linkHashes.includes(row.linkHash)) putBundle(tables, { ...row, toldWith: nonceOfAnswer });
      }
    },
  };
}

/** @param reached scopes of which there is anything at all */
function readerOf(tables: CountyTables, reached: ReadonlySet<string>): ExchangeReader {
  const membersOf = (scope: string) => [...tables.documents.values()].filter((row) => reached.has(scope) && row.scopes.includes(scope));
  const numberOf = (scope: string): number => (reached.has(scope) ? (tables.counters.get(scope) ?? 0) : 0);
  return {
    scopeSums: async (scopes) => new Map(scopes.map((scope) => {
      const sums = new BucketSums();
      for (const { id, revision, hash } of membersOf(scope)) sums.add(id, sha256Hex(markText(id, revision, hash)));
      return [scope, { number: numberOf(scope), buckets: sums.texts() }];
    })),
    bucketMembers: async (scope, buckets) => ({
      number: numberOf(scope),
      members: membersOf(scope).filter(({ id }) => buckets.includes(bucketOf(id))).map(({ id, revision, hash }) => ({ id, revision, hash })).toSorted((a, b) => a.id.localeCompare(b.id)),
    }),
    entriesAfter: async (cursors, limitPerScope) =>
      [...cursors]
        .flatMap(([scope, after]) => (reached.has(scope) ? (tables.log.get(scope) ?? []) : []).slice(after, after + limitPerScope))
        .toSorted((a, b) => a.position - b.position || a.scope.localeCompare(b.scope)),
    documentStates: async (ids, scopes) =>
      ids.flatMap((id) => tables.documents.get(id) ?? []).filter((row) => row.scopes.some((scope) => reached.has(scope) && scopes.includes(scope))).toSorted((a, b) => a.id.localeCompare(b.id))
        .map(({ id, kind, version, revision, hash, body }) => ({ id, kind, version, revision, hash, body })),
  };
}
