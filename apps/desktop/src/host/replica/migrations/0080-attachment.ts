import type { Migration } from './migration.ts';

/** Attachments by patient, and the bytes of those that are on this PC. */
export const attachment: Migration = {
  number: 80,
  name: 'attachment',
  sql: `
    CREATE TABLE attachment_index (
      id TEXT PRIMARY KEY,
      patient_id TEXT NOT NULL,
      encounter_id TEXT,
      taken_at TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      thumbnail_sha256 TEXT
    ) WITHOUT ROWID;
    CREATE INDEX attachment_of_patient ON attachment_index (patient_id, taken_at);

    -- A file in the folder beside the replica, or as much of it as has come.
    CREATE TABLE attachment_file (
      sha256 TEXT PRIMARY KEY,
      size INTEGER NOT NULL,
      -- Of the file: by chance, so that it tells nothing of what is in it.
      name TEXT NOT NULL,
      -- Of this file alone: without this row nobody reads it.
      key BLOB NOT NULL,
      is_whole INTEGER NOT NULL,
      -- Of what was added here: the document's id, and which part of it this is.
      attachment_id TEXT,
      part TEXT CHECK (part IN ('thumbnail', 'original')),
      -- The history in which the county has said that it holds it.
      held_in TEXT,
      -- Why the county does not take it.
      refused TEXT,
      used_at INTEGER NOT NULL
    ) WITHOUT ROWID;
  `,
};
