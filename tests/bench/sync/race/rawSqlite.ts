/**
 * The limit: the same rows into the same tables of an encrypted file by prepared statements, a transaction for each
 * thousand documents, the indexes built last. Only the database's work is timed, not the reading of the rows. It
 * knows the rows already: it parses, hashes and decides nothing.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { deserialize } from 'node:v8';
import type { SqliteDatabase } from '@lianyi/desktop/host/replica/database';
import { bareReplica } from '../../bareReplica.ts';
import { peakMB } from '../../peakMemory.ts';
import type { RecordedWrite } from '../../recordedWrites.ts';
import { replayer } from '../../recordedWrites.ts';
import { contest, spentOn } from '../contestant.ts';

await contest(async ({ from }) => {
  const replica = bareReplica();
  const { database } = replica;
  const replay = replayer(database);
  const indexes = laterIndexes(database);
  let [seconds, cpuS] = [0, 0];
  const add = async (work: () => void): Promise<void> => {
    const spent = await spentOn(work);
    seconds += spent.seconds;
    cpuS += spent.cpuS ?? 0;
  };
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
  for (const rows of recordedRows(from)) await add(() => replay(rows));
  await add(() => { for (const { sql } of indexes) database.exec(sql); });
  const highestMB = peakMB();
  const body = database.prepare("SELECT shown AS body FROM document WHERE id = ? AND kind = 'patient'");
  return {
    seconds, cpuS, peakMB: highestMB,
    content: {
      count: () => (database.prepare("SELECT count(*) AS count FROM document WHERE kind = 'patient'").get() as { count: number }).count,
      documents: (ids) => ids.flatMap((id) => {
        const row = body.get(id) as { body: string } | undefined;
        return row === undefined ? [] : [JSON.parse(row.body) as { id: string }];
      }),
    },
    close: () => replica.close(),
  };
});

/** A unique index belongs to what a statement means (`ON CONFLICT`): it stays. */
function laterIndexes(database: SqliteDatabase): readonly { readonly name: string; readonly sql: string }[] {
  return database.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'").all() as { name: string; sql: string }[];
}

function* recordedRows(path: string): Generator<readonly RecordedWrite[]> {
  const file = openSync(path, 'r');
  const length = Buffer.alloc(4);
  while (readSync(file, length) === 4) {
    const packed = Buffer.alloc(length.readUInt32LE());
    readSync(file, packed);
    yield deserialize(packed) as readonly RecordedWrite[];
  }
  closeSync(file);
}
