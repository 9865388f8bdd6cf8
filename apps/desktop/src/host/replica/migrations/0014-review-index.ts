import type { Migration } from './migration.ts';

export const reviewIndex: Migration = {
  number: 14,
  name: 'review-index',
  sql: `
    CREATE TABLE review_index (
      id TEXT PRIMARY KEY,
      reason TEXT NOT NULL,
      -- open or resolved
      state TEXT NOT NULL,
      patient_id TEXT,
      about_kind TEXT NOT NULL,
      about_id TEXT NOT NULL,
      about_unit TEXT,
      opened_at TEXT NOT NULL,
      resolved_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX review_index_by_state ON review_index (state, opened_at);
    CREATE INDEX review_index_by_patient ON review_index (patient_id, state);
    CREATE INDEX review_index_by_document ON review_index (about_id, about_unit, state);
  `,
};
