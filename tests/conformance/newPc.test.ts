import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Front } from '@lianyi/desktop/host/front';
import { openFront } from '@lianyi/desktop/host/front';
import { DirectoryInUse, fileKeyStore } from '@lianyi/desktop/host/index';
import { newDeviceKey } from '@lianyi/desktop/host/replica/deviceKey';
import { startWebShell } from '@lianyi/desktop/web/index';
import { aPatient } from '../builders/aPatient.ts';
import type { TestCountyServer } from '../builders/aCounty.ts';
import { aCounty, create, people, places } from '../builders/aCounty.ts';

const pin = '864209';
let county: TestCountyServer;
let ends: (() => Promise<void> | void)[] = [];
beforeAll(async () => { county = await aCounty(); });
afterAll(async () => county.close());
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
});

/** A PC that came out of its box: an empty folder, and a program that was told where the county is. */
function aNewPc(): { readonly front: Front; readonly dataDir: string; readonly open: () => Front } {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianyi-new-pc-'));
  const open = (): Front => openFront({ dataDir, resourcesDir: join(import.meta.dirname, '../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')), countyUrl: county.url });
  const front = open();
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }), async () => front.close());
  return { front, dataDir, open };
}

async function serving(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const enrolmentOf = (front: Front) => front.serving().context.enrolment;
const asked = async () => ({ countyUrl: county.url, code: await county.code(places.village), deviceName: '诊室电脑' });

test('DEV-12 a new PC answers nothing but the page for its code; with the first PIN it is the clinic\'s in place, and the first sync begins', async () => {
  const patient = aPatient({ homeId: places.village });
  const elsewhere = await county.enrol(places.village);
  await elsewhere.push([create(patient)]);
  const { front, dataDir, open } = aNewPc();
  const shell = await startWebShell({ host: front, dataDir, rendererDir: dataDir, port: 0 });
  const entered = await fetch(shell.url, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const ask = async (path: string, input?: unknown): Promise<{ readonly status: number; readonly data: unknown }> => {
    const answer = await fetch(`http://127.0.0.1:${shell.port}/trpc/${path}`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(input ?? null) });
    const { result } = (await answer.json()) as { readonly result?: { readonly data?: unknown } };
    return { status: answer.status, data: result?.data };
  };
  expect(await ask('enrolment.state')).toEqual({ status: 200, data: { isEnrolled: false, countyUrl: county.url } });
  for (const path of ['session.status', 'session.unlock', 'patients.search', 'line.state', 'keys.recover']) expect((await ask(path)).status).toBe(404);
  expect(() => open()).toThrow(DirectoryInUse);

  const begun = await ask('enrolment.begin', await asked());
  expect(begun.data).toMatchObject({ ok: true, secretKind: 'pin' });
  expect(readdirSync(dataDir).filter((file) => /replica|slots|identity|recovery/.test(file))).toEqual([]);
  expect((await ask('enrolment.finish', { personId: people.villageDoctor, secret: '123456' })).data).toEqual({ ok: false, reason: 'fault', fault: 'pattern' });
  expect((await ask('enrolment.finish', { personId: people.farDoctor, secret: pin })).data).toEqual({ ok: false, reason: 'notBegun' });
  expect((await ask('enrolment.finish', { personId: people.villageDoctor, secret: pin })).data).toEqual({ ok: true });

  expect((await ask('enrolment.state')).data).toMatchObject({ isEnrolled: true });
  expect((await ask('enrolment.begin', await asked())).data).toEqual({ ok: false, reason: 'alreadyEnrolled' });
  expect((await ask('session.status')).data).toMatchObject({ deviceName: '诊室电脑', staff: [{ personId: people.villageDoctor }], current: null });
  expect((await ask('session.unlock', { personId: people.villageDoctor, pin })).data).toMatchObject({ ok: true });
  await expect.poll(async () => (await ask('patients.search', { query: patient.identity.name, limit: 5, onlyHere: false })).data, { timeout: 20_000 }).toMatchObject({ total: 1 });
  await shell.close();

  // Opened again it is the clinic at once.
  const again = open();
  ends.push(async () => again.close());
  expect(again.host()?.identity.deviceName).toBe('诊室电脑');
});

test('DEV-12 the command line enrols an empty directory, and says in both languages why not', { timeout: 180_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianyi-new-pc-'));
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const run = async (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../apps/desktop/src/cli/main.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk) => (said += String(chunk)));
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    child.on('close', (code) => resolve({ code: code ?? -1, said }));
  });
  const { countyUrl, code, deviceName } = await asked();
  const options = ['--data-dir', dataDir, '--county-url', countyUrl, '--name', deviceName, '--staff', '龙正明', '--pin', pin];
  expect(await run('enrol', code)).toMatchObject({ code: 2, said: expect.stringMatching(/用法 · Usage/) as string });
  expect(await run('enrol', '7KQM-X2PD-94HA', ...options)).toMatchObject({ code: 1, said: expect.stringMatching(/登记码不对.*the code is wrong/) as string });
  expect(await run('enrol', code, ...options)).toMatchObject({ code: 0, said: expect.stringContaining('已登记 enrolled') as string });
  expect(await run('enrol', code, ...options)).toMatchObject({ code: 1, said: expect.stringContaining('nothing was touched') as string });
  expect(await run('--data-dir', dataDir, '--pin', pin, 'line')).toMatchObject({ code: 0 });
});

test('DEV-13 a code whose answer was lost is good for the same PC; a wrong one says how many tries are left', async () => {
  const { front } = aNewPc();
  const { countyUrl, code, deviceName } = await asked();
  let isLost = true;
  const line = await serving((request, response) => {
    void (async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
      const answer = await fetch(`${county.url}${request.url ?? ''}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: Buffer.concat(chunks) });
      const body = await answer.text();
      if (isLost) response.destroy();
      else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
    })();
  });
  expect(await enrolmentOf(front).begin({ countyUrl: line, code, deviceName })).toEqual({ ok: false, reason: 'offline' });
  isLost = false;
  expect(await enrolmentOf(front).begin({ countyUrl: line, code: code.toLowerCase().replaceAll('-', ' '), deviceName })).toMatchObject({ ok: true });
  // Its code is used: with another key it is refused like a wrong one.
  const other = aNewPc().front;
  const left: unknown[] = [];
  for (let tries = 0; tries < 6; tries += 1) left.push(await enrolmentOf(other).begin({ countyUrl, code, deviceName }));
  expect(left).toEqual([4, 3, 2, 1, 0, 0].map((triesLeft) => ({ ok: false, reason: 'refused', triesLeft })));
});

test('DEV-13 an address that is none, no line, no county, a county that is down, and a key put in between are told apart, and nothing is written', async () => {
  const { front, dataDir } = aNewPc();
  const base = await asked();
  const reasonAt = async (countyUrl: string): Promise<unknown> => {
    const answer = await enrolmentOf(front).begin({ ...base, countyUrl });
    return answer.ok ? 'ok' : answer.reason;
  };
  expect(await reasonAt('ftp://county')).toBe('address');
  expect(await reasonAt('   ')).toBe('address');
  expect(await reasonAt('http://127.0.0.1:9')).toBe('offline');
  expect(await reasonAt(await serving((_, response) => { response.writeHead(404).end('<h1>nginx</h1>'); }))).toBe('notCounty');
  expect(await reasonAt(await serving((_, response) => { response.writeHead(502).end('<h1>nginx</h1>'); }))).toBe('offline');
  expect(await reasonAt(await serving((_, response) => { response.writeHead(200).end('{"hello":1}'); }))).toBe('unreadable');
  const between = await serving((request, response) => {
    void (async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
      const answer = await fetch(`${county.url}${request.url ?? ''}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: Buffer.concat(chunks) });
      response.writeHead(answer.status).end(JSON.stringify({ ...((await answer.json()) as object), countyKey: newDeviceKey().publicKey }));
    })();
  });
  expect(await reasonAt(between)).toBe('wrongKey');
  expect(['identity.json', 'replica.db', 'slots.json'].filter((file) => existsSync(join(dataDir, file)))).toEqual([]);
});
