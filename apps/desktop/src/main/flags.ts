/** `--data-dir=DIR`, `--county-url=URL` and `--update-url=URL`; without the first the clinic lies in the user's own application data. */
import { join, resolve } from 'node:path';
import { app } from 'electron';

export interface Flags {
  readonly dataDir: string;
  readonly countyUrl: string | null;
  /** Where updates are offered; null turns them off. */
  readonly updateUrl: string | null;
}

/**
 * Also gives each data directory an Electron profile of its own, so that "one instance" means one per data directory.
 * Before `ready`.
 */
export function readFlags(): Flags {
  const flag = (name: string): string | null => (app.commandLine.hasSwitch(name) ? app.commandLine.getSwitchValue(name) : null);
  const given = flag('data-dir');
  const dataDir = given === null ? join(app.getPath('userData'), 'clinic') : resolve(given);
  if (flag('user-data-dir') === null && given !== null) app.setPath('userData', join(dataDir, 'shell'));
  return { dataDir, countyUrl: flag('county-url'), updateUrl: flag('update-url') };
}
