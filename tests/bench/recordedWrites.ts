import type { SqliteDatabase } from '@lianyi/desktop/host/replica/database';
import type { SqlValue } from '@lianyi/desktop/host/replica/replica';

/** A statement that changed the database, with its parameters. */
export interface RecordedWrite {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** A database that tells every statement that writes. */
export function recording(database: SqliteDatabase, writes: RecordedWrite[]): SqliteDatabase {
  return {
    ...database,
    prepare: (sql) => {
      const prepared = database.prepare(sql);
      return {
        ...prepared,
        run: (...parameters) => {
          writes.push({ sql, parameters });
          return prepared.run(...parameters);
        },
        get: (...parameters) => prepared.get(...parameters),
        all: (...parameters) => prepared.all(...parameters),
        iterate: (...parameters) => prepared.iterate(...parameters),
      };
    },
  };
}

/** Does the same writes again with nothing around them: prepared statements, one transaction. */
export function replayer(database: SqliteDatabase): (writes: readonly RecordedWrite[]) => void {
  const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  const prepared = (sql: string): ReturnType<SqliteDatabase['prepare']> => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  return (writes) => {
    database.immediately(() => {
      for (const write of writes) prepared(write.sql).run(...write.parameters);
    });
  };
}
