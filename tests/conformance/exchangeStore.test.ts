/** What the exchange relies on in its database: the same of PostgreSQL, and of the store that the simulation runs on. */
import { idFromHash, newId } from '@lianyi/schema/basics/ids';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { BundleRow } from '@lianyi/sync-server/store/bundles';
import type { DocumentRow } from '@lianyi/sync-server/store/documents';
import type { ExchangeStore, ExchangeTransaction } from '@lianyi/sync-server/store/exchangeStore';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aLot } from '@lianyi/tests/builders/aStockMove';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CountyDatabase } from '../simulation/county/database.ts';
import { memoryDatabase } from '../simulation/county/database.ts';
import { postgresDatabase } from '../simulation/county/postgresDatabase.ts';

const orgId = idFromHash(['store', 'organisation']);
const deviceId = idFromHash(['store', 'device']);

const aBundle = (over: Partial<BundleRow> = {}): BundleRow => {
  const id = newId();
  return {
    id, claimedId: id, deviceId, orgId, personId: orgId, savedAt: '2026-03-09T09:00:00+08:00', action: 'tests', saveNumber: 1, link: null, linkHash: null,
    signature: 'x', bodyHash: 'b', body: '{}', needs: [], outcome: 'accepted', reason: null, receipt: null, position: null, ...over,
  };
};
const aRow = (createdBy: string, over: Partial<DocumentRow> = {}): DocumentRow => {
  const body = aPatient();
  return { id: body.id, kind: 'patient', version: 1, priorRevision: null, revision: 1, hash: contentHash(body), createdHash: contentHash(body), createdBy, patientId: body.id, scopes: ['s'], body, ...over };
};
/** A gate that opens by hand. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => { open = resolve; });
  return { opened, open: () => open() };
}

describe.each([['PostgreSQL', postgresDatabase], ['memory', async () => memoryDatabase()]] as const)('the exchange\'s store on %s', (_name, databaseOf) => {
  let database: CountyDatabase;
  let store: ExchangeStore;
  beforeAll(async () => {
    database = await databaseOf();
    store = database.open();
    await database.enrol({ id: deviceId, orgId, name: '测试机', publicKey: 'key', status: 'active', awaitsConfirmation: false, formerIds: [] });
  });
  afterAll(async () => { await database.close(); });

  const insert = async (tx: ExchangeTransaction, scope = 's'): Promise<{ readonly documentId: string; readonly number: number }> => {
    const bundle = aBundle();
    await tx.insertBundles([bundle]);
    const row = aRow(bundle.id, { scopes: [scope] });
    await tx.writeDocuments([row]);
    const { firstByScope, positions } = await tx.takeNumbers(new Map([[scope, 1]]), 1);
    const number = firstByScope.get(scope) ?? 0;
    await tx.appendLog([{ scope, number, position: positions[0] ?? 0, bundleId: bundle.id, puts: [{ id: row.id, revision: 1 }], evicts: [] }]);
    return { documentId: row.id, number };
  };
  const entries = async (scope: string) => store.snapshot([scope], async (read) => read.entriesAfter(new Map([[scope, 0]]), 100));

  test('ROW-2 a snapshot for a PC holds nothing of scopes that it does not follow, whatever is asked', async () => {
    const [own, others] = await store.transaction(async (tx) => [await insert(tx, 'own'), await insert(tx, 'others')]);
    const ids = [own.documentId, others.documentId];
    const both = ['own', 'others'];
    const found = await store.snapshot(['own'], async (read) => ({
      entries: (await read.entriesAfter(new Map([['own', 0], ['others', 0]]), 10)).map(({ scope }) => scope), states: (await read.documentStates(ids, both)).map(({ id }) => id),
      sums: [...(await read.scopeSums(both)).values()].map(({ number }) => number), members: (await read.bucketMembers('others', Array.from({ length: 256 }, (_, at) => at))).members,
    }));
    expect(found).toEqual({ entries: ['own'], states: [own.documentId], sums: [1, 0], members: [] });
    expect(await store.knownDocumentIds(ids)).toEqual(new Set(ids));
    expect(await store.snapshot([], async (read) => [await read.documentStates(ids, both), await read.entriesAfter(new Map([['own', 0]]), 10)])).toEqual([[], []]);
  });

  test('SYNC-8 what is not committed is seen by nobody, and a failure leaves nothing but a hole in the positions', async () => {
    const [wait, written] = [gate(), gate()];
    const running = store.transaction(async (tx) => {
      const done = await insert(tx, 'unseen');
      written.open();
      await wait.opened;
      return done;
    });
    await written.opened;
    expect(await entries('unseen')).toEqual([]);
    wait.open();
    const { documentId } = await running;
    expect((await entries('unseen')).map((entry) => entry.putIds)).toEqual([[documentId]]);

    await expect(store.transaction(async (tx) => {
      await insert(tx, 'unseen');
      throw new Error('broken');
    })).rejects.toThrow('broken');
    const { number } = await store.transaction(async (tx) => insert(tx, 'unseen'));
    expect(number).toBe(2);
    expect((await store.scopeNumbers(['unseen', 'nobody wrote here'])).get('unseen')).toBe(2);
    const positions = (await entries('unseen')).map((entry) => entry.position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  test('SYNC-8 who numbers later commits later: the counter is held to the end', async () => {
    const [wait, taken] = [gate(), gate()];
    const order: string[] = [];
    const first = store.transaction(async (tx) => {
      const done = await insert(tx, 'order');
      taken.open();
      await wait.opened;
      return done;
    }).then(({ number }) => order.push(`first ${number}`));
    await taken.opened;
    const second = store.transaction(async (tx) => insert(tx, 'order')).then(({ number }) => order.push(`second ${number}`));
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    expect(order).toEqual([]);
    wait.open();
    await Promise.all([first, second]);
    expect(order.toSorted()).toEqual(['first 1', 'second 2']);
  });

  test('a row that somebody else is inserting is waited for, and then taken', async () => {
    const bundle = aBundle();
    const [wait, inserted] = [gate(), gate()];
    const first = store.transaction(async (tx) => {
      await tx.insertBundles([bundle]);
      inserted.open();
      await wait.opened;
    });
    await inserted.opened;
    let tries = 0;
    const second = store.transaction(async (tx) => {
      tries += 1;
      const known = await tx.bundlesById([bundle.id]);
      if (known.size === 0) await tx.insertBundles([bundle]);
      return known.size;
    });
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    wait.open();
    await first;
    expect(await second).toBe(1);
    expect(tries).toBe(2);
  });

  test('two that wait for one another: one is tried again, and both are done', async () => {
    const [one, other] = [aLot({ lotNumber: 'A' }), aLot({ lotNumber: 'B' })];
    const [both, arrived] = [gate(), [0]];
    const take = async (first: typeof one, then: typeof one) => store.transaction(async (tx) => {
      await tx.lockBalances([first]);
      arrived[0] = (arrived[0] ?? 0) + 1;
      if (arrived[0] >= 2) both.open();
      await both.opened;
      const held = await tx.lockBalances([then]);
      const before = [...held.values()][0]?.quantity ?? 0;
      await tx.writeBalances([{ lot: then, quantity: before + 1, negativeReviewId: null }]);
    });
    await Promise.all([take(one, other), take(other, one)]);
    const balances = await store.transaction(async (tx) => [...(await tx.lockBalances([one, other])).values()].map((balance) => balance.quantity));
    expect(balances).toEqual([1, 1]);
  });

  test('SYNC-5 a receipt that replaced "waiting" is due until its answer\'s nonce comes back', async () => {
    const bundle = aBundle({ outcome: 'waiting', reason: 'needsUnknown', link: { lane: 'routine', number: 900, previous: null }, linkHash: 'link-900', saveNumber: 900 });
    const receipt = { linkHash: 'link-900', outcome: 'accepted' } as never;
    await store.transaction(async (tx) => tx.insertBundles([bundle]));
    expect((await store.transaction(async (tx) => tx.waitingBundles(deviceId))).map((row) => row.id)).toEqual([bundle.id]);
    await store.transaction(async (tx) => tx.settleBundles([{ id: bundle.id, outcome: 'accepted', reason: null, receipt, position: null }]));
    expect(await store.transaction(async (tx) => tx.waitingBundles(deviceId))).toEqual([]);
    expect(await store.dueReceipts(deviceId, 'n0')).toEqual([receipt]);
    await store.recordTold(deviceId, ['link-900'], 'n1');
    expect(await store.dueReceipts(deviceId, 'n0')).toEqual([receipt]);
    expect(await store.dueReceipts(deviceId, 'n1')).toEqual([]);
    expect(await store.dueReceipts(deviceId, 'n2')).toEqual([]);
  });

  test('KEY-8 a lease is thirty days where county IT has set no others', async () => {
    expect(await store.leaseDays()).toBe(30);
  });

  test('chain heads are what was written last, and one request of a device waits for the other', async () => {
    const [wait, locked] = [gate(), gate()];
    const first = store.transaction(async (tx) => {
      await tx.lockChain(deviceId);
      locked.open();
      await wait.opened;
      await tx.writeChainHeads(deviceId, new Map([['routine', { number: 5, linkHash: 'five' }]]));
    });
    await locked.opened;
    const second = store.transaction(async (tx) => tx.lockChain(deviceId));
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    wait.open();
    await first;
    expect((await second).get('routine')).toEqual({ number: 5, linkHash: 'five' });
  });
});
