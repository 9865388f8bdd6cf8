import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestReplica } from '@lianyi/tests/builders/aReplica';
import { aReplica } from '@lianyi/tests/builders/aReplica';
import { countTraffic } from './traffic.ts';
import { httpTransport } from './transport.ts';

let clinic: TestReplica;
beforeEach(() => { clinic = aReplica(); });
afterEach(() => clinic.close());

test('LINE-14 what the line carried is counted by day and kind, as the sockets at the other end count it, and is there after a restart', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((asked, answer) => {
    sockets.add(asked.socket);
    asked.resume().on('end', () => answer.end('x'.repeat(3_000)));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  let now = new Date('2026-03-09T08:00:00+08:00');
  const traffic = countTraffic(clinic.replica, () => now);
  const transport = httpTransport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, traffic.count);
  const post = async (path: string) => transport.post({ path, headers: {}, body: Buffer.alloc(500), silenceMs: 10_000, signal: new AbortController().signal });
  await post('/sync/exchange');
  await post('/sync/exchange');
  await post('/sync/checksums');
  now = new Date('2026-03-10T08:00:00+08:00');
  await post('/sync/snapshots');
  await expect.poll(() => traffic.days().length).toBe(2);

  const [today, yesterday] = traffic.days();
  expect(today).toMatchObject({ day: '2026-03-10', kinds: { firstSync: [expect.any(Number), expect.any(Number)] } });
  expect(Object.keys(yesterday?.kinds ?? {}).toSorted()).toEqual(['comparison', 'exchange']);
  const sum = (at: 0 | 1): number => traffic.days().reduce((total, { kinds }) => total + Object.values(kinds).reduce((part, amounts) => part + amounts[at], 0), 0);
  expect(sum(0)).toBe([...sockets].reduce((total, socket) => total + socket.bytesRead, 0));
  expect(sum(1)).toBe([...sockets].reduce((total, socket) => total + socket.bytesWritten, 0));

  traffic.keep();
  expect(countTraffic(clinic.replica, () => now).days()).toEqual(traffic.days());
  transport.close();
  server.closeAllConnections();
  await new Promise((resolve) => { server.close(resolve); });
});

test('LINE-14 what never left the PC is not counted: nobody there, or no connection that came to stand; what was sent before a cut is', async () => {
  const traffic = countTraffic(clinic.replica, () => new Date());
  const server = createTcpServer((socket) => { socket.once('data', () => socket.destroy()); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const postTo = async (url: string): Promise<void> => {
    const transport = httpTransport(url, traffic.count);
    await expect(transport.post({ path: '/sync/exchange', headers: {}, body: Buffer.alloc(500), silenceMs: 10_000, signal: new AbortController().signal })).rejects.toThrow(/socket|ECONNRE/);
    transport.close();
    // The request is weighed when it has closed.
    await new Promise((wake) => setTimeout(wake, 50));
  };
  await postTo(`https://127.0.0.1:${port}`);
  expect(traffic.days()).toEqual([]);
  await postTo(`http://127.0.0.1:${port}`);
  const sent = traffic.days()[0]?.kinds.exchange;
  expect(sent).toEqual([expect.any(Number), 0]);
  expect(sent?.[0]).toBeGreaterThan(500);
  await new Promise((resolve) => { server.close(resolve); });
  await postTo(`http://127.0.0.1:${port}`);
  expect(traffic.days()[0]?.kinds.exchange).toEqual(sent);
});

test('LINE-14 a socket that closes after the clinic, or a disk that takes nothing, does no harm: counting goes on', () => {
  let now = new Date('2026-03-09T08:00:00+08:00');
  const broken = countTraffic({ ...clinic.replica, keepAside: () => { throw new Error('database or disk is full'); } }, () => now);
  for (let at = 0; at < 3; at += 1) {
    now = new Date(now.getTime() + 11 * 60_000);
    broken.count('/sync/exchange', 1, 2);
  }
  broken.keep();
  expect(broken.days()).toEqual([{ day: '2026-03-09', kinds: { exchange: [3, 6] } }]);
});

test('LINE-14 a month of days is kept', () => {
  let now = new Date('2026-01-01T08:00:00+08:00');
  const traffic = countTraffic(clinic.replica, () => now);
  for (let day = 0; day < 40; day += 1) {
    traffic.count('/sync/exchange', 10, 20);
    now = new Date(now.getTime() + 24 * 3_600_000);
  }
  expect(traffic.days()).toHaveLength(31);
  expect(traffic.days()[0]?.day).toBe('2026-02-09');
});
