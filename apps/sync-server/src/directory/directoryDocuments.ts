import { sql } from 'kysely';
import type { Organisation, Person } from '@lianyi/schema/documents/county';
import type { DocumentOf, KindTable } from '@lianyi/schema/documents/kinds';
import { parseDocument } from '@lianyi/schema/documents/kinds';
import type { Body } from '@lianyi/schema/documents/lens';
import { liftedBody } from '@lianyi/schema/documents/lifting';
import { directoryLock } from '../store/directory.ts';
import type { Database } from '../store/database.ts';

interface Source {
  readonly db: Database;
  readonly kinds: KindTable;
}

export const organisationsIn = async (source: Source): Promise<readonly Organisation[]> => documentsOf(source, 'organisation');
export const peopleIn = async (source: Source): Promise<readonly Person[]> => documentsOf(source, 'person');

/** All of a kind that the county alone writes, in its present version, whichever they were written in. */
async function documentsOf<K extends 'organisation' | 'person'>({ db, kinds }: Source, kind: K): Promise<readonly DocumentOf<K>[]> {
  const { rows } = await sql<{ version: number; body: Body }>`select version, body from document where id in (select id from ${sql.table(kind)}) and kind = ${kind}`.execute(db);
  return rows.map(({ version, body }) => {
    const parsed = parseDocument(liftedBody(body, kind, version, kinds), kinds);
    if (!parsed.success) throw new Error(`a document of the directory does not parse: ${kind} ${String(body['id'])}`);
    return parsed.data as DocumentOf<K>;
  });
}

/** One change of the directory at a time: each is decided from all that there is. */
export async function changingDirectory<T>(db: Database, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${directoryLock})`.execute(connection);
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${directoryLock})`.execute(connection);
    }
  });
}
