import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** LIANYI_KEY_DIR, else the keys of the demo here or in this clone; null if there are none: a key is never made here. */
export function findKeyDir(): string | null {
  const fromEnvironment = process.env['LIANYI_KEY_DIR'];
  const demos = [process.cwd(), join(import.meta.dirname, '..', '..', '..', '..')].map((folder) => join(folder, '.lianyi', 'county', 'keys'));
  const dirs = fromEnvironment ? [fromEnvironment] : demos;
  return dirs.find((dir) => existsSync(join(dir, 'county.key'))) ?? null;
}
