import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { discardEmbeddedPostgres } from '../embeddedPostgres.ts';

/** Where the demo keeps everything, between starts. */
export interface Home {
  readonly dir: string;
  readonly databaseDir: string;
  readonly keyDir: string;
  readonly logsDir: string;
  clinicDir(slug: string): string;
  readonly demoFile: string;
}

export function homeIn(dir: string): Home {
  return {
    dir,
    databaseDir: join(dir, 'county', 'database'),
    keyDir: join(dir, 'county', 'keys'),
    logsDir: join(dir, 'logs'),
    clinicDir: (slug) => join(dir, 'clinics', slug),
    demoFile: join(dir, 'demo.json'),
  };
}

/** Marks that county and clinics were made whole; without it a broken first start is cleared away. */
const preparedFile = (home: Home): string => join(home.dir, 'prepared.json');
const lockFile = (home: Home): string => join(home.dir, 'running.pid');

export const isPrepared = (home: Home): boolean => existsSync(preparedFile(home));

export function markPrepared(home: Home): void {
  writeWhole(preparedFile(home), `${JSON.stringify({ at: new Date().toISOString() })}\n`);
}

/** Deletes the demo's county and clinics, and nothing else of the folder. */
export async function discard(home: Home): Promise<void> {
  rmSync(preparedFile(home), { force: true });
  await discardEmbeddedPostgres(home.databaseDir);
  for (const part of ['county', 'clinics', 'logs', 'demo.json', 'ports.json']) rmSync(join(home.dir, part), { recursive: true, force: true });
}

/** Takes the folder for this process. @returns the process that has it already, or null */
export function takeHome(home: Home): number | null {
  mkdirSync(home.logsDir, { recursive: true });
  const other = existsSync(lockFile(home)) ? Number(readFileSync(lockFile(home), 'utf8')) : 0;
  if (other > 0 && other !== process.pid && isDemo(other)) return other;
  writeWhole(lockFile(home), String(process.pid));
  return null;
}

export function leaveHome(home: Home): void {
  rmSync(lockFile(home), { force: true });
}

/** Whether that process is there and, where the system tells, is a demo: pids are used again after a power cut. */
function isDemo(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync('/proc/self/cmdline') || (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes('demo'));
}

export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
