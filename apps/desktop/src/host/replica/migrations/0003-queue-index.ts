import type { Migration } from './migration.ts';

export const queueIndex: Migration = {
  number: 3,
  name: 'queue-index',
  sql: `
    CREATE TABLE queue_index (
      id TEXT PRIMARY KEY,
      org_id TEXT NOT NULL,
      day TEXT NOT NULL,
      number INTEGER NOT NULL,
      patient_id TEXT NOT NULL,
      -- I, II, III, IV: the texts sort as the levels do
      triage TEXT NOT NULL,
      arrived_at TEXT NOT NULL,
      -- waiting, inVisit, done or left
      state TEXT NOT NULL,
      encounter_id TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX queue_index_by_day ON queue_index (org_id, day, number);
    CREATE INDEX queue_index_by_patient ON queue_index (patient_id, day);
  `,
};
