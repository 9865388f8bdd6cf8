import { localClockTime } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import type { Lot, StockMove } from '@lianyi/schema/documents/stock';
import { staffName } from '../../chart/names.ts';
import { signatureOf } from '../../chart/visitSigning.ts';
import type { Actor, Reader } from '../../replica/replica.ts';
import type { StockMoveRow } from './views.ts';

/** A new move of a lot by this person, now. */
export function newMove(lot: Lot, quantity: number, reason: StockMove['reason'], actor: Actor, now: Date): StockMove {
  return {
    id: newId(now.getTime()), kind: 'stockMove', lot, quantity, reason, dispenseId: null, count: null, packCostFen: null, shelf: '', supplier: '', note: '',
    moved: signatureOf(actor, localClockTime(now)),
  };
}

/** Seconds within which the very same moves by the same person are a button pressed twice, not two deliveries. */
const doublePressSeconds = 10;

/** When this person wrote just these moves a moment ago, if so. */
export function writtenJustNow(read: Reader, moves: readonly StockMove[], now: Date): string | null {
  let writtenAt: string | null = null;
  const since = now.getTime() - doublePressSeconds * 1000;
  for (const { lot, quantity, reason, moved } of moves) {
    const row = read.get<{ moved_at: string }>(
      `SELECT moved_at FROM stock_move_index WHERE owner_id = ? AND product_id = ? AND lot_number = ? AND expiry = ? AND reason = ? AND quantity = ? AND moved_by = ?
        ORDER BY moved_at DESC LIMIT 1`,
      lot.ownerId, lot.productId, lot.lotNumber, lot.expiry, reason, quantity, moved.by,
    );
    if (!row || Date.parse(row.moved_at) < since || Date.parse(row.moved_at) > now.getTime()) return null;
    writtenAt = row.moved_at;
  }
  return writtenAt;
}

/** The moves of an owner's product, newest first. */
export function stockMoves(read: Reader, ownerId: string, productId: string, limit = 200): readonly StockMoveRow[] {
  const product = read.document('product', productId);
  const rows = read.all<{ id: string }>('SELECT id FROM stock_move_index WHERE owner_id = ? AND product_id = ? ORDER BY moved_at DESC, id DESC LIMIT ?', ownerId, productId, limit);
  return rows.flatMap(({ id }) => {
    const move = read.document('stockMove', id);
    if (!move) return [];
    return [{
      at: move.moved.at, reason: move.reason, productName: product?.name ?? '', lotNumber: move.lot.lotNumber, quantity: move.quantity, unit: product?.unit ?? '',
      by: staffName(read, move.moved.by), note: [move.supplier, move.note].filter((part) => part !== '').join('；'),
    }];
  });
}
