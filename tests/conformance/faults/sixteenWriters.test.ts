import { newId } from '@lianyi/schema/basics/ids';
import type { Receipt } from '@lianyi/schema/wire/exchange';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient, anAllergy } from '@lianyi/tests/builders/aPatient';
import { aRandom, seedOfRun } from '@lianyi/tests/builders/aRandom';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { howMuch } from '@lianyi/tests/builders/howMuch';
import { rightsOf } from '@lianyi/sync-server/access/permissions';
import type { Database } from '@lianyi/sync-server/store/database';
import { openDatabase, sql } from '@lianyi/sync-server/store/database';
import { deviceById } from '@lianyi/sync-server/store/devices';
import { isUnavailable } from '@lianyi/sync-server/store/inTransaction';
import { postgresStore } from '@lianyi/sync-server/store/postgresStore';
import type { ExchangeParts } from '@lianyi/sync-server/sync/county';
import { pullPage } from '@lianyi/sync-server/sync/pullPage';
import { receiveSubmissions } from '@lianyi/sync-server/sync/receiveSubmissions';
import { afterAll, beforeAll, expect, test } from 'vitest';

const writers = 16;
/** LIANYI_BUNDLES=100000 is the whole of it; each run of the tests takes some. */
const bundles = Number(process.env['LIANYI_BUNDLES'] ?? howMuch(1_200, 10_000));
const bundlesEach = Math.ceil(bundles / writers);

let county: TestCountyServer;
let db: Database;
beforeAll(async () => {
  county = await aCounty();
  await makeCommitsSlow();
  // A writer each, the reader, and who gets in the way.
  db = openDatabase(county.databaseUrl, { maxConnections: writers + 4 });
});
afterAll(async () => {
  await db.destroy();
  await county.close();
});

test(`SYNC-8 ${writers} PCs write ${bundles} bundles at once, whose commits take as long as they like, half of them with deadlocks: each scope's log is gapless and in the order of the commits, a reader meanwhile misses nothing, and nothing is lost`, { timeout: 3_600_000 }, async () => {
  const startedMs = performance.now();
  const seed = seedOfRun();
  const shared = aPatient({ homeId: places.village });
  const lot = aLot({ ownerId: places.village });
  const first = await county.enrol(places.village);
  await first.push([create(shared), create(aStockMove({ lot, quantity: 10 * bundles }))]);
  const devices = await Promise.all(Array.from({ length: writers }, async (_, at) => (at % 2 === 0 ? county.enrol(places.village) : county.enrol(places.township, people.physician))));

  let transactions = 0;
  let triedAgain = 0;
  const store = postgresStore(db);
  const parts: ExchangeParts = {
    ...county.county,
    store: {
      ...store,
      transaction: async (work) => {
        transactions += 1;
        let isFirst = true;
        return store.transaction(async (tx) => {
          if (!isFirst) triedAgain += 1;
          isFirst = false;
          return work(tx);
        });
      },
    },
  };
  let isWriting = true;
  const reading = read(parts, () => isWriting);
  const halfWay = { taken: 0, reached: (): void => undefined };
  const isHalfWay = new Promise<void>((resolve) => { halfWay.reached = resolve; });
  const taken = (count: number): void => {
    halfWay.taken += count;
    if (halfWay.taken >= bundles / 2) halfWay.reached();
  };
  const writing = Promise.all(devices.map(async (device, at) => write(parts, device, { sharedId: shared.id, lot, seed: seed + at, taken })))
    .finally(() => { isWriting = false; });
  await Promise.race([isHalfWay, writing]);
  const triedAgainAlone = triedAgain;
  const inTheWay = getInTheWay(shared.id, () => isWriting);
  const written = (await writing).flat();
  const seen = await reading;
  await inTheWay;

  expect(written.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  expect(written).toHaveLength(writers * bundlesEach);
  // Gapless per scope, each number once, in the order of the positions.
  const logs = await db.selectFrom('scopeLog').select(['scope', 'number', 'position', 'bundleId']).orderBy('scope').orderBy('number').execute();
  const numbersByScope = new Map<string, number[]>();
  let before = { scope: '', position: 0 };
  for (const { scope, number, position } of logs) {
    const numbers = numbersByScope.get(scope) ?? [];
    numbers.push(number);
    numbersByScope.set(scope, numbers);
    if (number !== numbers.length || (scope === before.scope && position <= before.position)) throw new Error(`number ${number} of ${scope} stands at ${position}, LIANYI_SEED=${seed}`);
    before = { scope, position };
  }
  // Every bundle has exactly the numbers that its receipt says.
  const receiptOf = new Map(written.map((receipt) => [receipt.bundleId, receipt]));
  const told = logs.filter(({ bundleId }) => receiptOf.has(bundleId as never));
  expect(told.every(({ scope, number, bundleId }) => receiptOf.get(bundleId as never)?.numbers[scope] === number)).toBe(true);
  expect(told).toHaveLength(written.reduce((sum, { numbers }) => sum + Object.keys(numbers).length, 0));
  // The reader, who never looked back, saw every number of its scopes.
  for (const scope of readScopes) expect(seen.get(scope)).toBe(numbersByScope.get(scope)?.length);

  const balance = await db.selectFrom('stockBalance').select('quantity').where('lotNumber', '=', lot.lotNumber).executeTakeFirstOrThrow();
  expect(balance.quantity).toBe(10 * bundles - written.length);
  const { body } = await db.selectFrom('document').select('body').where('id', '=', shared.id).executeTakeFirstOrThrow();
  expect(body.kind === 'patient' && body.insurance).toBe('居民医保');
  const { rows: [met] } = await sql<{ deadlocks: number }>`select deadlocks from pg_stat_database where datname = current_database()`.execute(db);
  // Among themselves they lock in one order. Only who locks in another brings deadlocks, and those are tried again.
  expect(triedAgainAlone).toBe(0);
  expect(met?.deadlocks).toBeGreaterThan(0);
  expect(triedAgain).toBeGreaterThan(0);
  console.info(`${written.length} bundles in ${transactions} transactions, ${triedAgain} tried again, ${met?.deadlocks ?? 0} deadlocks, ${logs.length} numbers, ${Math.round(performance.now() - startedMs)} ms (seed ${seed})`);
});

/** Each commit waits up to 8 ms after everything has been written and numbered. */
async function makeCommitsSlow(): Promise<void> {
  await sql`
    create function slow_commit() returns trigger language plpgsql as $$ begin perform pg_sleep(random() * 0.008); return null; end $$;`.execute(county.owner);
  await sql`create constraint trigger slow_commit after insert or update on chain_head deferrable initially deferred for each row execute function slow_commit()`.execute(county.owner);
  const name = new URL(county.databaseUrl).pathname.slice(1);
  await sql.raw(`alter database ${name} set deadlock_timeout = '20ms'`).execute(county.owner);
}

interface ToWrite {
  readonly sharedId: string;
  readonly lot: ReturnType<typeof aLot>;
  readonly seed: number;
  readonly taken: (count: number) => void;
}

async function write(parts: ExchangeParts, own: TestDevice, { sharedId, lot, seed, taken }: ToWrite): Promise<readonly Receipt[]> {
  const chance = aRandom(seed);
  const device = await deviceById(db, own.id);
  if (!device) throw new Error('not enrolled');
  const permission = await rightsOf(db, device);
  const receipts: Receipt[] = [];
  while (receipts.length < bundlesEach) {
    const size = Math.min(chance.between(1, 40), bundlesEach - receipts.length);
    const submissions = Array.from({ length: size }, (_, at) => own.submit(own.bundle([
      // Of a visiting institution: it travels in two scopes.
      create(anEncounter({ patientId: sharedId as never, homeId: places.village, orgId: own.orgId })),
      create(aStockMove({ lot, quantity: -1, reason: 'damage' })),
      ...(at === 0 && chance.next() < 0.3 ? [change('patient', sharedId, { unit: 'insurance', before: null, after: '居民医保' })] : []),
      ...(at === 0 && receipts.length === 0 ? [change('patient', sharedId, { unit: `allergies/${newId()}`, before: null, after: anAllergy() })] : []),
    ])));
    receipts.push(...(await untilTaken(async () => receiveSubmissions(parts, device, permission, submissions))));
    taken(size);
  }
  return receipts;
}

/** Who is told that the county cannot answer now (a deadlock that went on) asks the same again, as a client does. */
async function untilTaken<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }
}

const readScopes: ReadonlySet<string> = new Set([`org:${places.village}`, `org:${places.township}`]);

/** Pulls all the while in pages of any size, and expects each to go on exactly where the last one ended. @returns how many numbers it saw of each scope */
async function read(parts: ExchangeParts, isWriting: () => boolean): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  const wholeBundles = new Map<string, number>();
  let cursors: Readonly<Record<string, number>> = {};
  for (let isLast = false, more = true, documents = 40; more || !isLast; documents = (documents % 500) + 37) {
    isLast = !isWriting();
    const page = await pullPage(parts, readScopes, cursors, documents, {});
    const inPage = new Map<string, number>();
    for (const { scope, number, bundleId } of page.entries) {
      if (number !== (seen.get(scope) ?? 0) + 1) throw new Error(`after ${seen.get(scope) ?? 0} of ${scope} came ${number}`);
      seen.set(scope, number);
      inPage.set(bundleId ?? '', (inPage.get(bundleId ?? '') ?? 0) + 1);
    }
    for (const [id, count] of inPage) {
      if (wholeBundles.has(id)) throw new Error(`bundle ${id} came in two pages`);
      wholeBundles.set(id, count);
    }
    for (const [scope, number] of seen) expect(page.cursors[scope]).toBe(number);
    ({ cursors, more } = page);
  }
  return seen;
}

/** Somebody at the database's own console who a few times locks in the wrong order: a scope's counter first, then a document. */
async function getInTheWay(documentId: string, isWriting: () => boolean): Promise<void> {
  for (let round = 0; round < 8 && isWriting(); round += 1) {
    await db.transaction().execute(async (tx) => {
      await sql`select from scope_counter where scope = ${`org:${places.village}`} for update`.execute(tx);
      await sql`select pg_sleep(0.01)`.execute(tx);
      await sql`select from document where id = ${documentId} for update`.execute(tx);
    }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === '40P01')) throw error;
    });
    await new Promise((wake) => setTimeout(wake, 700));
  }
}
