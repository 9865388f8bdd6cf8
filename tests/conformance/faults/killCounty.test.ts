import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { newId } from '@lianyi/schema/basics/ids';
import type { Receipt, Submission } from '@lianyi/schema/wire/exchange';
import { problem } from '@lianyi/schema/wire/exchange';
import type { RunningServer } from '@lianyi/sync-server/index';
import { startServer } from '@lianyi/sync-server/index';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { DatabaseLine } from '@lianyi/tests/builders/aDatabaseLine';
import { aDatabaseLine } from '@lianyi/tests/builders/aDatabaseLine';
import { aDispenseOf } from '@lianyi/tests/builders/aDispense';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPrescription } from '@lianyi/tests/builders/aPrescription';
import { aRandom, seedOfRun } from '@lianyi/tests/builders/aRandom';
import { aStep } from '@lianyi/tests/builders/howMuch';
import { aLot, aStockMove } from '@lianyi/tests/builders/aStockMove';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Enrols, and looks on; the county that is struck works on the same database through `line`. */
let county: TestCountyServer;
let line: DatabaseLine;
let struck: RunningServer;
let village: TestDevice;
let township: TestDevice;
beforeAll(async () => {
  county = await aCounty();
  line = await aDatabaseLine(county.databaseUrl);
  struck = await startServer({ databaseUrl: line.url, keyDir: county.keyDir, port: 0, host: '127.0.0.1', logLevel: 'silent' });
  village = await county.enrol(places.village);
  township = await county.enrol(places.township, people.nurse);
});
afterAll(async () => {
  await struck.close();
  await line.close();
  await county.close();
});

/** More statements than an exchange has: the loops end at the first that is not reached. */
const noStatement = 200;
/** Each run strikes at every third, from another first one each day. */
const { first, step } = aStep(3, seedOfRun());

describe('SYNC-5 the county struck at each statement of an exchange', () => {
  test.each(['before', 'after'] as const)('SYNC-5 it dies %s each statement is carried out: the same request again, and all is held exactly once', { timeout: 300_000 }, async (how) => {
    let statement = first;
    for (; statement < noStatement; statement += step) {
      const work = await someWork();
      Object.assign(village, { url: struck.url });
      line.strikeAt(statement, how);
      const answer = await tryOnce(work);
      if (!line.calm()) break;
      // Either it was told that the county cannot answer now, or what was struck was after the answer.
      expect('problem' in answer ? answer.problem : { status: 503, code: 'unavailable' }).toMatchObject({ status: 503, code: 'unavailable' });
      await expectHeldOnce(work);
    }
    expect(statement).toBeGreaterThan(20);
    expect(statement).toBeLessThan(noStatement);
    console.info(`fewer than ${statement} statements, struck ${how} every ${step}. from the ${first}. on`);
  });

  test('SYNC-5 LINE-3 PostgreSQL says that its disk is full at each statement: the county says that it cannot answer now, nothing is lost, and later it is held exactly once', { timeout: 300_000 }, async () => {
    let statement = first;
    for (; statement < noStatement; statement += step) {
      const work = await someWork();
      Object.assign(village, { url: struck.url });
      const before = await work.found();
      line.strikeAt(statement, 'diskFull');
      const answer = await tryOnce(work);
      if (!line.calm()) break;
      expect(answer).toMatchObject({ problem: { status: 503, code: 'unavailable', type: 'urn:lianyi:problem:unavailable' } });
      const found = await work.found();
      // After the transaction all is there, and only the answer is not: the nonce, the page.
      expect([before, heldOnce(work)]).toContainEqual(found);
      await expectHeldOnce(work);
    }
    expect(statement).toBeGreaterThan(20);
    console.info(`fewer than ${statement} statements, every ${step}. from the ${first}. on answered with 53100`);
  });

  test('SYNC-5 its process killed with SIGKILL in the middle of an exchange: the next one goes on where it was', { timeout: 300_000 }, async () => {
    const seed = seedOfRun();
    const chance = aRandom(seed);
    const deaths = Number(process.env['LIANYI_COUNTY_KILLS'] ?? 2);
    let killed = 0;
    let running = await aProcess(line.url, county.keyDir);
    for (let death = 1; death <= deaths; death += 1) {
      const work = await someWork();
      Object.assign(village, { url: running.url });
      const { child } = running;
      line.strikeAt(chance.between(1, 30), chance.of(['before', 'after']), () => child.kill('SIGKILL'));
      const answer = await tryOnce(work);
      const isKilled = line.calm();
      if (isKilled) killed += 1;
      else child.kill('SIGKILL');
      expect('receipts' in answer, `LIANYI_SEED=${seed}`).toBe(!isKilled);
      await running.ended;
      running = await aProcess(line.url, county.keyDir);
      Object.assign(village, { url: running.url });
      await expectHeldOnce(work);
    }
    running.child.kill('SIGTERM');
    await running.ended;
    expect(killed).toBeGreaterThan(0);
  });
});

test('a county ends when it is told to, though whoever started it still holds a channel to it', { timeout: 60_000 }, async () => {
  const { child, ended } = await aProcess(county.databaseUrl, county.keyDir);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

/** Two bundles of one request that touch everything an exchange writes: stock below zero, a dispense, a conflict. */
interface Work {
  readonly submissions: readonly Submission[];
  readonly entriesBefore: number;
  found(): Promise<Readonly<Record<string, unknown>>>;
}

async function someWork(): Promise<Work> {
  const patient = aPatient({ homeId: places.village, phone: '1' });
  await township.push([create(patient)]);
  const prescription = aPrescription({ patientId: patient.id, homeId: places.village, orgId: places.village });
  const lot = aLot({ ownerId: places.village, lotNumber: newId() });
  const { dispense, move } = aDispenseOf(prescription, lot, 5);
  const bundles = [
    village.bundle([create(prescription), create(aStockMove({ lot, quantity: 4 }))]),
    village.bundle([create(dispense), create(move), change('patient', patient.id, { unit: 'phone', before: null, after: '2' }, { unit: 'insurance', before: null, after: '居民医保' })]),
  ];
  const { db } = county.county;
  return {
    submissions: bundles.map((body) => village.submit(body)),
    entriesBefore: await entries(),
    found: async () => {
      const balance = await db.selectFrom('stockBalance').select('quantity').where('lotNumber', '=', lot.lotNumber).executeTakeFirst();
      const dispensed = await db.selectFrom('dispensed').select('quantity').where('prescriptionId', '=', prescription.id).executeTakeFirst();
      const { revision, body } = await db.selectFrom('document').select(['revision', 'body']).where('id', '=', patient.id).executeTakeFirstOrThrow();
      const held = await db.selectFrom('bundle').select('outcome').where('claimedId', 'in', bundles.map(({ id }) => id)).orderBy('linkNumber').execute();
      const facts = await db.selectFrom('document').select('id').where('id', 'in', [dispense.id, move.id, prescription.id]).execute();
      const reviews = await db.selectFrom('document').select('id').where('kind', '=', 'review').where('patientId', '=', patient.id).execute();
      return {
        stock: balance?.quantity, dispensed: dispensed?.quantity, revision, phone: body.kind === 'patient' && body.phone,
        bundles: held.map(({ outcome }) => outcome), facts: facts.length, reviews: reviews.length, entries: await entries(),
      };
    },
  };
}

const heldOnce = ({ entriesBefore }: Work): Readonly<Record<string, unknown>> =>
  ({ stock: -1, dispensed: 5, revision: 2, phone: '1', bundles: ['accepted', 'merged'], facts: 3, reviews: 1, entries: entriesBefore + 2 });

type Answer = { readonly receipts: readonly Receipt[] } | { readonly problem: unknown } | { readonly broken: true };

/** The request as a client makes it; whatever happens to it is an answer. */
async function tryOnce({ submissions }: Work): Promise<Answer> {
  try {
    const response = await village.exchange({ submissions: [...submissions] });
    return { receipts: response.receipts };
  } catch (error) {
    return error instanceof Error && problem.safeParse(error.cause).success ? { problem: error.cause } : { broken: true };
  }
}

/** Tries until there is an answer, as a client does, and expects everything to be there once and the scope's log without a gap. */
async function expectHeldOnce(work: Work): Promise<void> {
  let answer = await tryOnce(work);
  for (let attempt = 0; attempt < 50 && !('receipts' in answer); attempt += 1) {
    await after(20);
    answer = await tryOnce(work);
  }
  expect(answer).toMatchObject({ receipts: [{ outcome: 'accepted' }, { outcome: 'merged' }] });
  expect(await work.found()).toEqual(heldOnce(work));
  // And what the client did not hear is told again, word for word.
  expect(await tryOnce(work)).toEqual(answer);
  const scope = `org:${places.village}`;
  const { numbers, last } = await county.county.db.selectFrom('scopeLog').where('scope', '=', scope)
    .select((select) => [select.fn.countAll<number>().as('numbers'), select.fn.max('number').as('last')]).executeTakeFirstOrThrow();
  expect(numbers).toBe(last);
}

const entries = async (): Promise<number> =>
  (await county.county.db.selectFrom('scopeLog').select((select) => select.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;

interface CountyProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<unknown>;
}

/** The county server as it is run: a process of its own. */
async function aProcess(databaseUrl: string, keyDir: string): Promise<CountyProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../apps/sync-server/src/main.ts')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, DATABASE_URL: databaseUrl, LIANYI_KEY_DIR: keyDir, PORT: String(port), LOG_LEVEL: 'silent' },
  });
  const url = `http://127.0.0.1:${port}`;
  const ended = once(child, 'close');
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const isThere = await fetch(`${url}/health`).then((response) => response.ok, () => false);
    if (isThere) return { child, url, ended };
    await after(20);
  }
  throw new Error('the county did not start');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
