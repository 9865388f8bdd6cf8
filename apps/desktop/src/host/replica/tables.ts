/* oxlint-disable typescript/no-unnecessary-type-parameters -- what a row holds is known where its SQL is written */
import type { AnyDocument, DocumentOf, Kind } from '@lianyi/schema/documents/kinds';
import type { Prepared, SqliteDatabase } from './database.ts';
import type { Writer } from './projections/projection.ts';
import type { SqlValue } from './replica.ts';

/** A row of `document`, as far as applying and saving need it. */
export interface DocumentRow {
  readonly number: number;
  readonly id: string;
  readonly kind: string;
  readonly revision: number;
  readonly base: string | null;
  readonly shown: string | null;
  readonly evict_due: number;
}

/** The replica's tables behind cached statements; what every other part of it reads and writes through. */
export interface Tables extends Writer {
  iterate<Row>(sql: string, ...parameters: readonly SqlValue[]): IterableIterator<Row>;
  /** @returns the number of the row that it inserted */
  insert(sql: string, ...parameters: readonly SqlValue[]): number;
  row(id: string): DocumentRow | undefined;
  shown(id: string): AnyDocument | undefined;
  meta<Value>(name: string): Value | undefined;
  setMeta(name: string, value: unknown): void;
}

export function tablesOf(database: SqliteDatabase): Tables {
  const statements = new Map<string, Prepared>();
  const prepared = (sql: string): Prepared => {
    const known = statements.get(sql);
    if (known) return known;
    const made = database.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  const get = <Row>(sql: string, ...parameters: readonly SqlValue[]): Row | undefined => prepared(sql).get(...parameters) as Row | undefined;
  const shownJson = (id: string): string | null => get<{ shown: string | null }>('SELECT shown FROM document WHERE id = ?', id)?.shown ?? null;
  const shown = (id: string): AnyDocument | undefined => {
    const json = shownJson(id);
    return json === null ? undefined : (JSON.parse(json) as AnyDocument);
  };
  return {
    get,
    all: <Row>(sql: string, ...parameters: readonly SqlValue[]) => prepared(sql).all(...parameters) as Row[],
    // A cached statement may not be iterated twice at once: each iteration has its own.
    iterate: <Row>(sql: string, ...parameters: readonly SqlValue[]) => database.prepare(sql).iterate(...parameters) as IterableIterator<Row>,
    run: (sql, ...parameters) => void prepared(sql).run(...parameters),
    insert: (sql, ...parameters) => Number(prepared(sql).run(...parameters).lastInsertRowid),
    row: (id) => get<DocumentRow>('SELECT number, id, kind, revision, base, shown, evict_due FROM document WHERE id = ?', id),
    shown,
    document: <K extends Kind>(kind: K, id: string): DocumentOf<K> | undefined => {
      const found = shown(id);
      return found?.kind === kind ? (found as DocumentOf<K>) : undefined;
    },
    meta: <Value>(name: string) => {
      const row = get<{ value: string }>('SELECT value FROM meta WHERE name = ?', name);
      return row === undefined ? undefined : (JSON.parse(row.value) as Value);
    },
    setMeta: (name, value) =>
      void prepared('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(name, JSON.stringify(value)),
  };
}
