import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk that can be full. */
export interface SmallDisk {
  readonly folder: string;
  /** Writes a file there until no more than so many bytes are left; `free` takes it away again. */
  fill(leftBytes?: number): void;
  free(): void;
  remove(): void;
}

/** A file system of so many MB; null, said aloud, where this user may not mount one. */
export function aSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-disk-'));
  if (process.platform !== 'linux' || spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'lianyi-test', folder]).status !== 0) {
    rmSync(folder, { recursive: true });
    console.warn('跳过：不能挂载小磁盘 · Skipped: this user may not mount a small disk (it takes root on Linux)');
    return null;
  }
  // As the pictures of a phone that somebody copied here.
  const [ballast, room] = [join(folder, 'ballast'), join(folder, 'room')];
  return {
    folder,
    fill: (leftBytes = 0) => {
      if (leftBytes > 0) writeFileSync(room, Buffer.alloc(leftBytes));
      writeUntilFull(ballast);
      rmSync(room, { force: true });
    },
    free: () => rmSync(ballast),
    remove: () => {
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Until there is no room for another 4 KB. */
function writeUntilFull(path: string): void {
  for (const size of [1 << 20, 1 << 16, 1 << 12]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
}
