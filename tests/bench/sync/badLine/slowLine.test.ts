import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SlowLine } from './slowLine.ts';
import { aSlowLine } from './slowLine.ts';

const body = 'x'.repeat(60_000);
const server = createServer((_request, response) => void response.end(body));
let url: string;
const lines: SlowLine[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const line of lines) await line.close();
  server.close();
});

const aLine = async (kind: Parameters<typeof aSlowLine>[1]): Promise<SlowLine> => {
  const line = await aSlowLine(url, kind);
  lines.push(line);
  return line;
};
const asked = async (line: SlowLine): Promise<string> => (await fetch(line.url, { headers: { connection: 'close' } })).text();

test('all that is sent arrives in order, and every byte and request is counted', async () => {
  const line = await aLine({ kbitPerS: 100_000, delayMs: 5 });
  expect(await asked(line)).toBe(body);
  expect(await asked(line)).toBe(body);
  expect(line.requests()).toBe(2);
  expect(line.bytes()).toBeGreaterThan(120_000);
  expect(line.bytes()).toBeLessThan(124_000);
});

test('a cut breaks what is under way, and what it lost is counted', async () => {
  const line = await aLine({ kbitPerS: 400, delayMs: 0, cut: { everyMs: 200, times: 1 } });
  await expect(asked(line)).rejects.toThrow('terminated');
  expect(line.cuts()).toBe(1);
  expect(line.bytes()).toBeLessThan(60_000);
  expect(await asked(line)).toBe(body);
});

test('what a broken connection had still to say takes no place on the line: the next one is as quick as one after it', async () => {
  const line = await aLine({ kbitPerS: 200, delayMs: 0, cut: { everyMs: 200, times: 1 } });
  await expect(asked(line)).rejects.toThrow('terminated');
  const took = async (): Promise<number> => {
    const startedAt = performance.now();
    expect(await asked(line)).toBe(body);
    return performance.now() - startedAt;
  };
  const [afterCut, later] = [await took(), await took()];
  expect(afterCut / later).toBeLessThan(1.25);
}, 30_000);
