import type { Migration } from './migration.ts';

/** Records that are linked, found from either side. */
export const patientLink: Migration = {
  number: 41,
  name: 'patient-link',
  sql: `
    CREATE TABLE patient_link (
      patient_id TEXT NOT NULL,
      other_id TEXT NOT NULL,
      link_id TEXT NOT NULL,
      PRIMARY KEY (patient_id, other_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
