import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Draft } from '../draft.ts';
import { afterDispense } from './afterDispense.ts';
import { afterStockMove } from './afterStockMove.ts';
import { afterStop } from './afterStop.ts';
import { reopenUnseen } from './reopenUnseen.ts';

/**
 * What a bundle does beyond its documents: balances and quantities move, and what only the county can see (a lot below
 * zero, more dispensed than ordered, a stop that met a dispense, a count beside another) becomes a review.
 * @returns the ids of the reviews it opened
 */
export function raiseAlerts(body: BundleBody, author: Author, draft: Draft): readonly string[] {
  return body.writes.flatMap((write) => {
    if (write.op === 'create') {
      const document = draft.document(write.document.id);
      // A repeated creation has had its effects.
      if (document?.createdBy !== author.bundleId) return [];
      if (document.document.kind === 'stockMove') return afterStockMove(document.document, author, draft);
      if (document.document.kind === 'dispense') return afterDispense(document.document, author, draft);
      return [];
    }
    if (write.kind === 'prescription') return afterStop(write, body, author, draft);
    if (write.kind === 'review') return reopenUnseen(write, author, draft);
    return [];
  });
}
