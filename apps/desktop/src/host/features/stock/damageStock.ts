import { tidyText } from '@lianyi/schema/basics/text';
import { knownUnits } from '../../chart/shelf.ts';
import type { FieldError } from '../../chart/views.ts';
import type { Actor, Replica } from '../../replica/replica.ts';
import type { LotDraft } from './lotLines.ts';
import { isTypedLot, lotOf, ownerErrors, unitsProblem } from './lotLines.ts';
import { newMove } from './moves.ts';
import { saveMoves } from './saveMoves.ts';
import type { StockResult } from './views.ts';

export interface Damage extends LotDraft {
  readonly ownerId: string;
  readonly quantity: number | null;
  readonly note: string;
}

/** Takes broken, wet or expired units off the shelf, with the reason; not more than this PC knows the lot to hold. */
export function damageStock(replica: Replica, actor: Actor, damage: Damage, now: Date): StockResult {
  return saveMoves(replica, 'stock.damage', actor, now, (read) => {
    const typed = lotOf(read, damage.ownerId, damage, (name) => name);
    const note = tidyText(damage.note);
    const errors: FieldError[] = [...ownerErrors(read, replica.identity.orgId, damage.ownerId), ...(isTypedLot(typed) ? [] : typed)];
    const problem = damage.quantity === null ? 'required' : unitsProblem(damage.quantity, 1);
    if (problem !== null) errors.push({ field: 'quantity', code: problem });
    if (note === '') errors.push({ field: 'note', code: 'required' });
    if (note.length > 200) errors.push({ field: 'note', code: 'tooLong', values: { max: 200, length: note.length } });
    if (errors.length > 0 || !isTypedLot(typed) || damage.quantity === null) return { errors, moves: [] };
    const { lot } = typed;
    const known = knownUnits(read, lot.ownerId, lot.productId, lot.lotNumber, lot.expiry);
    const move = { ...newMove(lot, -damage.quantity, 'damage', actor, now), note };
    return { moves: [move], errors: damage.quantity > known ? [{ field: 'quantity', code: 'moreThanKnown', values: { known, wanted: damage.quantity } }] : [] };
  });
}
