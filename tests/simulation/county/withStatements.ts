import type { ExchangeStore, ExchangeTransaction } from '@lianyi/sync-server/store/exchangeStore';

/** What happens between a statement and its answer: nothing, a while, an error, or never an answer (the process is gone). */
export type Statement = (name: string) => Promise<void>;

/** Calls of the store that are under way and do not wait for virtual time. */
export interface Busy {
  calls: number;
}

/** A store whose transactions can be struck at each statement, before the commit, and after it before the answer. */
export function withStatements(store: ExchangeStore, strike: Statement, busy: Busy): ExchangeStore {
  const statement: Statement = async (name) => {
    busy.calls -= 1;
    try {
      await strike(name);
    } finally {
      busy.calls += 1;
    }
  };
  const counted = <Values extends readonly unknown[], Result>(call: (...values: Values) => Promise<Result>): ((...values: Values) => Promise<Result>) => async (...values) => {
    busy.calls += 1;
    try {
      return await call(...values);
    } finally {
      busy.calls -= 1;
    }
  };
  return {
    transaction: async (work) => counted(async () => {
      const result = await store.transaction(async (tx) => {
        const done = await work(eachStruck(tx, statement));
        await statement('commit');
        return done;
      });
      await statement('committed');
      return result;
    })(),
    snapshot: async (scopes, work) => counted(async () => store.snapshot(scopes, work))(),
    knownDocumentIds: counted(async (ids) => store.knownDocumentIds(ids)),
    recordHeard: counted(async (...heard) => store.recordHeard(...heard)),
    recordStick: counted(async (...said) => store.recordStick(...said)),
    recordPurgeOrder: counted(async (...ordered) => store.recordPurgeOrder(...ordered)),
    scopeNumbers: counted(async (scopes) => store.scopeNumbers(scopes)),
    chainHeads: counted(async (deviceId) => store.chainHeads(deviceId)),
    recordCheck: counted(async (...check) => store.recordCheck(...check)),
    leaseDays: counted(async () => store.leaseDays()),
    recordFork: counted(async (deviceId) => store.recordFork(deviceId)),
    dueReceipts: counted(async (...asked) => store.dueReceipts(...asked)),
    recordTold: counted(async (...told) => store.recordTold(...told)),
  };
}

function eachStruck(tx: ExchangeTransaction, statement: Statement): ExchangeTransaction {
  return new Proxy(tx, {
    get: (target, name) => async (...values: readonly unknown[]) => {
      await statement(String(name));
      return (Reflect.get(target, name) as (...values: readonly unknown[]) => Promise<unknown>)(...values);
    },
  });
}
