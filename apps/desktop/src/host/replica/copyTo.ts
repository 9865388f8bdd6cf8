import { copyFileSync } from 'node:fs';
import type { SqliteDatabase } from './database.ts';

/**
 * Copies the encrypted file byte by byte: all of the log is brought into it first, and the write lock is held while it
 * is read, so that it is of one moment. The copy opens with the same key.
 * @throws Error when somebody else reads the log just now
 */
export function copyTo(database: SqliteDatabase, path: string, target: string): void {
  if (Number(database.pragma('wal_checkpoint(TRUNCATE)')) !== 0) throw new Error('the replica is being read: try again');
  database.immediately(() => copyFileSync(path, target));
}
