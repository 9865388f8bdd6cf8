import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aDatabase } from '@lianyi/tests/builders/aTestPostgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startServer } from './index.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
let folder: string;
beforeEach(async () => {
  database = await aDatabase();
  folder = mkdtempSync(join(tmpdir(), 'lianyi-county-'));
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const start = async (keyDir: string) => startServer({ databaseUrl: database.databaseUrl, keyDir: join(folder, keyDir), port: 0, host: '127.0.0.1', logLevel: 'silent' });

describe('the county server', () => {
  test('makes its key where only its user may read it, and keeps its epoch between starts', async () => {
    const first = await start('keys');
    const { epoch } = first.county;
    await first.close();
    expect(statSync(join(folder, 'keys', 'county.key')).mode & 0o077).toBe(0);
    const second = await start('keys');
    expect(second.county.epoch).toBe(epoch);
    await second.close();
  });

  test('does not start on another county\'s database: its receipts would be refused everywhere', async () => {
    await (await start('keys')).close();
    await expect(start('other')).rejects.toThrow('does not hold the key of this county');
  });

  test('two servers share one database and one key', async () => {
    const one = await start('keys');
    const two = await start('keys');
    expect(two.county.epoch).toBe(one.county.epoch);
    const answers = await Promise.all([one, two].map(async (server) => (await (await fetch(`${server.url}/health`)).json()) as unknown));
    expect(answers).toEqual([{ ok: true, epoch: one.county.epoch }, { ok: true, epoch: one.county.epoch }]);
    await Promise.all([one.close(), two.close()]);
  });

  test('says that it cannot reach its database', async () => {
    await expect(startServer({ databaseUrl: 'postgres://nobody:x@127.0.0.1:1/none', keyDir: folder, port: 0, host: '127.0.0.1', logLevel: 'silent' })).rejects.toThrow('ECONNREFUSED');
  });
});
