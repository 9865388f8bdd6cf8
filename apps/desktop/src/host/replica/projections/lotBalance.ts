import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Lot, StockMove } from '@lianyi/schema/documents/stock';
import type { Projection, Writer } from './projection.ts';

/** `lot_balance`: what each lot holds, as the sum of its moves. `stock_move_index`: the moves it is the sum of. */
export const lotBalance: Projection = {
  name: 'lotBalance',
  kinds: ['stockMove'],
  tables: ['lot_balance', 'stock_move_index'],
  apply(write: Writer, before: AnyDocument | null, after: AnyDocument | null): void {
    if (before?.kind === 'stockMove') remove(write, before);
    if (after?.kind === 'stockMove') add(write, after);
  },
};

function add(write: Writer, move: StockMove): void {
  const { lot, moved } = move;
  write.run(
    `INSERT INTO stock_move_index (id, owner_id, product_id, lot_number, expiry, quantity, reason, dispense_id, shelf, pack_cost_fen, moved_at, day, moved_by)
     VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`,
    move.id, lot.ownerId, lot.productId, lot.lotNumber, lot.expiry, move.quantity, move.reason, move.dispenseId, move.shelf, move.packCostFen,
    moved.at, moved.at.slice(0, 10), moved.by,
  );
  // The common road adds up; of shelf and cost the latest stands, whatever the order of arrival.
  write.run(
    `INSERT INTO lot_balance (owner_id, product_id, expiry, lot_number, quantity, moves, shelf, shelf_at, pack_cost_fen, pack_cost_at)
     VALUES (?,?,?,?,?,1,?,?,?,?)
     ON CONFLICT DO UPDATE SET
       quantity = quantity + excluded.quantity,
       moves = moves + 1,
       shelf = iif((excluded.shelf_at, excluded.shelf) > (shelf_at, shelf), excluded.shelf, shelf),
       shelf_at = max(excluded.shelf_at, shelf_at),
       pack_cost_fen = iif((excluded.pack_cost_at, excluded.pack_cost_fen) > (pack_cost_at, ifnull(pack_cost_fen, -1)), excluded.pack_cost_fen, pack_cost_fen),
       pack_cost_at = max(excluded.pack_cost_at, pack_cost_at)`,
    lot.ownerId, lot.productId, lot.expiry, lot.lotNumber, move.quantity,
    move.shelf, move.shelf === '' ? '' : instant(moved.at),
    move.packCostFen, move.packCostFen === null ? '' : instant(moved.at),
  );
}

/** A move that leaves this PC: rare, so the lot is added up again from the moves that stay. */
function remove(write: Writer, move: StockMove): void {
  const { lot } = move;
  write.run('DELETE FROM stock_move_index WHERE id = ?', move.id);
  const key = [lot.ownerId, lot.productId, lot.expiry, lot.lotNumber] as const;
  write.run('DELETE FROM lot_balance WHERE owner_id = ? AND product_id = ? AND expiry = ? AND lot_number = ?', ...key);
  const rest = write.all<MoveRow>(
    `SELECT quantity, shelf, pack_cost_fen, moved_at FROM stock_move_index
      WHERE owner_id = ? AND product_id = ? AND expiry = ? AND lot_number = ?`,
    ...key,
  );
  if (rest.length > 0) insertSum(write, lot, rest);
}

interface MoveRow {
  readonly quantity: number;
  readonly shelf: string;
  readonly pack_cost_fen: number | null;
  readonly moved_at: string;
}

function insertSum(write: Writer, lot: Lot, rows: readonly MoveRow[]): void {
  let quantity = 0;
  let shelf = { at: '', value: '' };
  let cost: { at: string; value: number | null } = { at: '', value: null };
  for (const row of rows) {
    quantity += row.quantity;
    const at = instant(row.moved_at);
    if (row.shelf !== '' && (at > shelf.at || (at === shelf.at && row.shelf > shelf.value))) shelf = { at, value: row.shelf };
    if (row.pack_cost_fen !== null && (at > cost.at || (at === cost.at && row.pack_cost_fen > (cost.value ?? -1)))) cost = { at, value: row.pack_cost_fen };
  }
  write.run(
    `INSERT INTO lot_balance (owner_id, product_id, expiry, lot_number, quantity, moves, shelf, shelf_at, pack_cost_fen, pack_cost_at)
     VALUES (?,?,?,?,?,?,?,?,?,?)`,
    lot.ownerId, lot.productId, lot.expiry, lot.lotNumber, quantity, rows.length, shelf.value, shelf.at, cost.value, cost.at,
  );
}

/** Clocks carry their offset: as an instant in UTC two of them compare as texts. */
const instant = (clockTime: string): string => new Date(clockTime).toISOString();
