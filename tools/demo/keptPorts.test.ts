import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { KeptPorts } from './keptPorts.ts';
import { freePort } from './processes.ts';

const directory = mkdtempSync(join(tmpdir(), 'lianyi-ports-'));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function start(from: number): Promise<readonly number[]> {
  const ports = new KeptPorts(directory);
  const both = [await ports.portFor('a', from), await ports.portFor('b', from)];
  ports.keep();
  return both;
}

test('each clinic has its own address again after the next start, also when one below it has become free', async () => {
  const from = await freePort(41_000);
  const holder = createServer();
  await new Promise<void>((resolve) => void holder.listen(from, '127.0.0.1', resolve));
  const first = await start(from);
  expect(first).toHaveLength(2);
  expect(first).not.toContain(from);
  expect(new Set(first).size).toBe(2);
  await new Promise((resolve) => holder.close(resolve));
  expect(await start(from)).toEqual(first);
  const [a = 0, b = 0] = first;
  const other = createServer();
  await new Promise<void>((resolve) => void other.listen(a, '127.0.0.1', resolve));
  const moved = await start(from);
  expect(moved[1]).toBe(b);
  expect(moved[0]).not.toBe(a);
  await new Promise((resolve) => other.close(resolve));
  writeFileSync(join(directory, 'ports.json'), 'torn');
  expect(new Set(await start(from)).size).toBe(2);
});
