import type { Migration } from './migration.ts';

/** Documents of which the county has more than this version of the app sees: fetched again after an upgrade. */
export const lowered: Migration = {
  number: 60,
  name: 'lowered',
  sql: `
    -- As the county put it into each scope: \`number\` is where the log is read again from.
    CREATE TABLE lowered (
      document_id TEXT NOT NULL,
      scope TEXT NOT NULL,
      number INTEGER NOT NULL,
      PRIMARY KEY (document_id, scope)
    ) WITHOUT ROWID;

    -- What is parked of a patient is told in the chart.
    CREATE INDEX parked_patient ON parked (json_extract(body, '$.patientId'));
  `,
};
