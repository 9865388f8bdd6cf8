import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { StockMove } from '@lianyi/schema/documents/stock';
import type { NewWrite, Reader } from '../../replica/replica.ts';

/** The open reviews of a lot that ask for a count are seen by whoever counts it: the book agrees with the shelf again. */
export function settledByCount(read: Reader, counts: readonly StockMove[]): readonly NewWrite[] {
  return read.all<{ id: string }>("SELECT id FROM review_index WHERE state = 'open' AND reason IN ('negativeBalance', 'countAgain')").flatMap(({ id }): readonly NewWrite[] => {
    const review = read.document('review', id);
    const count = review && counts.find(({ lot }) => isSameJson(lot, lotOf(review.losing.value)));
    if (!review || !count) return [];
    const after = { choice: 'seen', saw: review.losing.value, reason: `盘点实数 ${count.count?.counted ?? 0}`, signature: count.moved };
    return [{ op: 'change', kind: 'review', id, changes: [{ unit: 'resolution', before: null, after }] }];
  });
}

const lotOf = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'lot' in value ? value.lot : null);
