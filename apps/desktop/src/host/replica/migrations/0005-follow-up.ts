import type { Migration } from './migration.ts';

export const followUp: Migration = {
  number: 5,
  name: 'follow-up',
  sql: `
    -- What each visit measured for the programmes of follow-up; entered in error is not here.
    CREATE TABLE programme_visit (
      encounter_id TEXT PRIMARY KEY,
      patient_id TEXT NOT NULL,
      day TEXT NOT NULL,
      systolic INTEGER,
      diastolic INTEGER,
      glucose_mmol_l REAL,
      -- 1 where a diagnosis of the visit is chronic obstructive pulmonary disease (J44).
      is_copd INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX programme_visit_by_patient ON programme_visit (patient_id, day);

    -- Patients in a programme, and when each is due.
    CREATE TABLE follow_up (
      patient_id TEXT NOT NULL,
      programme TEXT NOT NULL,
      home_id TEXT NOT NULL,
      birth_date TEXT NOT NULL,
      since TEXT NOT NULL,
      due_on TEXT NOT NULL,
      last_on TEXT,
      systolic INTEGER,
      diastolic INTEGER,
      glucose_mmol_l REAL,
      -- 1, 0, or NULL where nothing can tell
      at_goal INTEGER,
      PRIMARY KEY (patient_id, programme)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX follow_up_by_due ON follow_up (due_on);
  `,
};
