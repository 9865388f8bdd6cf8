import type { Migration } from './migration.ts';

export const prescriptionIndex: Migration = {
  number: 11,
  name: 'prescription-index',
  sql: `
    CREATE TABLE prescription_index (
      id TEXT PRIMARY KEY,
      number TEXT NOT NULL,
      patient_id TEXT NOT NULL,
      home_id TEXT NOT NULL,
      org_id TEXT NOT NULL,
      encounter_id TEXT NOT NULL,
      created_at TEXT NOT NULL,
      day TEXT NOT NULL,
      -- draft or signed
      state TEXT NOT NULL,
      type TEXT NOT NULL,
      signed_by TEXT,
      signed_at TEXT,
      valid_until TEXT NOT NULL,
      stopped_at TEXT,
      item_count INTEGER NOT NULL,
      amount_fen INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX prescription_index_by_patient ON prescription_index (patient_id, created_at);
    CREATE INDEX prescription_index_by_encounter ON prescription_index (encounter_id);
    CREATE INDEX prescription_index_by_day ON prescription_index (org_id, day);

    CREATE TABLE prescription_item_index (
      prescription_id TEXT NOT NULL,
      item_no INTEGER NOT NULL,
      product_id TEXT NOT NULL,
      days INTEGER NOT NULL,
      -- Dispensing units ordered.
      quantity INTEGER NOT NULL,
      PRIMARY KEY (prescription_id, item_no)
    ) STRICT, WITHOUT ROWID;
  `,
};
