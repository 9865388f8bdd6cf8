import type { Migration } from './migration.ts';

export const dispenseIndex: Migration = {
  number: 12,
  name: 'dispense-index',
  sql: `
    CREATE TABLE dispense_index (
      id TEXT PRIMARY KEY,
      prescription_id TEXT NOT NULL,
      encounter_id TEXT NOT NULL,
      patient_id TEXT NOT NULL,
      home_id TEXT NOT NULL,
      -- Whose stock it was, and who handed it out.
      owner_id TEXT NOT NULL,
      org_id TEXT NOT NULL,
      dispensed_by TEXT NOT NULL,
      dispensed_at TEXT NOT NULL,
      day TEXT NOT NULL,
      amount_fen INTEGER NOT NULL,
      -- insurance, cash or scan
      payment TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX dispense_index_by_prescription ON dispense_index (prescription_id);
    CREATE INDEX dispense_index_by_patient ON dispense_index (patient_id, dispensed_at);
    CREATE INDEX dispense_index_by_day ON dispense_index (org_id, day);

    CREATE TABLE dispense_line_index (
      dispense_id TEXT NOT NULL,
      line_no INTEGER NOT NULL,
      prescription_id TEXT NOT NULL,
      item_no INTEGER NOT NULL,
      product_id TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      PRIMARY KEY (dispense_id, line_no)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX dispense_line_index_by_item ON dispense_line_index (prescription_id, item_no, quantity);
  `,
};
