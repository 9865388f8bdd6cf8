import type { BundleBody, Write } from '@lianyi/schema/documents/bundle';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Draft, KnownDispense } from '../draft.ts';
import { alert } from './alert.ts';

/** A stop that did not know of a dispense is told to people: the drug has left. Stopping the rest knowingly is not. */
export function afterStop(write: Extract<Write, { op: 'change' }>, body: BundleBody, author: Author, draft: Draft): readonly string[] {
  const prescription = draft.document(write.id)?.document;
  if (prescription?.kind !== 'prescription' || prescription.stopped === null) return [];
  if (!write.changes.some((change) => change.unit === 'stopped' && change.after !== null)) return [];
  if (draft.dispensesOf(prescription.id).every((dispense) => isKnownTo(body, dispense))) return [];

  const { reason, signature } = prescription.stopped;
  const dispensed = prescription.order.items
    .map((item) => ({ itemNo: item.itemNo, quantity: draft.dispensed(prescription.id, item.itemNo) }))
    .filter((item) => item.quantity > 0);
  const review = alert('stoppedAfterDispense', prescription, [prescription.id], {
    kept: { dispensed },
    losing: { reason, by: signature.by, at: signature.at },
  }, author, draft);
  draft.put(review, author.bundleId);
  return [review.id];
}

/** The device made the dispense itself, or had applied its bundle when it saved. */
function isKnownTo(body: BundleBody, dispense: KnownDispense): boolean {
  return dispense.deviceId === body.deviceId || Object.entries(dispense.numbers).some(([scope, number]) => (body.cursors[scope] ?? 0) >= number);
}
