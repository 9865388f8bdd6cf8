import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { openDatabase } from '@lianyi/desktop/host/replica/database';
import { migrations } from '@lianyi/desktop/host/replica/migrations/index';
import { migrate } from '@lianyi/desktop/host/replica/migrations/migrate';

let made: string | undefined;

/** A replica's file that the migrations have run on and nobody has enrolled; made once in a process, and gone with it. */
export function anEmptyFile(folder: string): string {
  if (made !== undefined) return made;
  const directory = mkdtempSync(join(folder, 'lianyi-simulation-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  made = join(directory, 'empty.db');
  const database = openDatabase({ path: made, encryption: { kind: 'none' }, allowUnencryptedForTests: true });
  migrate(database, migrations);
  database.close();
  return made;
}
