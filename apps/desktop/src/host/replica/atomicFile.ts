import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Replaces a file so that a power cut leaves the old text or the new one, never a part: written beside it, synced to
 * the disk, renamed over it, and the rename synced too. Only its user may read it.
 */
export function writeFileAtomically(path: string, content: string | Uint8Array): void {
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', 0o600);
  try {
    try {
      // All of it, or an error: a single write may end early on a full disk and say nothing.
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  syncDirectory(dirname(path));
}

/** Overwrites a small file in its place, synced, and removes it. For keys: what they sealed is gone whatever a disk keeps of the rest. */
export function eraseFile(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    writeSync(file, randomBytes(statSync(path).size), undefined, undefined, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  rmSync(path);
  syncDirectory(dirname(path));
}

/** Windows has no directory handles to sync, and its rename is journalled. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
