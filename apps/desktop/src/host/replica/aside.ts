import type { Core } from './core.ts';
import { diskFailureOf } from './database.ts';

/**
 * Keeps what is written half and no document can hold, encrypted and on the disk before this returns; null takes it
 * away. It never travels. Read it from `meta` under `aside:NAME`.
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
