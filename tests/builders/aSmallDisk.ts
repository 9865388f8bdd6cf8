import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of 12 MB, where this user may mount one. */
export function aSmallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-disk-'));
  if (process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=700', 'lianyi-test', folder]).status === 0) return folder;
  rmSync(folder, { recursive: true });
  return null;
}

export function giveBack(disk: string): void {
  execFileSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true });
}

/** Writes until there is no room for another 4 KB. */
export function fill(path: string): void {
  for (const size of [1 << 20, 1 << 16, 1 << 12]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
}
