/** Bodies without end, lines that drip, and sticks that are bombs. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { brotliCompressSync, constants } from 'node:zlib';
import { uploadPathOf, uploadTokenHeader } from '@lianyi/schema/wire/attachments';
import { deviceHeader, exchangePath } from '@lianyi/schema/wire/exchange';
import { create, places } from '@lianyi/tests/builders/aCounty';
import { pour } from '@lianyi/tests/builders/aFlood';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cast } from '../access/cast.ts';
import { aCast } from '../access/cast.ts';

let cast: Cast;
beforeAll(async () => { cast = await aCast(); });
afterAll(async () => cast.close());

test('ENEMY-7 a body of a gigabyte is refused before it has come, at the console and for attachments too, from a stranger as from who is let in', async () => {
  const { url } = cast.county;
  const origin = { origin: url, host: new URL(url).host };
  const it = { ...origin, cookie: await cast.cookie('it') };
  const { rss } = process.memoryUsage();
  const asked = [
    ['POST', '/console/trpc/session.login', origin, 413], ['POST', '/console/trpc/patients.search', it, 413], ['POST', '/console/parcels', { ...origin, 'content-type': 'application/octet-stream' }, 401],
    ['POST', '/console/parcels', { ...it, 'content-type': 'application/octet-stream' }, 413], ['PATCH', uploadPathOf(cast.upload.sha256), { 'content-type': 'application/offset+octet-stream', [uploadTokenHeader]: 'x', [deviceHeader]: cast.devices.far.id }, 401],
    ['POST', '/nothing/here', {}, 413],
  ] as const;
  for (const [method, path, headers, status] of asked) {
    const poured = await pour(url, path, { ...headers, 'content-length': '1000000000' }, 1e9, method);
    expect([path, poured.answer.split(' ')[1], poured.bytes < 20e6]).toEqual([path, String(status), true]);
    const endless = await pour(url, path, { ...headers, 'transfer-encoding': 'chunked' }, 1e9, method);
    // Where it closes while more is on its way, the answer may be lost with it.
    expect([path, ['', `HTTP/1.1 ${status}`].includes(endless.answer.slice(0, 12)), endless.bytes < 200e6]).toEqual([path, true, true]);
  }
  expect(process.memoryUsage().rss - rss).toBeLessThan(400e6);
});

test('ENEMY-7 an upload does not grow beyond what its document says', async () => {
  const { village } = cast.devices;
  const more = await pour(cast.county.url, uploadPathOf(cast.upload.sha256), {
    'content-type': 'application/offset+octet-stream', 'tus-resumable': '1.0.0', 'upload-offset': '0', [deviceHeader]: village.id, [uploadTokenHeader]: cast.upload.token, 'content-length': '1000000000',
  }, 1e9, 'PATCH');
  expect(Number(more.answer.split(' ')[1] ?? '400')).toBeGreaterThanOrEqual(400);
  expect(more.bytes).toBeLessThan(50e6);
});

test('ENEMY-7 a hundred lines that stall in their headers or their bodies are given up, and hold up nobody meanwhile', async () => {
  const impatient = await cast.county.restart({ silenceMs: 1_000 });
  const sockets = await Promise.all(Array.from({ length: 100 }, async (_, at) => stalled(impatient.url, at % 2 === 0 ? 'POST /console/trpc/session.login HTTP/1.1\r\nhost: x\r\nx-a' : `POST ${exchangePath} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"a":`)));
  const { village } = cast.devices;
  village.url = impatient.url;
  expect(await village.push([create(aPatient({ homeId: places.village }))])).toMatchObject({ outcome: 'accepted' });
  await Promise.all(sockets.map(async (socket) => (socket.closed ? undefined : once(socket, 'close'))));
  const again = await impatient.restart({ silenceMs: 120_000 });
  village.url = again.url;
  cast = { ...cast, county: again };
});

async function stalled(url: string, begun: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(begun);
  return socket;
}

test('ENEMY-8 a stick that unpacks to more than it may, is nested without end or comes from somebody else is told as what it is; nothing is taken, and the next one is', async () => {
  const { village, far } = cast.devices;
  const send = async (file: Uint8Array): Promise<unknown> => {
    const { url } = cast.county;
    const answer = await fetch(`${url}/console/parcels`, { method: 'POST', headers: { origin: url, cookie: await cast.cookie('office'), 'content-type': 'application/octet-stream' }, body: new Uint8Array(file) });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  const content = (requests: string): Buffer => brotliCompressSync(Buffer.from(JSON.stringify({
    parcel: 'clinic 1', from: village.id, madeAt: new Date().toISOString(), heads: { routine: 0, urgent: 0 }, pedigree: { deviceId: village.id, certificates: [], history: null }, requests: ['THE REQUESTS'],
  }).replace('"THE REQUESTS"', requests)));
  const bomb = brotliCompressSync(Buffer.alloc(300_000_000, ' '), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  await cast.watch.written();
  expect(await send(village.parcel(bomb))).toEqual({ status: 200, ok: false, reason: 'unreadable' });
  expect(await send(village.parcel(content(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)))).toEqual({ status: 200, ok: false, reason: 'unreadable' });
  const request = JSON.stringify(village.request({ submissions: [village.clone().submit(village.clone().bundle([]))] }));
  expect(await send(village.parcel(content(request.replace('"writes":[]', `"writes":${'['.repeat(5_000)}${']'.repeat(5_000)}`))))).toEqual({ status: 200, ok: false, reason: 'unreadable' });
  expect(await send(village.parcel(content(request.replace('"writes":[]', '"writes":1e999'))))).toEqual({ status: 200, ok: false, reason: 'unreadable' });
  // Sealed by another PC in the village's name, and in its own name with the village's requests.
  const inAnothersName = Buffer.from(far.parcel(content(request)));
  expect(await send(inAnothersName)).toEqual({ status: 200, ok: false, reason: 'unreadable' });
  expect(await cast.watch.written()).toEqual([]);
  const patient = aPatient({ homeId: places.village });
  expect(await send(village.parcel(content(JSON.stringify(village.request({ submissions: [village.submit(village.bundle([create(patient)]))] })))))).toMatchObject({ status: 200, ok: true, outcomes: { accepted: 1 } });
});
