import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { anEnrolledDirectory } from '@lianyi/tests/builders/anEnrolledDirectory';

const shellOf = (dataDir: string): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, '../../apps/desktop/src/web/main.ts'), '--data-dir', dataDir, '--renderer-dir', dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });

async function hostFile(dataDir: string): Promise<{ url: string; pid: number; token: string }> {
  const path = join(dataDir, 'host.json');
  while (!existsSync(path)) await after(50);
  return JSON.parse(readFileSync(path, 'utf8')) as { url: string; pid: number; token: string };
}

test('SAVE-6 two hosts on one directory: the web shell writes where it is, refuses a second one kindly, stops on SIGTERM and comes back with the same token', async () => {
  const { dataDir } = await anEnrolledDirectory();
  const first = shellOf(dataDir);
  const running = await hostFile(dataDir);
  expect(running.pid).toBe(first.pid);
  expect((await fetch(running.url, { redirect: 'manual' })).status).toBe(303);

  const second = shellOf(dataDir);
  let said = '';
  second.stderr?.on('data', (chunk) => (said += String(chunk)));
  const [secondCode] = (await once(second, 'close')) as [number];
  expect(secondCode).toBe(3);
  expect(said).toContain(`This clinic is open already: ${running.url}`);

  first.kill('SIGTERM');
  const [firstCode] = (await once(first, 'close')) as [number];
  expect(firstCode).toBe(0);

  const again = shellOf(dataDir);
  while ((await hostFile(dataDir)).pid !== again.pid) await after(50);
  expect((await hostFile(dataDir)).token).toBe(running.token);
  again.kill('SIGTERM');
  await once(again, 'close');
}, 150_000);
