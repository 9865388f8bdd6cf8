import type { Migration } from './migration.ts';

export const lotBalance: Migration = {
  number: 13,
  name: 'lot-balance',
  sql: `
    -- A lot's balance is the sum of its moves, in dispensing units; below zero only by merging.
    CREATE TABLE lot_balance (
      owner_id TEXT NOT NULL,
      product_id TEXT NOT NULL,
      lot_number TEXT NOT NULL,
      expiry TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      moves INTEGER NOT NULL,
      -- The latest shelf and pack cost that a move named, and when by that PC's clock.
      shelf TEXT NOT NULL,
      shelf_at TEXT NOT NULL,
      pack_cost_fen INTEGER,
      pack_cost_at TEXT NOT NULL,
      PRIMARY KEY (owner_id, product_id, expiry, lot_number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE stock_move_index (
      id TEXT PRIMARY KEY,
      owner_id TEXT NOT NULL,
      product_id TEXT NOT NULL,
      lot_number TEXT NOT NULL,
      expiry TEXT NOT NULL,
      quantity INTEGER NOT NULL,
      -- opening, receipt, dispense, count, damage or return
      reason TEXT NOT NULL,
      dispense_id TEXT,
      shelf TEXT NOT NULL,
      pack_cost_fen INTEGER,
      moved_at TEXT NOT NULL,
      day TEXT NOT NULL,
      moved_by TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stock_move_index_by_product ON stock_move_index (owner_id, product_id, moved_at);
    CREATE INDEX stock_move_index_by_reason ON stock_move_index (owner_id, reason, day, product_id, quantity);
  `,
};
