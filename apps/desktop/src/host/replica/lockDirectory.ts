import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isBusy } from './database.ts';

/** Another host works in this data directory. */
export class DirectoryInUse extends Error {
  readonly pid: number | null;
  constructor(directory: string, pid: number | null) {
    super(`another Lianyi${pid === null ? '' : ` (process ${pid})`} is using ${directory}`);
    this.name = 'DirectoryInUse';
    this.pid = pid;
  }
}

/**
 * Takes a data directory for this process. The guard is the operating system's lock on `lock.db`, which goes with the
 * process however it ends; `host.pid` only tells a person who has it.
 * @throws DirectoryInUse
 */
export function lockDirectory(directory: string): { release(): void } {
  const pidFile = join(directory, 'host.pid');
  const guard = new Database(join(directory, 'lock.db'), { timeout: 0 });
  try {
    guard.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    guard.close();
    if (isBusy(error)) throw new DirectoryInUse(directory, readPid(pidFile));
    throw error;
  }
  writeFileSync(pidFile, String(process.pid));
  return { release: () => void guard.close() };
}

function readPid(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
