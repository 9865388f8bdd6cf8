import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { newId } from '@lianyi/schema/basics/ids';
import { bundleBody } from '@lianyi/schema/documents/bundle';
import { dictionary, dictionaryCoding } from '@lianyi/schema/wire/dictionary';
import { enrolPath, exchangePath, problem, wireVersion } from '@lianyi/schema/wire/exchange';
import { checksumsPath, repairPath } from '@lianyi/schema/wire/repair';
import { chunkPathOf, snapshotsPath } from '@lianyi/schema/wire/snapshot';
import { witnessAskPath } from '@lianyi/schema/wire/witness';
import { aCounty, change, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { anEncounter } from '@lianyi/tests/builders/anEncounter';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { aPatientLink } from '@lianyi/tests/builders/aPatientLink';
import { aPatientMove } from '@lianyi/tests/builders/aPatientMove';
import { pour } from '@lianyi/tests/builders/aFlood';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { movePatient } from '../sync/movePatient.ts';

let county: TestCountyServer;
let good: TestDevice;
let evil: TestDevice;
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => { await county.close(); });
beforeEach(async () => {
  good = await county.enrol(places.village);
  evil = await county.enrol(places.farVillage, people.farDoctor);
});
// Whatever it sent, the other's exchange goes on, and what was made of it harms nobody.
afterEach(async () => {
  const { outcome } = await good.push([create(aPatient({ homeId: places.village }))]);
  if (outcome !== 'accepted') throw new Error(`another clinic's save came to harm: ${outcome}`);
  if (Object.keys(Object.prototype).length > 0) throw new Error('every object has come to harm');
});

const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
async function refusalOf(response: Response) {
  const { status, code } = problem.parse(await response.json());
  return [status, code] as const;
}

describe('DEV-11 a bundle that reaches for what is another clinic\'s', () => {
  test('DEV-11 it writes no document of theirs, moves no patient to itself, links none to its own, and sees nothing of them afterwards', async () => {
    const [theirs, own] = [aPatient({ homeId: places.village, name: '不可外传' }), aPatient({ homeId: places.farVillage })];
    await good.push([create(theirs)]);
    await evil.push([create(own)]);
    const tries = [
      [change('patient', theirs.id, { unit: 'phone', before: theirs.phone, after: '110' })],
      [change('patient', theirs.id, { unit: 'homeId', before: places.village, after: places.farVillage })],
      [create({ ...theirs, homeId: places.farVillage })],
      [create(aPatientMove(theirs, places.farVillage))],
      [create(aPatientMove({ ...theirs, homeId: places.farVillage }, places.farVillage))],
      [create(aPatientLink(own, theirs))],
    ];
    for (const writes of tries) expect(await evil.push(writes)).toMatchObject({ outcome: 'quarantined' });
    expect(await evil.push([create(anEncounter({ patientId: theirs.id, homeId: places.farVillage, orgId: places.farVillage }))])).toMatchObject({ outcome: expect.stringMatching(/accepted|quarantined/) as string });
    const seen = await evil.pull();
    expect(seen.has(theirs.id)).toBe(false);
    expect(JSON.stringify([...seen.values()])).not.toContain('不可外传');
    expect((await good.pull()).get(theirs.id)).toEqual(theirs);
  });

  test('DEV-11 SYNC-32 a record that has left it is not fetched back by who says that they had read nothing: not by a move, not by a link', async () => {
    const former = aPatient({ homeId: places.farVillage });
    const [own, later] = [aPatient({ homeId: places.farVillage }), '13800000777'];
    await evil.push([create(former)]);
    await evil.push([create(own)]);
    await evil.pull();
    const asked = { by: people.farDoctor, orgId: places.farVillage, at: '2026-03-09T10:00:00+08:00' };
    await movePatient(county.county.store, { patientId: former.id, toId: places.village, reason: '迁居' }, new Date());
    await evil.pull();
    await good.pull();
    await good.push([change('patient', former.id, { unit: 'phone', before: former.phone, after: later })]);

    const present = { ...former, homeId: places.village };
    const tries = [
      [create(aPatientMove(present, places.farVillage, { asked }))],
      [create(aPatientMove(present, places.farTownship, { asked }))],
      [create(aPatientLink(own, former))],
      [create(aPatientLink(own, present))],
    ];
    for (const writes of tries) for (const cursors of [{}, { ...evil.cursors }]) expect(await evil.push(writes, { cursors })).toMatchObject({ outcome: 'quarantined', reason: 'outOfScope' });
    const seen = await evil.pull();
    expect([seen.has(former.id), JSON.stringify([...seen.values()]).includes(later)]).toEqual([false, false]);
    expect((await good.pull()).get(former.id)).toMatchObject({ homeId: places.village, phone: later });
    // One from where it was is told, and moves nothing (SYNC-32).
    expect(await evil.push([create(aPatientMove(former, places.farTownship, { asked }))], { cursors: {} })).toMatchObject({ outcome: 'accepted' });
    const { body } = await county.county.db.selectFrom('document').select('body').where('id', '=', former.id).executeTakeFirstOrThrow();
    expect(body).toMatchObject({ homeId: places.village });
    expect((await evil.pull()).has(former.id)).toBe(false);
  });

  test('DEV-11 another\'s bundle caught on its way is not its own: not as it was signed, not signed anew, not under the other\'s number', async () => {
    const caught = good.submit(good.bundle([create(aPatient({ homeId: places.village }))]));
    const [asCaught] = (await evil.exchange({ submissions: [caught] })).receipts;
    expect(asCaught).toMatchObject({ outcome: 'quarantined', reason: 'badSignature' });
    const spliced = evil.submissionAt(caught.body, { lane: 'urgent', number: 1, previous: null });
    expect((await evil.exchange({ submissions: [spliced] })).receipts).toMatchObject([{ outcome: 'quarantined' }]);
    // Whoever sent a copy first keeps nobody's own from being taken.
    expect((await good.exchange({ submissions: [caught] })).receipts).toMatchObject([{ outcome: 'accepted' }]);
  });

  test('DEV-11 a bundle of ten thousand writes, and one with ten thousand changes, is kept aside as it is', async () => {
    const many = evil.bundle(Array.from({ length: 10_000 }, () => create(aPatient({ homeId: places.farVillage }))));
    expect(bundleBody.safeParse(many).success).toBe(false);
    expect((await evil.exchange({ submissions: [evil.submit(many)] })).receipts).toMatchObject([{ outcome: 'quarantined' }]);
    const changes = Array.from({ length: 10_000 }, () => ({ unit: 'phone' as const, before: null, after: '1' }));
    expect((await evil.exchange({ submissions: [evil.submit(evil.bundle([change('patient', newId(), ...changes)]))] })).receipts).toMatchObject([{ outcome: 'quarantined' }]);
    expect(await evil.push([create(aPatient({ homeId: places.farVillage }))])).toMatchObject({ outcome: 'accepted' });
  });
});

describe('DEV-11 ids and names that are guessed', () => {
  test('DEV-11 a scope, snapshot or chunk of others is answered as one that there is not', async () => {
    await good.push([create(aPatient({ homeId: places.village }))]);
    const [theirs, none] = [`org:${places.village}`, `org:${newId()}`];
    const asked = { wireVersion, deviceId: evil.id, epoch: evil.epoch };
    const told = async (path: string, body: object): Promise<unknown> => (await evil.send(bytesOf({ ...asked, ...body }), { path })).json();
    const answersFor = async (scope: string): Promise<readonly unknown[]> => [
      await told(checksumsPath, { scopes: { [scope]: { number: 1, digest: '' } } }),
      await told(repairPath, { scope, number: 1, buckets: [...Array(256).keys()], have: [] }),
      await told(snapshotsPath, { scopes: [scope], kinds: {} }),
      (await evil.exchange({ cursors: { [scope]: 0 } })).page.entries.filter((entry) => entry.scope === scope),
      (await evil.exchange({ cursors: { [scope]: 1_000_000 } })).page.entries.filter((entry) => entry.scope === scope),
    ];
    expect(await answersFor(theirs)).toEqual(await answersFor(none));
  });

  test('DEV-11 SQL, paths and headers in any place of a device route are text, and are not found', async () => {
    const asked = { wireVersion, deviceId: evil.id, epoch: evil.epoch };
    const strange = ["' or 1=1 --", 'org:%', 'org:\u0000', '../../../etc/passwd', '{}', 'catalogue,org:x', '\\', '😀'.repeat(80)];
    for (const scope of strange) {
      for (const [path, body] of [[checksumsPath, { ...asked, scopes: { [scope]: { number: 1, digest: scope } } }], [repairPath, { ...asked, scope, number: 1, buckets: [0], have: [] }], [snapshotsPath, { ...asked, scopes: [scope], kinds: {} }]] as const) {
        const response = await evil.send(bytesOf(body), { path });
        expect([path, scope, response.status < 500, JSON.stringify(await response.json()).includes(places.village)]).toEqual([path, scope, true, false]);
      }
      expect((await evil.send(bytesOf(evil.request({ cursors: { [scope]: 3 } })))).status).toBeLessThan(500);
      expect((await evil.send(bytesOf(evil.request({ kinds: { [scope.slice(0, 40)]: 1 } })))).status).toBeLessThan(500);
      expect((await evil.send(bytesOf({ ...evil.request(), appVersion: scope.slice(0, 40) }))).status).toBeLessThan(500);
    }
    for (const name of ["'; drop table device --", '..%2f..%2fcounty.key', '%00', `${'0'.repeat(64)}\u0000`, 'a'.repeat(190)]) {
      expect([name, (await evil.fetchBytes(chunkPathOf(encodeURI(name)))).status]).toEqual([name, 404]);
    }
    expect((await evil.fetchBytes(chunkPathOf('0'.repeat(64)), { range: 'bytes=0-1,5-,-9' })).status).toBe(404);
    // A name that is asked for in the address is not what was signed for, and is not looked at.
    expect((await evil.send(bytesOf(evil.request()), { path: `${exchangePath}?deviceId=${good.id}` })).status).toBe(401);
  });

  test('DEV-11 keys that are the language\'s own are keys like any other', async () => {
    const patient = aPatient({ homeId: places.farVillage });
    const own = (value: unknown) => JSON.parse(`{"__proto__":${JSON.stringify(value)},"constructor":${JSON.stringify(value)},"toString":${JSON.stringify(value)}}`) as Record<string, never>;
    const sent = async (body: object) => (await evil.send(bytesOf(body))).status;
    expect(await sent({ ...evil.request(), cursors: own(1) })).toBeLessThan(500);
    expect(await sent({ ...evil.request(), kinds: own(1) })).toBeLessThan(500);
    expect((await evil.send(bytesOf({ wireVersion, deviceId: evil.id, epoch: evil.epoch, scopes: own({ number: 1, digest: '' }) }), { path: checksumsPath })).status).toBeLessThan(500);
    for (const write of [
      create({ ...patient, allergies: own({}) }), create({ ...patient, id: newId() as never, ...own({ polluted: true }) }),
      change('patient', newId(), { unit: '__proto__', before: null, after: { polluted: true } }), change('patient', newId(), { unit: 'constructor.prototype', before: null, after: 1 }), change('__proto__' as never, newId(), { unit: 'phone', before: null, after: '1' }),
    ]) expect(await evil.push([write])).toMatchObject({ outcome: 'quarantined' });
    expect(await evil.push([create(patient)])).toMatchObject({ outcome: 'accepted' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('DEV-11 bodies without end', () => {
  test('DEV-11 a body of a gigabyte is refused before it has come, from a device as from a stranger', async () => {
    const signed = { 'x-lianyi-device': evil.id, 'x-lianyi-nonce': evil.nonce, 'x-lianyi-signature': evil.signed(Buffer.alloc(0), exchangePath) };
    for (const [path, headers, status] of [[exchangePath, signed, 413], [exchangePath, {}, 401], [enrolPath, {}, 413], ['/devices/purged', {}, 413], ['/sync/readmissions', {}, 413]] as const) {
      const told = await pour(county.url, path, { ...headers, 'content-length': '1000000000' }, 1e9);
      expect([path, told.answer.split(' ')[1], told.bytes < 20e6]).toEqual([path, String(status), true]);
      const endless = await pour(county.url, path, { ...headers, 'transfer-encoding': 'chunked' }, 1e9);
      // Where it closes while more is on its way, the answer may be lost with it.
      expect([path, ['', `HTTP/1.1 ${status}`].includes(endless.answer.slice(0, 12)), endless.bytes < 40e6]).toEqual([path, true, true]);
    }
  });

  test('DEV-11 what unpacks to more than a request may hold is refused, in every coding and many at once, and memory does not grow with it', async () => {
    const spaces = Buffer.alloc(60_000_000, ' ');
    const bombs = [[brotliCompressSync(spaces, { params: {} }), 'br'], [deflateRawSync(spaces, { dictionary }), dictionaryCoding]] as const;
    const { rss } = process.memoryUsage();
    for (const [bomb, coding] of bombs) {
      expect(bomb.length).toBeLessThan(200_000);
      const refusals = await Promise.all(Array.from({ length: 12 }, async () => refusalOf(await evil.send(bomb, { headers: { 'content-encoding': coding } }))));
      expect(new Set(refusals.map(String))).toEqual(new Set(['413,tooLarge']));
    }
    // Twelve whole ones would be 720 MB.
    expect(process.memoryUsage().rss - rss).toBeLessThan(500e6);
    const zipped = gzipSync(spaces);
    for (const coding of ['gzip', 'deflate', 'zstd', 'br, br']) expect(await refusalOf(await evil.send(zipped, { headers: { 'content-encoding': coding } }))).toEqual([415, 'badRequest']);
    // A bomb is only unpacked for who signed it.
    expect(await refusalOf(await evil.send(bombs[0][0], { headers: { 'content-encoding': 'br', 'x-lianyi-signature': 'AAAA' } }))).toEqual([401, 'badSignature']);
  });

  test('DEV-11 a body that stops coming is given up, and holds up nobody', async () => {
    const impatient = await county.restart({ silenceMs: 1_000 });
    const socket = connect(Number(new URL(impatient.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST ${exchangePath} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"a":`);
    socket.resume();
    good.url = impatient.url;
    const others = good.exchange();
    await once(socket, 'close');
    expect((await others).epoch).toBe(good.epoch);
    county = await impatient.restart({ silenceMs: 120_000 });
    good.url = county.url;
  });

  test('DEV-11 have-lists, buckets and scopes beyond what a request may name are refused', async () => {
    const asked = { wireVersion, deviceId: evil.id, epoch: evil.epoch };
    const one = { id: newId(), revision: 1, hash: '' };
    for (const [path, body] of [
      [repairPath, { ...asked, scope: 'catalogue', number: 1, buckets: [0], have: Array.from({ length: 20_001 }, () => one) }],
      [repairPath, { ...asked, scope: 'catalogue', number: 1, buckets: [256], have: [] }],
      [snapshotsPath, { ...asked, scopes: Array.from({ length: 5_001 }, () => 'x') }],
      [witnessAskPath, { ...asked, have: Array.from({ length: 5_001 }, () => one) }],
    ] as const) expect([path, ...(await refusalOf(await evil.send(bytesOf(body), { path })))]).toEqual([path, 400, 'badRequest']);
  });
});
