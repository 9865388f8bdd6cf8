import Database from 'better-sqlite3';
import type { SqlValue } from './replica.ts';

/** True only in the build for an Electron that exists for tests alone; a production bundle has `false` here. */
declare const __LIANYI_TEST_BUILD__: boolean | undefined;

export type Encryption = { readonly kind: 'sqlcipher'; readonly key: Uint8Array } | { readonly kind: 'none' };

export interface DatabaseOptions {
  readonly path: string;
  readonly encryption: Encryption;
  /** `none` is refused without it, and by a shipped build always. */
  readonly allowUnencryptedForTests?: boolean;
  /** Memory that may hold decrypted pages, KiB: with an encrypted file this decides the speed. */
  readonly cacheKiB?: number;
}

/** A statement that has been prepared; `Parameters` are positional. */
export interface Prepared {
  run(...parameters: SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  get(...parameters: SqlValue[]): unknown;
  all(...parameters: SqlValue[]): unknown[];
  iterate(...parameters: SqlValue[]): IterableIterator<unknown>;
}

/** The few things that the replica asks of SQLite. */
export interface SqliteDatabase {
  prepare(sql: string): Prepared;
  exec(sql: string): void;
  pragma(source: string): unknown;
  /** How much memory may hold decrypted pages from now on; what is over is let go at once. */
  useCache(size: 'usual' | 'small'): void;
  /** Runs in one transaction that takes the write lock at once; rolls back if the work throws. */
  immediately<Result>(work: () => Result): Result;
  /**
   * Runs within a transaction that goes on for some more such works, since each commit writes most of the same pages again.
   * It ends after them, by `endGroup`, or before whatever else writes: only what may be done again after a power cut belongs
   * in it. A work that throws takes those before it in the transaction with it: at a savepoint between them the search index
   * would write all that it has gathered.
   */
  grouped<Result>(work: () => Result): Result;
  endGroup(): void;
  close(): void;
}

const pageBytes = 8192;
const smallCacheKiB = 8192;
/** Pages that the log may hold before they go to the file, as SQLite has it; more while much is written, of which most is written again. */
const usualLogPages = 1_000;
const largeLogPages = 4_000;

/**
 * Opens a database file as the replica needs it: encrypted with the raw key, every commit on the disk before it
 * returns, foreign keys kept, temporary data in memory (a temporary file would not be encrypted).
 * @throws Error when the build cannot encrypt, or the key is not the file's.
 */
export function openDatabase(options: DatabaseOptions): SqliteDatabase {
  const database = new Database(options.path, { timeout: 5_000 });
  try {
    if (options.encryption.kind === 'sqlcipher') encrypt(database, options.encryption.key);
    else allowUnencrypted(options);
    database.pragma(`page_size=${pageBytes}`);
    database.pragma('journal_mode=WAL');
    database.pragma('synchronous=FULL');
    database.pragma('fullfsync=ON');
    database.pragma('foreign_keys=ON');
    database.pragma('temp_store=MEMORY');
    database.pragma('trusted_schema=OFF');
    const usualKiB = options.cacheKiB ?? 65_536;
    database.pragma(`cache_size=-${usualKiB}`);
    database.pragma('journal_size_limit=16777216');
    const group = groupsOf(database);
    return {
      prepare: (sql) => group.around(database.prepare<SqlValue[]>(sql)),
      exec: (sql) => {
        group.beforeOthers();
        database.exec(sql);
      },
      pragma: (source) => {
        group.beforeOthers();
        return database.pragma(source, { simple: true });
      },
      useCache: (size) => {
        database.pragma(`cache_size=-${size === 'small' ? Math.min(smallCacheKiB, usualKiB) : usualKiB}`);
        // What is written there is encrypted three times: into the log, out of it, and into the file.
        database.pragma(`wal_autocheckpoint=${size === 'small' ? largeLogPages : usualLogPages}`);
        if (size === 'small') database.pragma('shrink_memory');
      },
      immediately: (work) => {
        group.beforeOthers();
        return database.transaction(work).immediate();
      },
      grouped: group.grouped,
      endGroup: group.end,
      close: () => {
        try {
          group.end();
        } finally {
          database.close();
        }
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Works that a transaction of several takes in. */
const groupWorks = 4;

function groupsOf(database: Database.Database) {
  let works = 0;
  let isInside = false;
  const end = (): void => {
    if (works === 0) return;
    works = 0;
    try {
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
  const beforeOthers = (): void => {
    if (!isInside) end();
  };
  return {
    end,
    beforeOthers,
    grouped: <Result>(work: () => Result): Result => {
      if (works === 0) database.exec('BEGIN IMMEDIATE');
      works += 1;
      isInside = true;
      let result: Result;
      try {
        result = work();
      } catch (error) {
        works = 0;
        // A full disk has rolled it back already.
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      } finally {
        isInside = false;
      }
      if (works === groupWorks) end();
      return result;
    },
    /** A statement that ends the group before it writes. */
    around: (statement: Database.Statement<SqlValue[]>): Prepared => {
      if (statement.readonly) return statement;
      const first = <Result>(act: (...parameters: SqlValue[]) => Result) => (...parameters: SqlValue[]): Result => {
        beforeOthers();
        return act(...parameters);
      };
      return {
        run: first((...parameters) => statement.run(...parameters)), get: first((...parameters) => statement.get(...parameters)),
        all: first((...parameters) => statement.all(...parameters)), iterate: first((...parameters) => statement.iterate(...parameters)),
      };
    },
  };
}

function encrypt(database: Database.Database, key: Uint8Array): void {
  if (key.length !== 32) throw new Error('the replica key has 32 bytes');
  database.pragma("cipher='sqlcipher'");
  // A SQLite that cannot encrypt takes unknown pragmas without a word.
  if (database.pragma('cipher', { simple: true }) !== 'sqlcipher') throw new Error('this build of SQLite cannot encrypt');
  database.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
}

function allowUnencrypted(options: DatabaseOptions): void {
  // oxlint-disable-next-line unicorn/no-typeof-undefined -- outside a bundle the name does not exist at all
  const isShippedBuild = typeof __LIANYI_TEST_BUILD__ !== 'undefined' && !__LIANYI_TEST_BUILD__;
  if (isShippedBuild || options.allowUnencryptedForTests !== true) throw new Error('a replica is always encrypted');
}

export type DiskFailure = 'diskFull' | null;

/** Whether SQLite's error says that the disk did not take the write: full, or failing. */
export function diskFailureOf(error: unknown): DiskFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_FULL') || code.startsWith('SQLITE_IOERR') ? 'diskFull' : null;
}

/** Whether another process holds the file. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
