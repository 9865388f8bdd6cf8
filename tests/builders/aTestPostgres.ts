/**
 * One PostgreSQL per test process, on a data directory of its own under the system's folder for temporary files, and
 * one fresh database per test, cut from a migrated template. What a killed process left behind is cleaned by the next.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, sql } from '@lianyi/sync-server/store/database';
import { migrate } from '@lianyi/sync-server/store/migrate';
import type { EmbeddedPostgres } from '../../tools/embeddedPostgres.ts';
import { discardEmbeddedPostgres, startEmbeddedPostgres } from '../../tools/embeddedPostgres.ts';

const folder = join(tmpdir(), 'lianyi-test-postgres');
const template = 'county_template';

let started: Promise<EmbeddedPostgres> | null = null;

/** The URL of an empty county database of this version, and how to drop it. */
export async function aDatabase(): Promise<{ readonly databaseUrl: string; drop(): Promise<void> }> {
  const postgres = await (started ??= start());
  const name = `county_${randomBytes(6).toString('hex')}`;
  await asAdministrator(postgres, `create database ${name} template ${template}`);
  return {
    databaseUrl: postgres.databaseUrl.replace(/\/postgres$/, `/${name}`),
    drop: () => asAdministrator(postgres, `drop database if exists ${name} with (force)`),
  };
}

/** The URL of a database without tables, for the tests of migrations. */
export async function anEmptyDatabase(): Promise<{ readonly databaseUrl: string; drop(): Promise<void> }> {
  const postgres = await (started ??= start());
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await asAdministrator(postgres, `create database ${name}`);
  return {
    databaseUrl: postgres.databaseUrl.replace(/\/postgres$/, `/${name}`),
    drop: () => asAdministrator(postgres, `drop database if exists ${name} with (force)`),
  };
}

/** Stops this process's PostgreSQL and deletes its data; the tests do it by themselves. */
export async function stopTestPostgres(): Promise<void> {
  if (!started) return;
  await started.catch(() => undefined);
  started = null;
  await discardEmbeddedPostgres(join(folder, String(process.pid)));
}

// Benches use the same county without a test runner.
if (process.env['VITEST']) {
  const { afterAll } = await import('vitest');
  afterAll(stopTestPostgres);
}

async function start(): Promise<EmbeddedPostgres> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await discardOrphans();
  const postgres = await startEmbeddedPostgres({ dir: join(folder, String(process.pid)), port: 20_000 + (process.pid % 20_000), mayLoseData: true });
  process.once('exit', () => { if (started) postgres.stopNow(); });
  await asAdministrator(postgres, `create database ${template}`);
  const db = openDatabase(postgres.databaseUrl.replace(/\/postgres$/, `/${template}`));
  await migrate(db);
  await db.destroy();
  return postgres;
}

async function asAdministrator(postgres: EmbeddedPostgres, statement: string): Promise<void> {
  const db = openDatabase(postgres.databaseUrl, { maxConnections: 1 });
  try {
    await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}

async function discardOrphans(): Promise<void> {
  const pids = new Set((await readdir(folder)).map((name) => Number.parseInt(name, 10)).filter((pid) => Number.isInteger(pid)));
  for (const pid of pids) {
    if (!isAlive(pid)) await discardEmbeddedPostgres(join(folder, String(pid))).catch(() => rm(join(folder, String(pid)), { recursive: true, force: true }));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
