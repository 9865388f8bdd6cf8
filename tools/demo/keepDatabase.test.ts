import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { discardEmbeddedPostgres, startEmbeddedPostgres } from '../embeddedPostgres.ts';
import { keepDatabase } from './keepDatabase.ts';

test('a database that was killed is told of, and answers again at the same address', async () => {
  const dir = join(await mkdtemp(join(tmpdir(), 'lianyi-kept-')), 'database');
  const start = async (port: number) => startEmbeddedPostgres({ dir, port, mayLoseData: true });
  const told: string[] = [];
  const database = await start(0);
  const kept = keepDatabase({ database, start, onDied: () => told.push('died'), onBack: () => told.push('back'), onGivenUp: () => told.push('givenUp') });
  try {
    process.kill(database.pid, 'SIGKILL');
    await expect.poll(() => told).toEqual(['died', 'back']);
    const again = await startEmbeddedPostgres({ dir, mayLoseData: true });
    expect([again.isAdopted, again.databaseUrl]).toEqual([true, database.databaseUrl]);
  } finally {
    await kept.stop();
    await discardEmbeddedPostgres(dir);
    await rm(join(dir, '..'), { recursive: true, force: true });
  }
});
