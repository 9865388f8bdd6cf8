/** What sank others, one test each. */
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Transport } from '@lianyi/desktop/host/replication/transport';
import { httpTransport } from '@lianyi/desktop/host/replication/transport';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { ExchangeRequest, ExchangeResponse, LogPage } from '@lianyi/schema/wire/exchange';
import { exchangePath } from '@lianyi/schema/wire/exchange';
import { sql } from '@lianyi/sync-server/store/database';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, create, people, places, problemOf } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { EnrolledReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { anEnrolledReplica, discard, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000 });

let county: TestCountyServer;
let enrolled: EnrolledReplica;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => county.close());
beforeEach(async () => { enrolled = await anEnrolledReplica(county, { personId: people.villageDoctor, orgId: places.village }); });
afterEach(() => discard(enrolled));

const aVillager = (name = '田桂英') => aPatient({ homeId: places.village, name });

/** So many patients from another PC of the village, a bundle each. @returns their ids */
async function written(count: number): Promise<readonly string[]> {
  const other = await county.enrol(places.village);
  const patients = Array.from({ length: count }, () => aVillager());
  await other.exchange({ submissions: patients.map((patient) => other.submit(other.bundle([create(patient)]))), pageDocuments: 0 });
  return patients.map(({ id }) => id);
}

/** The line to the real county, with the page of each answer as `change` has it. */
function changingPages(change: (page: LogPage, request: ExchangeRequest) => LogPage): { readonly transport: Transport; readonly asked: () => number } {
  const real = httpTransport(county.url);
  let count = 0;
  const transport: Transport = {
    ...real,
    pack: async () => null,
    post: async (post) => {
      const answer = await real.post(post);
      if (answer.status !== 200 || post.path !== exchangePath) return answer;
      count += 1;
      const request = JSON.parse(Buffer.from(post.body).toString()) as ExchangeRequest;
      const response = JSON.parse(Buffer.from(answer.body).toString()) as ExchangeResponse;
      return { ...answer, body: Buffer.from(JSON.stringify({ ...response, page: change(response.page, request) })) };
    },
  };
  return { transport, asked: () => count };
}

test('SYNC-16 the clock is set back by years and the PC restarted: what is saved then is held after what was saved before, and what others wrote arrives', async () => {
  let now = new Date('2026-11-20T09:00:00Z');
  const before = openEnrolled(enrolled, { now: () => now });
  const patient = aVillager();
  before.save([{ op: 'create', document: patient }]);
  await before.exchange();
  before.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: null, after: '1' }] }]);
  await before.close();

  now = new Date('2001-01-01T00:00:00Z');
  const back = openEnrolled(enrolled, { now: () => now });
  back.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '1', after: '2' }] }]);
  const [theirs = ''] = await written(1);
  expect(await back.exchange()).toMatchObject({ waiting: { count: 0 }, quarantined: 0 });
  expect(back.replica.document('patient', patient.id)?.phone).toBe('2');
  expect(back.replica.document('patient', theirs)).toBeDefined();
  expect(await differencesFrom(county, back.replica)).toEqual([]);
  await back.close();

  // And set right again, over another restart.
  now = new Date('2026-11-20T10:00:00Z');
  const right = openEnrolled(enrolled, { now: () => now });
  right.save([{ op: 'change', kind: 'patient', id: patient.id, changes: [{ unit: 'phone', before: '2', after: '3' }] }]);
  await right.exchange();
  expect(await differencesFrom(county, right.replica)).toEqual([]);
  expect(right.replica.all<{ n: number }>('SELECT link_number AS n FROM bundle ORDER BY save_number').map(({ n }) => n)).toEqual([1, 2, 3, 4]);
  await right.close();
});

test('SYNC-8 a page shorter than asked for is not the last one: the exchange goes on from where it ended', async () => {
  const ids = await written(12);
  // Of every answer only the first bundle arrives, as from a county with smaller pages.
  const { transport, asked } = changingPages((page, request) => {
    const [first] = page.entries;
    if (!first) return page;
    const entries = page.entries.filter(({ bundleId }) => bundleId === first.bundleId);
    const puts = new Set(entries.flatMap((entry) => entry.puts.map(({ id }) => id)));
    const cursors = { ...page.cursors, ...Object.fromEntries(Object.keys(page.cursors).map((scope) => [scope, request.cursors[scope] ?? 0])), ...Object.fromEntries(entries.map(({ scope, number }) => [scope, number])) };
    return { entries, documents: page.documents.filter(({ id }) => puts.has(id)), cursors, more: page.more || entries.length < page.entries.length };
  });
  const clinic = openEnrolled(enrolled, { transport });
  await clinic.exchange();
  expect(ids.filter((id) => clinic.replica.document('patient', id) === undefined)).toEqual([]);
  expect(asked()).toBeGreaterThan(12);
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await clinic.close();
});

test('LINE-11 an empty page that promises more is neither the end nor asked for without pause, and what follows it arrives', async () => {
  const ids = await written(3);
  let isEmpty = true;
  const { transport, asked } = changingPages((page, request) => (isEmpty ? { entries: [], documents: [], cursors: request.cursors, more: true } : page));
  const clinic = openEnrolled(enrolled, { transport });
  expect(await clinic.replication.exchangeNow()).toMatchObject({ problem: { code: 'countyBusy' }, pulling: { documents: 0 } });
  await after(700);
  expect(asked()).toBeLessThan(4);
  isEmpty = false;
  await clinic.exchange();
  expect(ids.filter((id) => clinic.replica.document('patient', id) === undefined)).toEqual([]);
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
  await clinic.close();
});

test('SYNC-13 one bad row before good ones: the good ones are shown, the bad one is counted, and arrives once it is whole', async () => {
  const ids = await written(8);
  const [bad = '', ...good] = ids;
  await sql`update document set hash = ${'0'.repeat(64)} where id = ${bad}`.execute(county.county.db);
  const clinic = openEnrolled(enrolled);
  expect(await clinic.exchange()).toMatchObject({ parked: 1, problem: null });
  expect(good.filter((id) => clinic.replica.document('patient', id) === undefined)).toEqual([]);
  expect(clinic.replica.document('patient', bad)).toBeUndefined();
  const { body } = await county.county.db.selectFrom('document').select('body').where('id', '=', bad).executeTakeFirstOrThrow();
  await sql`update document set hash = ${contentHash(body)} where id = ${bad}`.execute(county.county.db);
  await clinic.close();

  const again = openEnrolled(enrolled);
  expect(await again.exchange()).toMatchObject({ parked: 0 });
  expect(await differencesFrom(county, again.replica)).toEqual([]);
  await again.close();
});

test('SYNC-13 SYNC-5 an invalid document among valid ones, coming down and going up: it stops nothing, and is told', async () => {
  const [first = '', invalid = '', last = ''] = await written(3);
  const { body } = await county.county.db.selectFrom('document').select('body').where('id', '=', invalid).executeTakeFirstOrThrow();
  const broken = { ...body, identity: 'nobody' };
  await sql`update document set body = ${JSON.stringify(broken)}::jsonb, hash = ${contentHash(broken)} where id = ${invalid}`.execute(county.county.db);
  const clinic = openEnrolled(enrolled);
  expect(await clinic.exchange()).toMatchObject({ parked: 1, problem: null });
  expect([first, invalid, last].map((id) => clinic.replica.document('patient', id) !== undefined)).toEqual([true, false, true]);
  await clinic.close();
  await sql`update document set body = ${JSON.stringify(body)}::jsonb, hash = ${contentHash(body)} where id = ${invalid}`.execute(county.county.db);

  const other = await county.enrol(places.village);
  const bundles = [aVillager(), { ...aVillager(), identity: 'nobody' } as never, aVillager()].map((document) => other.bundle([create(document)]));
  const { receipts } = await other.exchange({ submissions: bundles.map((bundle) => other.submit(bundle)) });
  expect(receipts.map(({ outcome, reason }) => [outcome, reason])).toEqual([['accepted', null], ['quarantined', 'invalid'], ['accepted', null]]);
});

describe('LINE-11 no back-pressure', () => {
  test('LINE-11 a client that asks for more than a page may hold is refused, and many that ask for the largest and never read it harm nobody', async () => {
    const other = await county.enrol(places.village);
    expect(await problemOf(other.exchange({ pageDocuments: 5_001 }))).toMatchObject({ status: 400, code: 'badRequest' });
    await written(150);
    const gone = new AbortController();
    const bytes = Buffer.from(JSON.stringify(other.request({ pageDocuments: 5_000, cursors: {} })));
    // The answers lie unread in their connections.
    const unread = await Promise.all(Array.from({ length: 20 }, async () => other.send(bytes, { signal: gone.signal })));
    expect(unread.every(({ status }) => status === 200)).toBe(true);
    expect((await other.push([create(aVillager())])).outcome).toBe('accepted');
    const { page } = await other.exchange({ pageDocuments: 50 });
    expect([page.documents.length <= 50, page.more]).toEqual([true, true]);
    gone.abort();
  });

  test.each(['a body without an end', 'a small body that unpacks to a large one'])('LINE-11 a server that answers with %s costs a client some memory, and no more', async (answer) => {
    const chunk = Buffer.alloc(1 << 20, 0x20);
    const pour = (response: ServerResponse): void => {
      while (response.write(chunk));
      response.once('drain', () => pour(response));
    };
    const server = createServer((_request, response) => {
      response.on('error', () => undefined);
      if (answer === 'a body without an end') pour(response.writeHead(200, { 'content-type': 'application/json' }));
      else response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'br' }).end(brotliCompressSync(Buffer.alloc(200 << 20, 0x20), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const clinic = openEnrolled(enrolled, { countyUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    clinic.save([{ op: 'create', document: aVillager() }]);
    const residentBefore = process.memoryUsage().rss;
    expect(await clinic.replication.exchangeNow()).toMatchObject({ problem: { code: 'offline' }, waiting: { count: 1 } });
    expect(process.memoryUsage().rss - residentBefore).toBeLessThan(400 << 20);
    await clinic.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    // With the real county all goes on.
    const again = openEnrolled(enrolled);
    expect(await again.exchange()).toMatchObject({ waiting: { count: 0 } });
    await again.close();
  });
});
