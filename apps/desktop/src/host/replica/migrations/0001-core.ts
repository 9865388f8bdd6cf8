import type { Migration } from './migration.ts';

/** Documents, memberships, the outbox with its overlays and receipts, cursors, and what is parked. */
export const core: Migration = {
  number: 1,
  name: 'core',
  sql: `
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE document (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      version INTEGER NOT NULL,
      -- The county's revision and content hash that were last received; 0 and NULL until the county has it.
      revision INTEGER NOT NULL DEFAULT 0,
      hash BLOB,
      -- Membership has ended, and only unsettled bundles keep the content here.
      evict_due INTEGER NOT NULL DEFAULT 0,
      -- Long texts last: what lies behind them is slow to read. The county's body where it differs from what is shown; NULL where it does not, and at revision 0.
      base TEXT,
      -- What this PC shows: the base with its own unsettled bundles on top. NULL when all that is known is parked.
      shown TEXT
    );
    CREATE INDEX document_kind ON document (kind, id);
    CREATE INDEX document_open_review ON document (json_extract(shown, '$.about.id'))
      WHERE kind = 'review' AND shown IS NOT NULL AND json_extract(shown, '$.resolution') IS NULL;

    CREATE TABLE scope (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE membership (
      document INTEGER NOT NULL REFERENCES document (number),
      scope INTEGER NOT NULL REFERENCES scope (number),
      PRIMARY KEY (document, scope)
    ) WITHOUT ROWID;
    CREATE TABLE cursor (scope TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;

    CREATE TABLE bundle (
      save_number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      lane TEXT NOT NULL CHECK (lane IN ('routine', 'urgent')),
      link_number INTEGER NOT NULL,
      link_previous TEXT,
      link_hash TEXT NOT NULL,
      body_hash TEXT NOT NULL,
      signature TEXT NOT NULL,
      action TEXT NOT NULL,
      saved_at TEXT NOT NULL,
      -- waiting: this PC does not know the county to hold it.
      state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'held')),
      outcome TEXT,
      receipt TEXT,
      -- Numbers of followed scopes that the cursors must reach before the overlay goes; NULL when nothing is awaited.
      settles_at TEXT,
      body TEXT NOT NULL,
      UNIQUE (lane, link_number)
    );
    CREATE INDEX bundle_waiting ON bundle (save_number, action, saved_at) WHERE state = 'waiting';
    CREATE INDEX bundle_settling ON bundle (save_number) WHERE settles_at IS NOT NULL;
    CREATE INDEX bundle_quarantined ON bundle (save_number) WHERE outcome = 'quarantined';

    CREATE TABLE overlay (
      document_id TEXT NOT NULL,
      save_number INTEGER NOT NULL REFERENCES bundle (save_number),
      PRIMARY KEY (document_id, save_number)
    ) WITHOUT ROWID;
    CREATE INDEX overlay_save ON overlay (save_number);

    -- The own bundle, not yet known to be accepted, that made a document (unit '') or last changed a unit of it.
    CREATE TABLE maker (
      document_id TEXT NOT NULL,
      unit TEXT NOT NULL,
      save_number INTEGER NOT NULL REFERENCES bundle (save_number),
      PRIMARY KEY (document_id, unit)
    ) WITHOUT ROWID;
    CREATE INDEX maker_save ON maker (save_number);

    CREATE TABLE parked (
      document_id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      version INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      hash BLOB NOT NULL,
      body TEXT NOT NULL,
      reason TEXT NOT NULL CHECK (reason IN ('unknownKind', 'newerVersion', 'invalid'))
    ) WITHOUT ROWID;

    -- Puts whose content did not match its hash, or did not come: asked for again from before that number.
    CREATE TABLE refetch (scope TEXT NOT NULL, number INTEGER NOT NULL, document_id TEXT NOT NULL, PRIMARY KEY (scope, document_id)) WITHOUT ROWID;
  `,
};
