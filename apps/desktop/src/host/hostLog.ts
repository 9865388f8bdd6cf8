import { renameSync, statSync } from 'node:fs';
import pino from 'pino';

const maxLogBytes = 5_000_000;

/** Codes and counts, no patient data; the last file is kept beside it. */
export function openLog(path: string): pino.Logger {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) renameSync(path, `${path}.1`);
  return pino({ base: null }, pino.destination({ dest: path, sync: false }));
}
