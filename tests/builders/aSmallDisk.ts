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

/**
 * A file system of so many MB; null, said aloud, where this user may not mount one.
 * @throws where nobody would see that it was skipped (CI), or where it should have been possible (root on Linux)
 */
export function aSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'lianyi-disk-'));
  const mounted = process.platform === 'linux' ? spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'lianyi-test', folder], { encoding: 'utf8' }) : null;
  if (mounted?.status !== 0) {
    rmSync(folder, { recursive: true });
    const why = whyItMustNotBeSkipped({ platform: process.platform, uid: process.getuid?.(), ci: process.env['CI'] });
    if (why !== null) throw new Error(`${why} ${mounted?.stderr ?? ''}`);
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

/** Null where a skip that is told is good enough: a programmer's own machine. */
export function whyItMustNotBeSkipped({ platform, uid, ci }: { readonly platform: string; readonly uid: number | undefined; readonly ci: string | undefined }): string | null {
  if (ci !== undefined && ci !== '' && ci !== 'false') return '在 CI 里不能跳过磁盘写满的测试：请以 root 在 Linux 上运行 · The tests of a full disk must not be skipped in CI: run them as root on Linux';
  if (platform === 'linux' && uid === 0) return '以 root 运行却挂载不了小磁盘：容器要有 CAP_SYS_ADMIN · Root could not mount a small disk: a container needs CAP_SYS_ADMIN';
  return null;
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
