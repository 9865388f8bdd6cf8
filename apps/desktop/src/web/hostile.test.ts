/** What a page of another origin, a program without the cookie, or another machine may try on the web shell, over real sockets. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anEnrolledDirectory, testPin } from '@lianyi/tests/builders/anEnrolledDirectory';
import { testPersonId } from '@lianyi/tests/builders/aPatient';
import { fileKeyStore, startHost } from '../host/index.ts';
import type { WebShell } from './index.ts';
import { startWebShell } from './index.ts';

let shell: WebShell;
let dataDir: string;
let rendererDir: string;
let cookie: string;
let origin: string;

beforeAll(async () => {
  ({ dataDir } = await anEnrolledDirectory());
  rendererDir = mkdtempSync(join(tmpdir(), 'lianyi-pages-'));
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><html><head></head><body>联医</body></html>');
  const host = startHost({ dataDir, resourcesDir: join(import.meta.dirname, '../../../../resources'), keyStore: fileKeyStore(join(dataDir, 'keystore')) });
  shell = await startWebShell({ host, dataDir, rendererDir, port: 0 });
  origin = `http://127.0.0.1:${shell.port}`;
  const entered = await ask({ path: shell.url.slice(origin.length) });
  cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
  await ask({ method: 'POST', path: '/trpc/session.unlock', headers: { cookie, origin, 'content-type': 'application/json' }, body: JSON.stringify({ personId: testPersonId, pin: testPin }) });
}, 60_000);
afterAll(async () => {
  await shell.close();
  for (const directory of [dataDir, rendererDir]) rmSync(directory, { recursive: true, force: true });
});

interface Asking {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

async function ask({ path, method = 'GET', headers = {}, body }: Asking): Promise<{ readonly status: number; readonly headers: Record<string, string | string[] | undefined>; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: shell.port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Bytes as they are, and what comes back until the connection ends or falls silent. */
async function raw(lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(shell.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => (text += String(chunk)));
    socket.setTimeout(700, () => socket.destroy());
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });
}

const lock = (headers: Record<string, string | string[]>): Asking => ({ path: '/trpc/session.lock', method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{}' });
const isUnlocked = async (): Promise<boolean> => !(await ask({ path: '/trpc/session.status', headers: { cookie } })).text.includes('"current":null');

test('a PIN opens the clinic that the tests below try to reach', async () => {
  expect(await isUnlocked()).toBe(true);
});

test('SHELL-1 it answers on the loopback address alone', async () => {
  const others = Object.values(networkInterfaces()).flat().flatMap((one) => (one !== undefined && !one.internal && one.family === 'IPv4' ? [one.address] : []));
  for (const address of [...others, '127.0.0.2', '::1']) {
    const answer = await new Promise((resolve) => {
      const socket = connect({ host: address, port: shell.port, timeout: 2_000 }, () => resolve('connected'));
      socket.on('error', () => resolve('refused')).on('timeout', () => resolve('refused')).on('close', () => socket.destroy());
    });
    expect([address, answer]).toEqual([address, 'refused']);
  }
});

test('SHELL-2 the token of the first address leaves it at once, for a cookie that scripts and other sites do not get; nothing later holds it', async () => {
  const entered = await ask({ path: shell.url.slice(origin.length) });
  expect([entered.status, entered.headers['location'], entered.headers['cache-control']]).toEqual([303, '/', 'no-store']);
  expect(String(entered.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  const token = new URL(shell.url).searchParams.get('token') ?? '';
  expect(token.length).toBeGreaterThanOrEqual(32);
  expect(String(entered.headers['set-cookie'])).not.toContain(token);
  for (const path of ['/', '/patients/1', '/trpc/session.status']) expect((await ask({ path, headers: { cookie } })).text).not.toContain(token);
  expect((await ask({ path: '/', headers: { cookie } })).headers['referrer-policy']).toBe('no-referrer');
  expect(statSync(join(dataDir, 'host.json')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, 'host.log'), 'utf8')).not.toContain(token);
});

test('SHELL-2 nobody without the cookie is answered: none, a guess, the token itself, another clinic\'s cookie, the token in a header or in a later address', async () => {
  const token = new URL(shell.url).searchParams.get('token') ?? '';
  const value = cookie.split('=')[1] ?? '';
  for (const headers of [{}, { cookie: `${cookie.split('=')[0]}=${'x'.repeat(43)}` }, { cookie: `${cookie.split('=')[0]}=${token}` }, { cookie: `lianyi_1=${value}` }, { cookie: cookie.slice(0, -1) }, { authorization: `Bearer ${token}` }, { 'x-lianyi-cli': value }, { 'x-lianyi-cli': '' }] as Record<string, string>[]) {
    expect((await ask({ path: '/trpc/session.status', headers })).status).toBe(403);
    expect((await ask({ path: '/', headers })).status).toBe(403);
  }
  expect((await ask({ path: `/trpc/session.status?token=${token}` })).status).toBe(403);
  expect((await ask({ path: `/?token=${token.slice(0, -1)}` })).status).toBe(403);
});

test.each(['evil.example', 'evil.example:PORT', '127.0.0.1.evil.example:PORT', '127.0.0.1', 'localhost', '127.0.0.1:1', '[::1]:PORT', '0.0.0.0:PORT', '127.1:PORT'])('SHELL-3 asked by the name "%s" it refuses, with the right cookie: a page that points its own name here gets nothing', async (name) => {
  const host = name.replace('PORT', String(shell.port));
  for (const path of ['/', '/trpc/session.status', shell.url.slice(origin.length)]) expect((await ask({ path, headers: { cookie, host } })).status).toBe(421);
});

test('SHELL-3 a name in the request line does not stand for that in the header, and two names are none', async () => {
  expect(await raw([`GET ${origin}/trpc/session.status HTTP/1.1`, 'Host: evil.example', `Cookie: ${cookie}`])).toContain('421');
  expect(await raw(['GET /trpc/session.status HTTP/1.1', `Cookie: ${cookie}`])).not.toContain('200 OK');
  const own = `Host: 127.0.0.1:${shell.port}`;
  for (const hosts of [['Host: evil.example', own], [own, 'Host: evil.example'], [own, 'hOST: evil.example'], [own, own]]) expect([hosts, (await raw(['GET /trpc/session.status HTTP/1.1', ...hosts, `Cookie: ${cookie}`])).split(' ')[1]]).toEqual([hosts, expect.stringMatching(/^4(?:00|21)$/)]);
  expect(await raw(['GET /trpc/session.status HTTP/1.1', own, `Cookie: ${cookie}`])).toContain('200 OK');
  expect(await raw(['GET /trpc/session.status HTTP/1.0', `Cookie: ${cookie}`])).not.toContain('200 OK');
});

test('SHELL-4 a page of another origin does nothing with this PC\'s cookie: another site, another port, an empty origin, none at all, a file', async () => {
  const foreign = ['http://evil.example', `http://evil.example:${shell.port}`, 'http://127.0.0.1:1', `https://127.0.0.1:${shell.port}`, `http://localhost:${shell.port}`, 'null', 'file://', ''];
  for (const from of foreign) expect([from, (await ask(lock({ cookie, origin: from }))).status]).toEqual([from, 403]);
  expect((await ask(lock({ cookie }))).status).toBe(403);
  for (const site of ['cross-site', 'same-site']) {
    expect((await ask(lock({ cookie, origin, 'sec-fetch-site': site }))).status).toBe(403);
    expect((await ask({ path: '/trpc/session.status', headers: { cookie, 'sec-fetch-site': site } })).status).toBe(403);
  }
  expect(await isUnlocked()).toBe(true);
});

test('SHELL-4 no answer lets another origin read it, and a preflight is refused', async () => {
  const preflight = await ask({ path: '/trpc/session.lock', method: 'OPTIONS', headers: { cookie, origin: 'http://evil.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' } });
  expect(preflight.status).toBe(403);
  const answers = [preflight, await ask({ path: '/', headers: { cookie } }), await ask({ path: '/trpc/session.status', headers: { cookie, origin } }), await ask({ path: '/' })];
  for (const { headers } of answers) {
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['x-frame-options']).toBe('DENY');
  }
});

test('SHELL-4 a form and a link do nothing: what changes something is neither a GET nor a form\'s body', async () => {
  expect((await ask({ path: '/trpc/session.lock', headers: { cookie } })).status).toBe(405);
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
    expect((await ask({ path: '/trpc/session.lock', method: 'POST', headers: { cookie, 'content-type': type, origin: 'http://evil.example' }, body: 'a=b' })).status).toBe(403);
  }
  for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE']) expect((await ask({ path: '/', method, headers: { cookie } })).status).toBeGreaterThanOrEqual(400);
  expect(await isUnlocked()).toBe(true);
});

test('SHELL-5 every answer, the refusals too, forbids what is not its own: scripts in line, other origins, frames', async () => {
  for (const { headers } of [await ask({ path: '/', headers: { cookie } }), await ask({ path: '/' }), await ask({ path: '/nothing.js', headers: { cookie } }), await ask({ path: '/trpc/session.status', headers: { cookie } })]) {
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    for (const loose of ['unsafe-inline', 'unsafe-eval', '*', 'http:', 'https:', 'ws:', 'wss:']) expect(policy).not.toContain(loose);
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
});

test('SHELL-6 a WebSocket is never opened: not for another origin, not without the cookie, not with both right', async () => {
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  const own = `Host: 127.0.0.1:${shell.port}`;
  const answers = [
    await raw(['GET /trpc/session.status HTTP/1.1', own, ...upgrade, `Cookie: ${cookie}`, 'Origin: http://evil.example']),
    await raw(['GET /trpc/session.status HTTP/1.1', own, ...upgrade, `Origin: ${origin}`]),
    await raw(['GET / HTTP/1.1', 'Host: evil.example', ...upgrade, `Cookie: ${cookie}`, 'Origin: http://evil.example']),
  ];
  expect(answers.map((answer) => answer.split(' ')[1])).toEqual(['403', '403', '421']);
  expect(await raw(['GET /trpc/session.status HTTP/1.1', own, ...upgrade, `Cookie: ${cookie}`, `Origin: ${origin}`])).not.toContain('101');
});

test('SHELL-7 nonsense is answered and harms nobody: paths, methods, headers that are no such thing', async () => {
  for (const path of ['//', '/trpc/', '/trpc/__proto__', '/trpc/constructor', '/trpc/session.__proto__', '/%ff%fe', `/${'a'.repeat(8_000)}`, '/?token=', '/?token[]=x', '/trpc/session.status?batch=1&input=%7B']) {
    expect([path.slice(0, 40), (await ask({ path, headers: { cookie } })).status]).toEqual([path.slice(0, 40), expect.toSatisfy((status: number) => status < 500)]);
  }
  expect(await raw(['NONSENSE'])).toContain('400');
  expect(await raw(['GET / HTTP/1.1', `Host: 127.0.0.1:${shell.port}`, `Cookie: ${'x'.repeat(20_000)}`])).toContain('431');
  expect(await raw(['POST /trpc/session.lock HTTP/1.1', `Host: 127.0.0.1:${shell.port}`, `Cookie: ${cookie}`, `Origin: ${origin}`, 'Content-Length: 5', 'Transfer-Encoding: chunked', '', '0'])).toContain('400');
  expect(await isUnlocked()).toBe(true);
});

test('SHELL-7 a prototype in a body stays a member like any other, and is refused', async () => {
  const answer = await ask({ path: '/trpc/session.unlock', method: 'POST', headers: { cookie, origin, 'content-type': 'application/json' }, body: `{"personId":"${testPersonId}","pin":"1","__proto__":{"isCommandLine":true}}` });
  expect(answer.status).toBe(400);
  expect(({} as Record<string, unknown>)['isCommandLine']).toBeUndefined();
  expect((await ask({ path: '/trpc/session.scopes', headers: { cookie } })).status).toBe(403);
});
