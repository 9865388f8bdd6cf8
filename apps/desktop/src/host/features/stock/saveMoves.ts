import type { StockMove } from '@lianyi/schema/documents/stock';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import type { FieldError } from '../../chart/views.ts';
import type { Actor, NewWrite, Reader, Replica } from '../../replica/replica.ts';
import { writtenJustNow } from './moves.ts';
import type { StockResult } from './views.ts';

type Refusal = { readonly errors: readonly FieldError[] } | { readonly writtenAt: string };

/** What a form comes to: its moves, and what is wrong with it. */
export interface DecidedMoves {
  readonly moves: readonly StockMove[];
  readonly errors: readonly FieldError[];
  /** What goes with the moves in the same save. */
  readonly settled?: readonly NewWrite[];
}

/** Saves the moves that a form comes to, all or none; the same form pressed twice is written once. */
export function saveMoves(replica: Replica, action: string, actor: Actor, now: Date, decide: (read: Reader) => DecidedMoves): StockResult {
  let count = 0;
  const saved = replica.save<Refusal>(action, actor, (read) => {
    const { moves, errors, settled = [] } = decide(read);
    count = moves.length;
    // A second press finds its own moves, and a count then knows another balance than its form: it has been done.
    const writtenAt = errors.every(({ code }) => code === 'stale') ? writtenJustNow(read, moves, now) : null;
    if (writtenAt !== null) return { refusal: { writtenAt } };
    return errors.length > 0 ? { refusal: { errors } } : { writes: [...moves.map((document) => ({ op: 'create' as const, document })), ...settled] };
  });
  if (saved.ok) return { ok: true, savedAt: saved.savedAt, moves: count };
  if ('failure' in saved) return { ok: false, errors: errorsOfFailure(saved.failure) };
  return 'writtenAt' in saved.refusal ? { ok: true, savedAt: saved.refusal.writtenAt, moves: count } : { ok: false, errors: saved.refusal.errors };
}
