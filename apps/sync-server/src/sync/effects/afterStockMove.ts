import type { DocumentOf } from '@lianyi/schema/documents/kinds';
import type { Author } from '@lianyi/schema/merge/policy';
import { lotKey } from '../../store/stock.ts';
import type { Draft } from '../draft.ts';
import { alert } from './alert.ts';

/** Moves the lot's balance. Below zero is kept and flagged: each PC refused to go below what it knew. */
export function afterStockMove(move: DocumentOf<'stockMove'>, author: Author, draft: Draft): readonly string[] {
  const { lot } = move;
  const before = draft.balance(lot);
  const balance = before.quantity + move.quantity;
  const opened: string[] = [];

  // A count names what it knew; another PC's move or count that it did not know makes its difference wrong.
  if (move.count !== null && move.count.known !== before.quantity) {
    const review = alert('countAgain', move, [move.id], {
      kept: { lot, balance: before.quantity },
      losing: { lot, counted: move.count.counted, known: move.count.known },
    }, author, draft);
    draft.put(review, author.bundleId);
    opened.push(review.id);
  }

  let { negativeReviewId } = before;
  if (balance < 0 && move.quantity < 0 && (before.quantity >= 0 || !isOpen(negativeReviewId, draft))) {
    const review = alert('negativeBalance', move, [lotKey(lot)], {
      kept: { lot, balance: before.quantity },
      losing: { lot, quantity: move.quantity, balance },
    }, author, draft);
    draft.put(review, author.bundleId);
    opened.push(review.id);
    negativeReviewId = review.id;
  }
  draft.setBalance(lot, { quantity: balance, negativeReviewId });
  return opened;
}

function isOpen(reviewId: string | null, draft: Draft): boolean {
  const review = reviewId === null ? undefined : draft.document(reviewId)?.document;
  return review?.kind === 'review' && review.resolution === null;
}
