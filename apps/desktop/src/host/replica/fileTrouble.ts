import { statSync } from 'node:fs';
import { diskFailureOf } from './database.ts';

/** Why a file could not be read or written, as a code that the command line puts in words. */
export type FileTrouble = 'missing' | 'folder' | 'notAFolder' | 'denied' | 'full' | 'busy';
/** Or why nothing may be written there. */
export type TargetTrouble = FileTrouble | 'notAFile';

const troubles: Readonly<Record<string, FileTrouble>> = {
  ENOENT: 'missing', EISDIR: 'folder', ENOTDIR: 'notAFolder', EEXIST: 'notAFolder', EACCES: 'denied', EPERM: 'denied', EROFS: 'denied', ENOSPC: 'full', EDQUOT: 'full', EFBIG: 'full', EBUSY: 'busy',
};

/** Null for what is no trouble with a file: a bug. */
export function fileTroubleOf(error: unknown): FileTrouble | null {
  if (diskFailureOf(error) !== null) return 'full';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(troubles, code) ? (troubles[code] ?? null) : null;
}

/** What stands where a file is to be put, and is none: it would be put in its place, a device as well, for who may do that. Else null. */
export function targetTroubleOf(path: string): TargetTrouble | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return null;
  return found.isDirectory() ? 'folder' : 'notAFile';
}
