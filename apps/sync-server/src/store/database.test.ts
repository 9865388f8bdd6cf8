import { aDatabase } from '@lianyi/tests/builders/aTestPostgres';
import { expect, test } from 'vitest';
import { openAsOwner, openDatabase, sql } from './database.ts';

test('whatever the database would do by itself: a commit is on its disk before it is told, and locks are followed by fresh reads', async () => {
  const database = await aDatabase();
  const { databaseUrl } = database;
  const name = new URL(databaseUrl).pathname.slice(1);
  const before = openAsOwner(databaseUrl);
  await sql.raw(`alter database ${name} set synchronous_commit = off`).execute(before);
  await sql.raw(`alter database ${name} set default_transaction_isolation = 'repeatable read'`).execute(before);
  await before.destroy();

  const db = openDatabase(databaseUrl);
  const { rows } = await db.transaction().execute((tx) => sql`select current_setting('synchronous_commit') as commit, current_setting('transaction_isolation') as isolation`.execute(tx));
  await db.destroy();
  await database.drop();
  expect(rows).toEqual([{ commit: 'on', isolation: 'read committed' }]);
});
