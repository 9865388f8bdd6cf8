import { newId } from '@lianyi/schema/basics/ids';
import { aDatabase } from '@lianyi/tests/builders/aTestPostgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database, Tx } from './database.ts';
import { openDatabase } from './database.ts';
import { appendLog, settledPosition, takeNumbers } from './scopeLog.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await aDatabase();
  db = openDatabase(database.databaseUrl);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function logIn(tx: Tx, scope: string): Promise<number> {
  const { firstByScope, positions } = await takeNumbers(tx, new Map([[scope, 1]]), 1);
  await appendLog(tx, [{ scope, number: firstByScope.get(scope) ?? 0, position: positions[0] ?? 0, bundleId: newId(), puts: [], evicts: [] }]);
  return positions[0] ?? 0;
}

const commit = async (scope: string): Promise<number> => db.transaction().execute(async (tx) => logIn(tx, scope));

/** A transaction that has its numbers, and stays open until it is told how to end. */
async function onItsWay(scope: string): Promise<{ readonly position: number; end(how: 'commit' | 'rollback'): Promise<void> }> {
  const tx = await db.startTransaction().execute();
  const position = await logIn(tx, scope);
  return { position, end: async (how) => { await tx[how]().execute(); } };
}

test('STREAM-1 the settled position stays below what is on its way, whatever else is committed meanwhile', async () => {
  expect(await settledPosition(db)).toBe(0);
  const first = await commit('org:a');
  expect(await settledPosition(db)).toBe(first);

  const slow = await onItsWay('org:a');
  const later = await onItsWay('org:b');
  const done = await commit('org:c');
  expect(done).toBeGreaterThan(slow.position);
  const meanwhile = await settledPosition(db);
  await slow.end('commit');
  const afterSlow = await settledPosition(db);
  await later.end('rollback');
  expect([meanwhile, afterSlow, await settledPosition(db)]).toEqual([first, slow.position, done]);
});

test('STREAM-1 no reader that goes up to the settled position ever misses what was committed', async () => {
  const read = new Set<number>();
  let position = 0;
  const follow = async (): Promise<void> => {
    const until = await settledPosition(db);
    const rows = await db.selectFrom('scopeLog').select('position').where('position', '>', position).where('position', '<=', until).execute();
    for (const row of rows) read.add(row.position);
    position = until;
  };
  const writing = Promise.all(['org:a', 'org:b', 'org:c', 'org:d', 'org:e', 'org:f'].map(async (scope) => {
    const positions: number[] = [];
    for (let at = 0; at < 40; at += 1) positions.push(await commit(scope));
    return positions;
  }));
  for (let at = 0; at < 120; at += 1) await follow();
  const written = (await writing).flat();
  await follow();
  expect(written.filter((one) => !read.has(one))).toEqual([]);
});
