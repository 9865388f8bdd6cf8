import type { Migration } from './migration.ts';

export const encounterIndex: Migration = {
  number: 10,
  name: 'encounter-index',
  sql: `
    CREATE TABLE encounter_index (
      id TEXT PRIMARY KEY,
      patient_id TEXT NOT NULL,
      home_id TEXT NOT NULL,
      org_id TEXT NOT NULL,
      practitioner_id TEXT NOT NULL,
      started_at TEXT NOT NULL,
      -- The local day of the PC that opened it, YYYY-MM-DD.
      day TEXT NOT NULL,
      visit_number TEXT NOT NULL,
      -- draft, signed or enteredInError
      state TEXT NOT NULL,
      signed_at TEXT,
      -- The first diagnosis; empty texts when there is none.
      main_system TEXT NOT NULL,
      main_code TEXT NOT NULL,
      main_text TEXT NOT NULL,
      systolic INTEGER,
      diastolic INTEGER,
      glucose_mmol_l REAL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX encounter_index_by_patient ON encounter_index (patient_id, started_at);
    CREATE INDEX encounter_index_by_day ON encounter_index (org_id, day);

    -- One row for each diagnosis of a visit, for ranking a clinic's own use.
    CREATE TABLE encounter_diagnosis (
      encounter_id TEXT NOT NULL,
      ordinal INTEGER NOT NULL,
      org_id TEXT NOT NULL,
      day TEXT NOT NULL,
      system TEXT NOT NULL,
      code TEXT NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (encounter_id, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX encounter_diagnosis_by_day ON encounter_diagnosis (org_id, day, system, code, text);
  `,
};
