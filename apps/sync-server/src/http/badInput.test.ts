import { brotliCompressSync } from 'node:zlib';
import { connect } from 'node:net';
import { exchangePath, problem } from '@lianyi/schema/wire/exchange';
import { newId } from '@lianyi/schema/basics/ids';
import { aCounty, create, places, problemOf } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer, TestDevice } from '@lianyi/tests/builders/aCounty';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../store/database.ts';

let county: TestCountyServer;
let device: TestDevice;
let clock = new Date();
beforeAll(async () => {
  county = await aCounty({ now: () => clock });
  device = await county.enrol(places.village);
});
afterAll(async () => { await county.close(); });
// Whatever came in, the server is up and takes the next bundle.
afterEach(async () => {
  clock = new Date();
  const health = await fetch(`${county.url}/health`);
  const { outcome } = await device.push([create(aPatient({ homeId: places.village }))]);
  if (!health.ok || outcome !== 'accepted') throw new Error(`the server has come to harm: ${health.status}, ${outcome}`);
});

async function problemIn(response: Response) {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const read = problem.parse(await response.json());
  expect(read.status).toBe(response.status);
  return [read.status, read.code];
}

const send = async (text: string, headers: Record<string, string> = {}) => problemIn(await device.send(Buffer.from(text), { headers }));

describe('what comes in over HTTP', () => {
  test('LINE-3 a body that is not JSON, not an object, empty, or not an exchange', async () => {
    for (const text of ['', 'not json', '{"a":', '[]', '"text"', 'null', '42', '{}', '{"wireVersion":"1"}', `{"wireVersion":1,"deviceId":"${device.id}","extra":true}`, '\u0000', '\ufeff{}']) {
      expect(await send(text)).toEqual([400, 'badRequest']);
    }
  });

  test('LINE-3 JSON that would exhaust whoever walks it', async () => {
    const request = JSON.stringify(device.request({ submissions: [device.submissionAt({}, { lane: 'routine', number: 1, previous: null })] }));
    expect(await send(request.replace('"body":{}', `"body":${'['.repeat(50_000)}${']'.repeat(50_000)}`))).toEqual([400, 'badRequest']);
    expect(await send(request.replace('"body":{}', '"body":{"a":1e999}'))).toEqual([400, 'badRequest']);
    expect(await send(`{"__proto__":{"admin":true},"constructor":{"prototype":{}}}`)).toEqual([400, 'badRequest']);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test('LINE-3 a body too large, as sent or unpacked, and one that is not what it says', async () => {
    expect(await send(' '.repeat(8_100_000))).toEqual([413, 'tooLarge']);
    const bomb = brotliCompressSync(Buffer.alloc(60_000_000, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await problemIn(await device.send(bomb, { headers: { 'content-encoding': 'br' } }))).toEqual([413, 'tooLarge']);
    expect(await send('{}', { 'content-encoding': 'br' })).toEqual([400, 'badRequest']);
    expect(await send('{}', { 'content-encoding': 'zstd' })).toEqual([415, 'badRequest']);
    expect(await send('{}', { 'content-type': 'text/strange; charset=utf-9' })).toEqual([400, 'badRequest']);
  });

  test('LINE-3 too many bundles, cursors below zero, a page without end', async () => {
    const one = device.submissionAt({}, { lane: 'routine', number: 1, previous: null });
    for (const over of [{ submissions: Array.from({ length: 201 }, () => one) }, { cursors: { catalogue: -1 } }, { pageDocuments: 1_000_000 }, { waitMs: 86_400_000 }, { deviceId: newId() as never }]) {
      expect((await problemOf(device.exchange(over))).code).toBe('badRequest');
    }
  });

  test('LINE-3 addresses and methods that are not there', async () => {
    expect(await problemIn(await fetch(`${county.url}/nothing/here`))).toEqual([404, 'notFound']);
    expect(await problemIn(await fetch(`${county.url}${exchangePath}`))).toEqual([404, 'notFound']);
    expect(await problemIn(await fetch(`${county.url}/%zz`))).toEqual([400, 'badRequest']);
    expect(await problemIn(await fetch(`${county.url}/console/nothing`))).toEqual([404, 'notFound']);
    expect(await problemIn(await fetch(`${county.url}${exchangePath}`, { method: 'POST', body: '{}' }))).toEqual([401, 'unknownDevice']);
  });

  test('LINE-3 bytes that are not HTTP', async () => {
    const { port } = new URL(county.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('\u0016\u0003\u0001\u0002 garbage\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => { text += chunk.toString(); });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
  });

  test('answers travel in brotli to whoever takes it', async () => {
    const far = await county.enrol(places.farVillage);
    const response = await far.send(Buffer.from(JSON.stringify(far.request())), { headers: { 'accept-encoding': 'br' } });
    expect(response.headers.get('content-encoding')).toBe('br');
    const packed = brotliCompressSync(Buffer.from(JSON.stringify(far.request())));
    expect((await far.send(packed, { headers: { 'content-encoding': 'br' } })).status).toBe(200);
  });

  test('LINE-3 the database away and back: 503 meanwhile, and the device keeps its bundle', async () => {
    const far = await county.enrol(places.farVillage);
    const submission = far.submit(far.bundle([create(aPatient({ homeId: places.farVillage }))]));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(county.owner);
    const first = await far.exchange({ submissions: [submission] }).then(() => '200', (error: unknown) => String(error));
    expect(first).toMatch(/^(200|Error: 503 unavailable)/);
    // Each line to the database that was cut is noticed when it is next used; the PC asks again until one is whole.
    await expect.poll(async () => far.exchange({ submissions: [submission] }).then(({ receipts }) => receipts[0]?.outcome, () => null)).toBe('accepted');
  });
});

describe('LINE-1 who is asking', () => {
  test('LINE-1 a signature over another body, path or nonce, or by another key, is refused', async () => {
    const bytes = Buffer.from(JSON.stringify(device.request()));
    expect(await problemIn(await device.send(bytes, { headers: { 'x-lianyi-signature': 'AAAA' } }))).toEqual([401, 'badSignature']);
    const other = await county.enrol(places.village);
    expect(await problemIn(await other.send(bytes, { nonce: device.nonce, headers: { 'x-lianyi-device': device.id } }))).toEqual([401, 'badSignature']);
    expect(await problemIn(await device.send(bytes, { headers: { 'x-lianyi-device': newId() } }))).toEqual([401, 'unknownDevice']);
    expect(await problemIn(await device.send(bytes, { headers: { 'x-lianyi-device': "' or 1=1 --" } }))).toEqual([401, 'unknownDevice']);
  });

  test('LINE-1 a nonce that is missing, made up, of another device, of the future or ten minutes old costs one more trip', async () => {
    const other = await county.enrol(places.village);
    for (const nonce of ['', 'nonsense', 'abc.def', other.nonce]) {
      const response = await device.send(Buffer.from(JSON.stringify(device.request())), { nonce });
      const refused = problem.parse(await response.json());
      expect([refused.status, refused.code, refused.nonce?.includes('.')]).toEqual([401, 'staleNonce', true]);
    }
    clock = new Date(Date.now() + 9 * 60_000);
    expect((await device.send(Buffer.from(JSON.stringify(device.request())))).status).toBe(200);
    clock = new Date(Date.now() + 11 * 60_000);
    expect(await problemIn(await device.send(Buffer.from(JSON.stringify(device.request()))))).toEqual([401, 'staleNonce']);
    clock = new Date(Date.now() - 5 * 60_000);
    expect(await problemIn(await device.send(Buffer.from(JSON.stringify(device.request()))))).toEqual([401, 'staleNonce']);
    clock = new Date();
    expect((await device.exchange()).epoch).toBe(device.enrolled.epoch);
  });
});

test('the metrics count bundles by outcome and hold no patient data', async () => {
  await device.push([create(aPatient({ homeId: places.farVillage, name: '不可外传' }))]);
  const text = await (await fetch(`${county.url}/metrics`)).text();
  expect(text).toMatch(/lianyi_bundles_total\{outcome="quarantined",reason="outOfScope"\} \d/);
  expect(text).toMatch(/lianyi_exchange_seconds_count \d/);
  expect(text).not.toContain('不可外传');
});
