import { localDay } from '@lianyi/schema/basics/dates';
import { tidyText } from '@lianyi/schema/basics/text';
import type { StockMove } from '@lianyi/schema/documents/stock';
import { expiryProblem } from '@lianyi/schema/rules/receivedStock';
import { knownUnits } from '../../chart/shelf.ts';
import type { FieldError } from '../../chart/views.ts';
import type { Actor, Reader, Replica } from '../../replica/replica.ts';
import type { LotDraft, TypedLot } from './lotLines.ts';
import { isTypedLot, lotOf, ownerErrors, repeatedLots, unitsProblem } from './lotLines.ts';
import { newMove } from './moves.ts';
import { saveMoves } from './saveMoves.ts';
import { settledByCount } from './settledByCount.ts';
import type { StockResult } from './views.ts';

export interface CountLine extends LotDraft {
  readonly counted: number | null;
  /** What the form showed as known when it was counted. */
  readonly known: number;
}

export interface Count {
  readonly ownerId: string;
  readonly note: string;
  readonly lines: readonly CountLine[];
}

/**
 * Counts a shelf: of each lot the difference from what this PC knows becomes a move that names both, also when it is
 * none. A lot that moved since the form was opened is refused as stale: two counts never add up.
 * @param maySettle the person may resolve reviews: those that ask for this count are settled with it
 */
export function countStock(replica: Replica, actor: Actor, count: Count, now: Date, maySettle: boolean): StockResult {
  return saveMoves(replica, 'stock.count', actor, now, (read) => {
    const lots = count.lines.map((line, at) => lotOf(read, count.ownerId, line, (name) => `lines.${at}.${name}`));
    const errors = [
      ...ownerErrors(read, replica.identity.orgId, count.ownerId),
      ...(count.note.length > 200 ? [{ field: 'note', code: 'tooLong', values: { max: 200, length: count.note.length } }] : []),
      ...count.lines.flatMap((line, at) => lineErrors(read, line, lots[at] ?? [], at, localDay(now))),
      ...repeatedLots(lots),
    ];
    const moves = count.lines.flatMap((line, at) => moveOf(count, line, lots[at] ?? [], actor, now));
    return { errors, moves, settled: maySettle ? settledByCount(read, moves) : [] };
  });
}

function lineErrors(read: Reader, line: CountLine, typed: TypedLot | readonly FieldError[], at: number, today: string): readonly FieldError[] {
  if (!isTypedLot(typed)) return typed;
  // A lot that the book has is counted whatever was once written on it.
  const far = line.known === 0 ? expiryProblem(typed.lot.expiry, today) : null;
  if (far?.code === 'tooFar') return [{ field: `lines.${at}.expiry`, ...far }];
  const field = `lines.${at}.counted`;
  if (line.counted === null) return [{ field, code: 'required' }];
  const problem = unitsProblem(line.counted, 0);
  if (problem !== null) return [{ field, code: problem }];
  const { ownerId, productId, lotNumber, expiry } = typed.lot;
  const known = knownUnits(read, ownerId, productId, lotNumber, expiry);
  return known === line.known ? [] : [{ field, code: 'stale', values: { known, was: line.known } }];
}

function moveOf(count: Count, { counted, known }: CountLine, typed: TypedLot | readonly FieldError[], actor: Actor, now: Date): readonly StockMove[] {
  if (!isTypedLot(typed) || counted === null) return [];
  return [{ ...newMove(typed.lot, counted - known, 'count', actor, now), count: { counted, known }, note: tidyText(count.note) }];
}
