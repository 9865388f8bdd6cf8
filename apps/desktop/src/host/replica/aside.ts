import type { Core } from './core.ts';
import { diskFailureOf } from './database.ts';
import type { Reader } from './replica.ts';

/**
 * Keeps what is written half and no document can hold, encrypted and on the disk before this returns; null takes it
 * away. It never travels.
 * @throws the database's error when the disk does not take it; the line state then tells so.
 */
export function keepAside({ database, tables, disk, committed }: Core, name: string, value: unknown): void {
  try {
    database.immediately(() => {
      if (value === null) tables.run('DELETE FROM meta WHERE name = ?', `aside:${name}`);
      else tables.setMeta(`aside:${name}`, value);
    });
  } catch (error) {
    if (diskFailureOf(error) !== null) {
      disk.ok = false;
      committed();
    }
    throw error;
  }
}

/** What was kept aside under a name; undefined for nothing. An older version may have written it: parse it. */
export function asideIn(read: Pick<Reader, 'get'>, name: string): unknown {
  const row = read.get<{ value: string }>('SELECT value FROM meta WHERE name = ?', `aside:${name}`);
  return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
}
