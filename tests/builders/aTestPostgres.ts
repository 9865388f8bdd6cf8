/**
 * One PostgreSQL per test run, or per process where nobody has begun one for the run, on a data directory of its own under the system's folder for temporary files, and
 * one fresh database per test, cut from a migrated template. What a killed process left behind is cleaned by the next.
 */
import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAsOwner, sql } from '@lianyi/sync-server/store/database';
import { migrate, migrations } from '@lianyi/sync-server/store/migrate';
import { jsonHash } from '@lianyi/schema/basics/digest';
import type { EmbeddedPostgres } from '../../tools/embeddedPostgres.ts';
import { discardEmbeddedPostgres, startEmbeddedPostgres } from '../../tools/embeddedPostgres.ts';
import { bundledPrograms } from '../../tools/postgres/programs.ts';

/** Each user of the machine has its own. */
const folder = join(tmpdir(), `lianyi-test-postgres-${process.getuid?.() ?? 'user'}`);
const template = 'county_template';

/** Where the run's own is, if there is one. */
const runsUrl = 'LIANYI_TEST_POSTGRES';

export interface TestDatabase {
  readonly databaseUrl: string;
  /** Of the tables' owner, if that is another login. */
  readonly ownerDatabaseUrl?: string;
  readonly drop: () => Promise<void>;
}

type Server = Pick<EmbeddedPostgres, 'databaseUrl'>;
let started: Promise<EmbeddedPostgres> | null = null;

async function aServer(): Promise<Server> {
  const databaseUrl = process.env[runsUrl];
  return databaseUrl === undefined ? (started ??= start()) : { databaseUrl };
}

/** Begins the one for a run; the processes of the run find it in their environment. */
export async function startRunsPostgres(): Promise<void> {
  process.env[runsUrl] ??= (await (started ??= start())).databaseUrl;
}

/** The URL of an empty county database of this version, and how to drop it. */
export async function aDatabase(): Promise<TestDatabase> {
  const postgres = await aServer();
  const name = `county_${randomBytes(6).toString('hex')}`;
  // Half the work of writing it to the log as well.
  await asAdministrator(postgres, `create database ${name} template ${template} strategy file_copy`);
  return {
    databaseUrl: postgres.databaseUrl.replace(/\/postgres$/, `/${name}`),
    drop: () => asAdministrator(postgres, `drop database if exists ${name} with (force)`),
  };
}

/** The URL of a database without tables, for the tests of migrations. */
export async function anEmptyDatabase(): Promise<TestDatabase> {
  const postgres = await aServer();
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await asAdministrator(postgres, `create database ${name}`);
  return {
    databaseUrl: postgres.databaseUrl.replace(/\/postgres$/, `/${name}`),
    drop: () => asAdministrator(postgres, `drop database if exists ${name} with (force)`),
  };
}

/** Stops what this process has begun and deletes its data; vitest's run does it by itself. */
export async function stopTestPostgres(): Promise<void> {
  if (!started) return;
  await started.catch(() => undefined);
  started = null;
  await discardEmbeddedPostgres(join(folder, String(process.pid)));
}

async function start(): Promise<EmbeddedPostgres> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await discardOrphans();
  const own = join(folder, String(process.pid));
  const isCopied = await copyTemplateTo(own);
  const postgres = await startEmbeddedPostgres({ dir: own, port: somePort(), mayLoseData: true });
  process.once('exit', () => { if (started) postgres.stopNow(); });
  if (!isCopied) await makeTemplate(postgres);
  return postgres;
}

/**
 * Making a cluster costs seconds, copying one a fraction: the first process keeps a stopped one, with the template in it,
 * under the hash of what it was made from.
 * @returns false where it cannot be copied; then this process makes its own
 */
async function copyTemplateTo(own: string): Promise<boolean> {
  if (platform() === 'win32') return false;
  const { version } = await bundledPrograms();
  const kept = join(folder, `template-${jsonHash([version, await migrations()]).slice(0, 16)}`);
  if (!existsSync(`${kept}.secret`)) {
    const making = join(folder, `making-${process.pid}`);
    const postgres = await startEmbeddedPostgres({ dir: making, port: somePort(), mayLoseData: true });
    await makeTemplate(postgres);
    await postgres.stop();
    // As root under a closed folder it lives elsewhere, and stays there.
    if (postgres.dataDir !== making) {
      await discardEmbeddedPostgres(making);
      return false;
    }
    // Another process may have been quicker: then its copy serves. The secret comes last and says that all is there.
    await rename(making, kept).then(async () => rename(`${making}.secret`, `${kept}.secret`)).catch(async () => discardEmbeddedPostgres(making));
    for (let attempt = 0; attempt < 100 && !existsSync(`${kept}.secret`); attempt += 1) await new Promise((wake) => setTimeout(wake, 50));
    if (!existsSync(`${kept}.secret`)) {
      // Whoever made it was killed just before the end.
      await rm(kept, { recursive: true, force: true });
      return false;
    }
  }
  // Owners and modes matter to PostgreSQL.
  execFileSync('cp', ['-a', kept, own]);
  execFileSync('cp', ['-a', `${kept}.secret`, `${own}.secret`]);
  return true;
}

async function makeTemplate(postgres: EmbeddedPostgres): Promise<void> {
  await asAdministrator(postgres, `create database ${template}`);
  const db = openAsOwner(postgres.databaseUrl.replace(/\/postgres$/, `/${template}`));
  await migrate(db);
  await db.destroy();
}

const somePort = (): number => 20_000 + (process.pid % 20_000);

async function asAdministrator(postgres: Server, statement: string): Promise<void> {
  const db = openAsOwner(postgres.databaseUrl, { maxConnections: 1 });
  try {
    await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}

async function discardOrphans(): Promise<void> {
  const pids = new Set((await readdir(folder)).map((name) => Number.parseInt(name.replace(/^making-/, ''), 10)).filter((pid) => Number.isInteger(pid)));
  for (const pid of pids) {
    for (const name of isAlive(pid) ? [] : [String(pid), `making-${pid}`]) {
      await discardEmbeddedPostgres(join(folder, name)).catch(async () => rm(join(folder, name), { recursive: true, force: true }));
    }
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
