import type { Migration } from './migration.ts';

/** Who looked at whose record on this PC, until a bundle for the county's audit holds it. */
export const chartRead: Migration = {
  number: 89,
  name: 'chart-read',
  sql: `
    CREATE TABLE chart_read (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      person_id TEXT NOT NULL,
      patient_id TEXT NOT NULL,
      page TEXT NOT NULL,
      at TEXT NOT NULL
    );
    CREATE INDEX chart_read_person ON chart_read (person_id, number);
  `,
};
