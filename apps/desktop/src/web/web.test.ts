import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anEnrolledDirectory, testPin } from '@lianyi/tests/builders/anEnrolledDirectory';
import { testPersonId } from '@lianyi/tests/builders/aPatient';
import { fileKeyStore, startHost } from '../host/index.ts';
import { readHostFile } from './hostFile.ts';
import type { WebShell } from './index.ts';
import { startWebShell } from './index.ts';

let shell: WebShell;
let dataDir: string;
let cookie: string;

beforeAll(async () => {
  ({ dataDir } = await anEnrolledDirectory());
  const rendererDir = mkdtempSync(join(tmpdir(), 'lianyi-pages-'));
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><html><head></head><body>联医</body></html>');
  mkdirSync(join(rendererDir, 'assets'));
  writeFileSync(join(rendererDir, 'assets', 'app-1.js'), 'export {};');
  const host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  shell = await startWebShell({ host, dataDir, rendererDir, port: 0 });
  const entered = await ask(shell.url.slice(shell.url.indexOf('/?')));
  cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
});
afterAll(async () => shell.close());

interface Asked {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

const ask = async (path: string, headers: Record<string, string> = {}, body?: string): Promise<Asked> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: shell.port, path, method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

const call = async (path: string, input: unknown, headers: Record<string, string> = { cookie, origin: `http://127.0.0.1:${shell.port}` }): Promise<{ status: number; json: { result?: { data: unknown }; error?: { data: { code: string } } } }> => {
  const { status, text } = await ask(`/trpc/${path}`, { 'content-type': 'application/json', ...headers }, JSON.stringify(input));
  return { status, json: JSON.parse(text) as never };
};

test('the first address exchanges its token for a cookie that scripts cannot read', async () => {
  const entered = await ask(shell.url.slice(shell.url.indexOf('/?')));
  expect(entered.status).toBe(303);
  expect(entered.headers['location']).toBe('/');
  expect(String(entered.headers['set-cookie'])).toMatch(/^lianyi_\d+=[\w-]+; HttpOnly; SameSite=Strict; Path=\/$/);
  expect((await ask('/?token=guess')).status).toBe(403);
});

test('nobody without the cookie sees a page or calls a procedure', async () => {
  expect((await ask('/')).status).toBe(403);
  expect((await ask('/trpc/session.status')).status).toBe(403);
  expect((await ask('/', { cookie: `${cookie}x` })).status).toBe(403);
});

test('a page of another origin, or one that points its own name here, is refused', async () => {
  expect((await ask('/trpc/session.status', { cookie, origin: 'http://evil.example' })).status).toBe(403);
  expect((await ask('/', { cookie, host: `evil.example:${shell.port}` })).status).toBe(421);
  expect((await ask('/trpc/session.status', { cookie, origin: `http://127.0.0.1:${shell.port}` })).status).toBe(200);
});

test('pages come with a strict policy, unknown paths are the app, and no path leads out of the folder', async () => {
  const page = await ask('/patients/1', { cookie });
  expect(page.text).toContain('<base href="/">');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect((await ask('/assets/app-1.js', { cookie })).headers['content-type']).toContain('text/javascript');
  for (const path of ['/..%2f..%2fetc/passwd.txt', '/assets/../../secret.txt', '/%00.js', '/nothing.js']) expect((await ask(path, { cookie })).status).toBe(404);
});

test('a PIN opens the clinic, a wrong one says how many are left', async () => {
  expect((await call('session.unlock', { personId: testPersonId, pin: '000000' })).json.result?.data).toMatchObject({ ok: false, reason: 'wrong', attemptsLeft: 4 });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect((await call('session.unlock', { personId: testPersonId, pin: testPin })).json.result?.data).toMatchObject({ ok: true, person: { name: '杨志明' } });
});

test('a body that is not JSON is answered, and so is one of 2 MB; beyond 86 MB it is refused', async () => {
  expect((await ask('/trpc/session.unlock', { cookie, origin: `http://127.0.0.1:${shell.port}`, 'content-type': 'application/json' }, '{"personId":')).status).toBe(400);
  expect((await call('session.unlock', { personId: 'x'.repeat(2_000_000), pin: '1' })).json.error?.data.code).toBe('BAD_REQUEST');
  expect((await call('session.unlock', { personId: 'x'.repeat(88_000_000), pin: '1' })).status).toBe(413);
});

test('the command line has its own token and its own sign-in, and only it may dump', async () => {
  const file = readHostFile(dataDir);
  expect(statSync(join(dataDir, 'host.json')).mode & 0o777).toBe(0o600);
  const cli = { 'x-lianyi-cli': file?.cliToken ?? '' };
  const dump = `/trpc/session.dump?input=${encodeURIComponent(JSON.stringify({ after: '', limit: 10 }))}`;
  expect((await ask(dump, cli)).status).toBe(401);
  expect((await call('session.unlock', { personId: testPersonId, pin: testPin }, cli)).json.result?.data).toMatchObject({ ok: true });
  expect((await ask(dump, cli)).status).toBe(200);
  expect((await ask(dump, { cookie })).status).toBe(403);
  expect((await ask(dump, { 'x-lianyi-cli': 'guess' })).status).toBe(403);
});

test('SAVE-6 a second host in the same directory is refused by name', () => {
  const again = (): unknown => startHost({ dataDir, resourcesDir: '.', keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  expect(again).toThrow(`another Lianyi (process ${process.pid}) is using`);
});

test('queries may come as POST, so that what is searched for stands in no address', async () => {
  expect((await call('session.status', undefined)).status).toBe(200);
});

test('a host whose starter is gone closes by itself, and leaves its folder to the next', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lianyi-left-'));
  const child = fork(join(import.meta.dirname, 'main.ts'), ['--data-dir', directory], { stdio: 'ignore' });
  await expect.poll(() => readHostFile(directory)?.pid).toBe(child.pid);
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('CLI-1 its help tells every option in both languages, and what is not understood gets the usage', async () => {
  const run = async (...args: readonly string[]) => {
    const child = fork(join(import.meta.dirname, 'main.ts'), args, { stdio: 'pipe' });
    const said = { out: '', err: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    const code: unknown = (await once(child, 'close'))[0];
    return { code, ...said };
  };
  const help = await run('--help');
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const option of ['data-dir', 'county-url', 'port', 'renderer-dir', 'resources-dir']) expect(help.out).toMatch(new RegExp(`\n  --${option} [^\n]*[\u4e00-\u9fff][^\n]* · [^\n]+`));
  expect(await run('--nonsense')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--data-dir DIR') as string });
}, 60_000);
