import type { Migration } from './migration.ts';

export const patientSearch: Migration = {
  number: 2,
  name: 'patient-search',
  sql: `
    CREATE TABLE patient_row (
      row INTEGER PRIMARY KEY,
      patient_id TEXT NOT NULL UNIQUE,
      home_id TEXT NOT NULL,
      name TEXT NOT NULL,
      former_name TEXT,
      sex TEXT NOT NULL,
      birth_date TEXT NOT NULL,
      identity_number TEXT,
      phone TEXT,
      record_number TEXT,
      village TEXT NOT NULL,
      village_group TEXT NOT NULL,
      has_allergy INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX patient_row_by_birth_date ON patient_row (birth_date);
    CREATE INDEX patient_row_by_identity_number ON patient_row (identity_number) WHERE identity_number IS NOT NULL;
    CREATE INDEX patient_row_by_record_number ON patient_row (record_number) WHERE record_number IS NOT NULL;
    CREATE INDEX patient_row_by_phone ON patient_row (phone) WHERE phone IS NOT NULL;

    -- Terms as people type them, each after the letter of its class; prefixes of one to five typed characters are
    -- indexed, so that a single letter reads one list (FTS5 can read a prefix from the next longer index, at ten times
    -- the price). The ascii tokenizer keeps rare and astral characters whole.
    CREATE VIRTUAL TABLE patient_terms USING fts5 (
      terms, content='', contentless_delete=1, detail=none, prefix='2 3 4 5 6', tokenize='ascii'
    );

    CREATE TABLE patient_tally (home_id TEXT PRIMARY KEY, patients INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
};
