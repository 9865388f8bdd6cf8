import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Packed, Transport } from '@lianyi/desktop/host/replication/transport';
import { httpTransport } from '@lianyi/desktop/host/replication/transport';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { sha256Hex } from '@lianyi/schema/basics/digest';
import { dictionary, dictionaryCoding } from '@lianyi/schema/wire/dictionary';
import { aWholeVisit } from '@lianyi/tests/bench/aWholeVisit';
import { create } from '@lianyi/tests/builders/aDevice';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { aCounty, people, places } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import type { EnrolledReplica, OpenReplica } from '@lianyi/tests/builders/anEnrolledReplica';
import { anEnrolledReplica, discard, openEnrolled } from '@lianyi/tests/builders/anEnrolledReplica';
import { differencesFrom } from '@lianyi/tests/builders/sameAsCounty';

let county: TestCountyServer;
const enrolled: EnrolledReplica[] = [];
const open: OpenReplica[] = [];
beforeAll(async () => { county = await aCounty(); }, 180_000);
afterAll(async () => {
  for (const clinic of open) await clinic.close();
  enrolled.forEach(discard);
  await county.close();
});

/** What the requests of one PC weighed, as they went. */
interface Weighed {
  readonly bytes: number;
  readonly coding: string | undefined;
}
function weighing(transport: Transport): { readonly transport: Transport; readonly posts: Weighed[] } {
  const posts: Weighed[] = [];
  return { posts, transport: { ...transport, post: async (post) => { posts.push({ bytes: post.body.length, coding: post.headers['content-encoding'] }); return transport.post(post); } } };
}
async function aClinic(transport: Transport): Promise<OpenReplica> {
  const replica = await anEnrolledReplica(county, { orgId: places.village, personId: people.villageDoctor });
  enrolled.push(replica);
  const clinic = openEnrolled(replica, { transport });
  open.push(clinic);
  return clinic;
}
const aVisitAt = (clinic: OpenReplica): void => {
  const patient = aPatient({ homeId: places.village, name: '龙远行' });
  clinic.save([{ op: 'create', document: patient }], 'patients.register');
  clinic.save(aWholeVisit(patient, localClockTime(new Date()), places.village).map((document) => ({ op: 'create', document })), 'prescriptions.sign');
};

test('LINE-12 a visit with its prescription, what was handed out and the stock goes up in one request of a kilobyte', async () => {
  const { transport, posts } = weighing(httpTransport(county.url));
  const clinic = await aClinic(transport);
  const patient = aPatient({ homeId: places.village, name: '龙远行' });
  clinic.save([{ op: 'create', document: patient }], 'patients.register');
  await clinic.exchange();
  const before = posts.length;
  clinic.save(aWholeVisit(patient, localClockTime(new Date()), places.village).map((document) => ({ op: 'create', document })), 'prescriptions.sign');
  await clinic.exchange();
  const [visit] = posts.slice(before).toSorted((a, b) => b.bytes - a.bytes);
  expect(visit?.coding).toBe(dictionaryCoding);
  expect(visit?.bytes).toBeLessThanOrEqual(1024);
  expect(clinic.replica.lineFacts()).toMatchObject({ waiting: { count: 0 }, quarantined: 0 });
  expect(await differencesFrom(county, clinic.replica)).toEqual([]);
}, 120_000);

test('LINE-12 what a request creates does not come back in its answer, unless the county has it otherwise; who asks as before gets all', async () => {
  const device = await county.enrol(places.village);
  const [patient, other] = [aPatient({ homeId: places.village }), aPatient({ homeId: places.village })];
  const pushed = async (document: typeof patient, more: object) => {
    const before = await device.exchange();
    device.cursors = before.page.cursors;
    return (await device.exchange({ submissions: [device.submit(device.bundle([create(document)], { action: 'patients.register' }))], ...more })).page;
  };
  const spared = await pushed(patient, { keepsSent: true });
  expect([spared.entries.flatMap(({ puts }) => puts), spared.documents]).toEqual([[{ id: patient.id, revision: 1 }], []]);
  expect((await pushed(other, {})).documents.map(({ id }) => id)).toEqual([other.id]);
  // Who names what others created gets no more of it at once than was asked for.
  const thief = await county.enrol(places.village);
  thief.cursors = (await device.exchange()).page.cursors;
  const many = Array.from({ length: 6 }, () => aPatient({ homeId: places.village }));
  for (const one of many) await device.push([create(one)], { action: 'patients.register' });
  const asOwn = thief.submit(thief.bundle(many.map((one) => create({ ...one, phone: '13800000001' }))));
  const taken = await thief.exchange({ pageDocuments: 2, keepsSent: true, submissions: [asOwn] });
  expect([taken.receipts.map(({ outcome }) => outcome), taken.page.documents.length, taken.page.more]).toEqual([['quarantined'], 2, true]);
}, 120_000);

test('LINE-12 an exchange with nothing to say has no header that its reader does without', async () => {
  const heard: { up: number; down: number }[] = [];
  const clinic = await aClinic(httpTransport(county.url, (_path, up, down) => heard.push({ up, down })));
  await clinic.exchange();
  await clinic.exchange();
  const last = heard.at(-1) ?? { up: 0, down: 0 };
  expect(Math.min(last.up, last.down)).toBeGreaterThan(100);
  expect(last.up + last.down).toBeLessThanOrEqual(700);
}, 120_000);

test('LINE-12 a PC that does not know the dictionary, and a county that does not, are spoken to without it', async () => {
  const plain = httpTransport(county.url);
  // An app from before: it names brotli only.
  const older = await aClinic({ ...plain, post: async (post) => plain.post({ ...post, headers: { ...post.headers, 'accept-encoding': 'br' } }) });
  aVisitAt(older);
  await older.exchange();
  expect(await differencesFrom(county, older.replica)).toEqual([]);

  // A county from before stands in front: it never answers in the coding, and refuses it.
  const url = new URL(county.url);
  const front = createServer((asked, answer) => {
    if (asked.headers['content-encoding'] === dictionaryCoding) {
      asked.resume();
      answer.writeHead(415, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ type: 'about:blank', title: 'x', status: 415, code: 'badRequest' }));
      return;
    }
    const passed = httpRequest({ hostname: url.hostname, port: url.port, path: asked.url, method: asked.method, headers: { ...asked.headers, 'accept-encoding': 'br' } }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    });
    // A request that waits at the county when it closes.
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => { front.listen(0, '127.0.0.1', resolve); });
  const { port } = front.address() as AddressInfo;
  const knowing = httpTransport(county.url);
  const before = httpTransport(`http://127.0.0.1:${port}`);
  let isOlder = false;
  const chosen = (): Transport => (isOlder ? before : knowing);
  const codings: (string | undefined)[] = [];
  const moved = await aClinic({ post: async (post) => { codings.push(post.headers['content-encoding']); return chosen().post(post); }, pack: async (body): Promise<Packed | null> => chosen().pack(body), close: () => { knowing.close(); before.close(); } });
  aVisitAt(moved);
  await moved.exchange();
  isOlder = true;
  aVisitAt(moved);
  await moved.exchange();
  expect(codings.at(-1)).not.toBe(dictionaryCoding);
  expect(await differencesFrom(county, moved.replica)).toEqual([]);
  front.closeAllConnections();
  await new Promise((resolve) => { front.close(resolve); });
}, 120_000);

test('LINE-12 the dictionary is the one that PCs in the field have: another text is another coding', () => {
  expect([dictionaryCoding, sha256Hex(Buffer.from(dictionary).toString('utf8'))]).toEqual(['lianyi-1', '4d5de1e7bfe88ea60d1b51bcb7d0ecdf4fcfe34923f34fff2403b0d67cff92a2']);
});
