import type { Migration } from './migration.ts';

/** What a restored county's new epoch leaves behind: receipts of the former one, and contents numbered by it. */
export const formerEpochs: Migration = {
  number: 50,
  name: 'former-epochs',
  sql: `
    -- Receipts of a history whose end the county has lost: still its word that it had the bundle.
    CREATE TABLE former_receipt (
      save_number INTEGER NOT NULL REFERENCES bundle (save_number),
      epoch TEXT NOT NULL,
      receipt TEXT NOT NULL,
      PRIMARY KEY (save_number, epoch)
    ) WITHOUT ROWID;
    -- Documents whose revision was counted by a former epoch: whatever the present one sends is newer.
    CREATE TABLE former_content (document_id TEXT PRIMARY KEY) WITHOUT ROWID;
  `,
};
