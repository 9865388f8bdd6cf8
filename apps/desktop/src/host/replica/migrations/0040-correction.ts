import type { Migration } from './migration.ts';

/** Own bundles in quarantine that a later own bundle corrects, and overlays that lie where the corrected one's lay. */
export const correction: Migration = {
  number: 40,
  name: 'correction',
  sql: `
    CREATE TABLE correction (
      -- The corrected bundle, and the one that corrects it.
      save_number INTEGER PRIMARY KEY REFERENCES bundle (save_number),
      by_save_number INTEGER NOT NULL UNIQUE REFERENCES bundle (save_number),
      -- The save number of the first that was corrected: the correction lies on the documents where that one lay.
      place INTEGER NOT NULL
    );
    -- NULL: where its own save number says.
    ALTER TABLE overlay ADD COLUMN place INTEGER;
  `,
};
