import { statfsSync } from 'node:fs';

/** What this PC's user may still write where the folder lies, bytes; null where the system does not say. */
export function freeBytesAt(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
