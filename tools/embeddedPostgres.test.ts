import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openAsOwner, sql } from '@lianyi/sync-server/store/database';
import type { EmbeddedPostgres } from './embeddedPostgres.ts';
import { discardEmbeddedPostgres, startEmbeddedPostgres } from './embeddedPostgres.ts';
import { runningPid } from './postgres/postmaster.ts';

let folder: string;
let dir: string;
const said: string[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianyi-postgres-test-'));
  await chmod(folder, 0o755);
  dir = join(folder, 'postgres');
  said.length = 0;
});
afterEach(async () => {
  await discardEmbeddedPostgres(dir);
  rmSync(folder, { recursive: true, force: true });
});

const start = async (mayLoseData = true): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dir, port: 24_000 + (process.pid % 1000), mayLoseData, say: (_chinese, english) => void said.push(english) });

async function query<Row>(postgres: EmbeddedPostgres, statement: string): Promise<readonly Row[]> {
  const db = openAsOwner(postgres.databaseUrl, { maxConnections: 1 });
  try {
    return (await sql.raw<Row>(statement).execute(db)).rows;
  } finally {
    await db.destroy();
  }
}

describe('the embedded PostgreSQL', { timeout: 120_000 }, () => {
  test('keeps its data between starts, and the password is only its user\'s to read', async () => {
    const first = await start();
    await query(first, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start();
    expect(second.isAdopted).toBe(false);
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(statSync(join(folder, 'postgres.secret')).mode & 0o077).toBe(0);
    const stranger = second.databaseUrl.replace(/:[^:@/]+@/, ':wrong@');
    await expect(query({ ...second, databaseUrl: stranger }, 'select 1')).rejects.toThrow('authentication');
    await second.stop();
  });

  test('takes over a server that a killed process left running', async () => {
    const orphan = await start();
    await query(orphan, 'create table kept as select 1 as answer');
    const adopted = await start();
    expect([adopted.isAdopted, adopted.pid, adopted.port]).toEqual([true, orphan.pid, orphan.port]);
    expect(await query(adopted, 'select answer from kept')).toEqual([{ answer: 1 }]);
    await adopted.stop();
    expect(await runningPid(dir)).toBeNull();
    await expect(query(adopted, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  test('starts after a power cut: the file of the dead server names nobody, or another program', async () => {
    const first = await start(false);
    await query(first, 'create table kept as select 1 as answer');
    process.kill(first.pid, 'SIGKILL');
    while ((await runningPid(dir)) !== null) await new Promise((wake) => setTimeout(wake, 50));
    const second = await start();
    expect(second.isAdopted).toBe(false);
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 1 }]);
    await second.stop();
    await writeFile(join(dir, 'postmaster.pid'), `${process.pid}\n${dir}\n1700000000\n5432\n`);
    const third = await start();
    expect(third.isAdopted).toBe(false);
    await third.stop();
  });

  test('steps over a port that is taken', async () => {
    const port = 24_000 + (process.pid % 1000);
    const squatter = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const postgres = await start();
    expect(postgres.port).toBeGreaterThan(port);
    await postgres.stop();
    squatter.close();
  });

  test('makes anew what was left half made', async () => {
    await mkdir(join(`${dir}.making`, 'base'), { recursive: true });
    await mkdir(join(dir, 'global'), { recursive: true });
    await writeFile(join(dir, 'PG_VERSION'), '18\n');
    const postgres = await start();
    expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(`${dir}.making`)).toBe(false);
    await postgres.stop();
  });

  test.runIf(process.getuid?.() === 0)('as root under a closed folder it lives elsewhere, and says where', async () => {
    await chmod(folder, 0o700);
    const postgres = await start();
    expect(postgres.dataDir.startsWith('/var/lib/lianyi/')).toBe(true);
    expect(said.join()).toContain(postgres.dataDir);
    expect(await query(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    await discardEmbeddedPostgres(dir);
    expect(existsSync(postgres.dataDir)).toBe(false);
  });
});
