import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/**
 * How this PC's user and programs find the running host: `host.json` in the data directory, readable by its user only.
 * `url` opens the clinic in a browser; `cliToken` is the command line's.
 */
const hostFile = z.object({ url: z.string(), origin: z.string(), token: z.string(), cliToken: z.string(), pid: z.int().positive(), startedAt: z.string() });
export type HostFile = z.infer<typeof hostFile>;

const pathIn = (dataDir: string): string => join(dataDir, 'host.json');

/** Null when there is none, or none that can be read. It may be of a host that has ended: see `pid`. */
export function readHostFile(dataDir: string): HostFile | null {
  if (!existsSync(pathIn(dataDir))) return null;
  try {
    return hostFile.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

export function writeHostFile(dataDir: string, file: HostFile): void {
  const beside = `${pathIn(dataDir)}.new`;
  writeFileSync(beside, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(beside, pathIn(dataDir));
}

/** Whether the process of that number is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
