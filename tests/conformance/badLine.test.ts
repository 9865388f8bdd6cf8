import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BadLine, LineMood } from '@lianyi/tests/builders/aBadLine';
import { aBadLine } from '@lianyi/tests/builders/aBadLine';
import type { TestClinic } from '@lianyi/tests/builders/aClinic';
import { aClinic } from '@lianyi/tests/builders/aClinic';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';

let county: TestCountyServer;
let line: BadLine;
let clinic: TestClinic;

beforeAll(async () => {
  county = await aCounty();
}, 180_000);
afterAll(async () => county.close());
beforeEach(async () => {
  line = await aBadLine(county.url);
  clinic = await aClinic(county, { orgId: places.village, personId: people.villageDoctor, countyUrl: line.url });
  await clinic.exchange();
});
afterEach(async () => {
  await clinic.close();
  await line.close();
});

const become = (mood: LineMood): void => {
  line.mood = mood;
  line.breakAll();
};
const register = (): string => {
  const patient = aPatient({ homeId: places.village });
  clinic.save([{ op: 'create', document: patient }]);
  return patient.id;
};
const tryNow = async () => clinic.host.caller.line.exchangeNow();

test('SYNC-5 whatever is lost on the way, each bundle is held once, with its receipt', async () => {
  const ids: string[] = [];
  for (const mood of ['loseAnswers', 'cutAnswers', 'dead', 'loseAnswers'] as const) {
    become(mood);
    ids.push(register(), register());
    expect(await tryNow()).toMatchObject({ problem: { code: 'offline' }, waiting: { count: ids.length } });
  }
  become('good');
  expect(await tryNow()).toMatchObject({ problem: null, waiting: { count: 0, oldestAt: null }, exchanging: null });
  const shown = clinic.replica.dump('', 5000).filter(({ id }) => ids.includes(id));
  expect(shown).toHaveLength(8);
  expect(shown.every(({ revision, waiting }) => revision === 1 && !waiting)).toBe(true);
  expect(clinic.replica.all('SELECT DISTINCT state, outcome FROM bundle')).toEqual([{ state: 'held', outcome: 'accepted' }]);
}, 150_000);

test('over a line of 800 ms each way a request carries a whole round trip', async () => {
  become('slow');
  const before = line.exchanges;
  register();
  expect(await tryNow()).toMatchObject({ problem: null, waiting: { count: 0 } });
  // The one that was under way when it was asked for, and the one that followed.
  expect(line.exchanges - before).toBeLessThanOrEqual(2);
}, 150_000);

test('what was saved without a line goes by itself after its return', async () => {
  become('dead');
  register();
  await tryNow();
  become('good');
  let view = clinic.host.context.door.line();
  for (const until = Date.now() + 60_000; view.waiting.count > 0 && Date.now() < until;) view = await clinic.host.context.door.lineChanged(view.version, 1_000);
  expect(view).toMatchObject({ waiting: { count: 0 }, problem: null });
}, 150_000);

test('KEY-3 a locked PC tells how many wait, and still exchanges', async () => {
  become('dead');
  register();
  await tryNow();
  await clinic.host.caller.session.lock();
  expect(await clinic.host.caller.session.status()).toMatchObject({ current: null, line: { waiting: { count: 1 } } });
  await expect(clinic.host.caller.line.exchangeNow()).rejects.toThrow('locked');
}, 150_000);
