import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { openLog } from './hostLog.ts';

const folders: string[] = [];
const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-log-'));
  folders.push(folder);
  return folder;
};
afterEach(() => { for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true }); });

test('a log is there once it is opened; whose folder goes away under it, or which takes no more, harms nothing', async () => {
  const folder = aFolder();
  const path = join(folder, 'host.log');
  const log = openLog(path);
  expect(existsSync(path)).toBe(true);
  log.info({ event: 'begun' });
  await vi.waitFor(() => expect(readFileSync(path, 'utf8')).toContain('"event":"begun"'));
  const gone = openLog(join(folder, 'other.log'));
  rmSync(folder, { recursive: true });
  gone.info({ event: 'afterwards' });
  // A disk that is full, where the system has one to show it with.
  if (existsSync('/dev/full')) openLog('/dev/full').info({ event: 'nowhere' });
  // An error that nobody hears would end the process, and this test with it.
  await sleep(200);
});

test('a long log begins anew, and the last one is kept beside it', () => {
  const path = join(aFolder(), 'host.log');
  writeFileSync(path, 'x'.repeat(5_000_001));
  openLog(path);
  expect([readFileSync(path, 'utf8').length, readFileSync(`${path}.1`, 'utf8').length]).toEqual([0, 5_000_001]);
});
