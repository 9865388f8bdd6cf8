import type { Migration } from './migration.ts';

/** First syncs that are under way: what is taken of which snapshot, and the parts of the chunk that is being fetched. */
export const snapshot: Migration = {
  number: 70,
  name: 'snapshot',
  sql: `
    CREATE TABLE snapshot_take (
      scope TEXT PRIMARY KEY,
      manifest TEXT NOT NULL,
      -- The chunk that comes next, and how many of its documents are here already.
      next_chunk INTEGER NOT NULL DEFAULT 0,
      next_document INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE snapshot_part (
      sha256 TEXT NOT NULL,
      -- Of the first byte, in the chunk.
      start INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (sha256, start)
    );
  `,
};
