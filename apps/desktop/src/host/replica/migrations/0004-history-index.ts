import type { Migration } from './migration.ts';

export const historyIndex: Migration = {
  number: 4,
  name: 'history-index',
  sql: `
    -- The day is empty where the source gave none.
    CREATE TABLE history_index (
      patient_id TEXT NOT NULL,
      day TEXT NOT NULL,
      id TEXT NOT NULL,
      category TEXT NOT NULL,
      PRIMARY KEY (patient_id, day, id)
    ) STRICT, WITHOUT ROWID;
  `,
};
