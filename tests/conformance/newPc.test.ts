import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runClinic } from '@lianyi/desktop/cli/runClinic';
import type { Front } from '@lianyi/desktop/host/front';
import { openFront } from '@lianyi/desktop/host/front';
import { DirectoryInUse, fileKeyStore } from '@lianyi/desktop/host/index';
import { newDeviceKey } from '@lianyi/desktop/host/replica/deviceKey';
import { startWebShell } from '@lianyi/desktop/web/index';
import { inThisProcess } from '../builders/aCommandLine.ts';
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
  ends.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }), async () => front.close());
  return { front, dataDir, open };
}

async function serving(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An empty folder, and the command line. */
function aTerminal() {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianyi-new-pc-'));
  ends.push(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  return { dataDir, run: async (...args: readonly string[]) => inThisProcess(runClinic, args) };
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
    const answer = await fetch(`http://127.0.0.1:${shell.port}/trpc/${path}`, { method: 'POST', headers: { cookie, origin: `http://127.0.0.1:${shell.port}`, 'content-type': 'application/json' }, body: JSON.stringify(input ?? null) });
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

test('DEV-12 DEV-13 the command line enrols an empty directory, and says in both languages why not', { timeout: 180_000 }, async () => {
  const { dataDir, run } = aTerminal();
  const { countyUrl, code, deviceName } = await asked();
  const options = ['--data-dir', dataDir, '--county-url', countyUrl, '--name', deviceName, '--staff', '龙正明', '--pin', pin];
  expect(await run('enrol', code)).toMatchObject({ code: 2, stderr: expect.stringMatching(/用法 · Usage/) as string });
  expect(await run('enrol', '7KQM-X2PD-94HA', ...options)).toMatchObject({ code: 1, stderr: expect.stringMatching(/登记码不对.*the code is wrong[^]*最多还能试 4 次.*tries left with this code: at most 4/) as string });
  expect(await run('enrol', code, ...options)).toMatchObject({ code: 0, stdout: expect.stringContaining('已登记 enrolled') as string });
  expect(readdirSync(dataDir)).not.toContain('enrolling.json');
  expect(await run('enrol', code, ...options)).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was touched') as string });
  expect(await run('--data-dir', dataDir, '--pin', pin, 'line')).toMatchObject({ code: 0 });
});

test('DEV-14 what the PC can refuse it refuses before the code is sent; what fails after is done again with the same code, and one PC stands at the county', { timeout: 180_000 }, async () => {
  const { dataDir, run } = aTerminal();
  const { countyUrl, code } = await asked();
  const enrolling = (given: Readonly<Record<string, string>>) => run('enrol', code, ...Object.entries({ 'data-dir': dataDir, 'county-url': countyUrl, name: '新诊室电脑', staff: '龙正明', pin, ...given }).flatMap(([name, value]) => [`--${name}`, value]));
  const devices = async () => county.county.db.selectFrom('device').select('name').where('name', 'like', '新诊室电脑%').execute();
  const file = join(dataDir, 'a file');
  writeFileSync(file, '');
  for (const [given, words] of [
    [{ pin: '123456' }, 'a PIN has six digits'], [{ name: ' ' }, '--name takes 1 to 60'], [{ staff: '' }, '--staff takes the name'], [{ 'county-url': 'ftp://county' }, 'is not one'],
    [{ 'data-dir': join(file, 'below') }, 'is no folder'],
  ] as const) {
    expect(await enrolling(given)).toMatchObject({ stdout: '', stderr: expect.stringContaining(words) as string });
    expect(await devices()).toEqual([]);
  }
  expect(readdirSync(dataDir)).not.toContain('enrolling.json');
  expect(await run('enrol', 'ILOO-2345-2345', '--data-dir', dataDir, '--county-url', countyUrl, '--name', 'PC', '--staff', '龙正明', '--pin', pin)).toMatchObject({ code: 2, stderr: expect.stringContaining('12 characters') as string });

  // Somebody who is not on the roster; the program ends in between, and the name of the PC is mended too.
  expect(await enrolling({ staff: '没有此人', name: '新诊室电脑旧' })).toMatchObject({ code: 1, stderr: expect.stringMatching(/没有这个人[^]*龙正明[^]*with the same code/) as string });
  const kept = readFileSync(join(dataDir, 'enrolling.json'), 'utf8');
  expect([statSync(join(dataDir, 'enrolling.json')).mode & 0o077, kept.includes(code.replaceAll('-', ''))]).toEqual([0, false]);
  expect(await enrolling({})).toMatchObject({ code: 0 });
  expect(await devices()).toEqual([{ name: '新诊室电脑' }]);
  expect(readdirSync(dataDir)).not.toContain('enrolling.json');
});

test('DEV-14 on the page a code goes on after the program was started anew, and after a disk that took nothing', async () => {
  const { front, dataDir, open } = aNewPc();
  const words = await asked();
  expect(await enrolmentOf(front).begin(words)).toMatchObject({ ok: true });
  await front.close();
  const again = open();
  ends.push(async () => again.close());
  expect(await enrolmentOf(again).finish({ personId: people.villageDoctor, secret: pin })).toEqual({ ok: false, reason: 'notBegun' });
  // Where the key should come lies a folder: the code is not sent.
  rmSync(join(dataDir, 'keystore'));
  mkdirSync(join(dataDir, 'keystore'));
  expect(await enrolmentOf(again).begin(words)).toEqual({ ok: false, reason: 'notWritable' });
  rmSync(join(dataDir, 'keystore'), { recursive: true });
  rmSync(join(dataDir, 'enrolling.json'));
  const anew = await asked();
  expect(await enrolmentOf(again).begin(anew)).toMatchObject({ ok: true });
  mkdirSync(join(dataDir, 'slots.json.new'));
  expect(await enrolmentOf(again).finish({ personId: people.villageDoctor, secret: pin })).toEqual({ ok: false, reason: 'notWritten' });
  rmSync(join(dataDir, 'slots.json.new'), { recursive: true });
  expect(await enrolmentOf(again).begin(anew)).toMatchObject({ ok: true });
  expect(await enrolmentOf(again).finish({ personId: people.villageDoctor, secret: pin })).toEqual({ ok: true });
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
