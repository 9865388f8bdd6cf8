import type { DocumentOf } from '@lianyi/schema/documents/kinds';
import type { Author } from '@lianyi/schema/merge/policy';
import type { Draft } from '../draft.ts';
import { alert } from './alert.ts';

/** Counts what has left. A dispense is a fact and stands: too much of it, or after a stop, is told to people. */
export function afterDispense(dispense: DocumentOf<'dispense'>, author: Author, draft: Draft): readonly string[] {
  const prescription = draft.document(dispense.prescriptionId)?.document;
  const opened: string[] = [];
  const quantities = new Map<number, number>();
  for (const line of dispense.lines) quantities.set(line.itemNo, (quantities.get(line.itemNo) ?? 0) + line.quantity);

  for (const [itemNo, quantity] of quantities) {
    const before = draft.dispensed(dispense.prescriptionId, itemNo);
    draft.addDispensed(dispense.prescriptionId, itemNo, quantity);
    if (prescription?.kind !== 'prescription') continue;
    const ordered = prescription.order.items.find((item) => item.itemNo === itemNo)?.quantity ?? 0;
    if (before + quantity <= ordered) continue;
    const review = alert('overDispensed', prescription, [prescription.id, itemNo], {
      kept: { itemNo, ordered, dispensed: before },
      losing: { itemNo, ordered, dispensed: before + quantity, dispenseId: dispense.id },
    }, author, draft);
    draft.put(review, author.bundleId);
    opened.push(review.id);
  }

  if (prescription?.kind === 'prescription' && prescription.stopped !== null) {
    const { reason, signature } = prescription.stopped;
    const review = alert('stoppedAfterDispense', prescription, [prescription.id], {
      kept: { dispensed: [...quantities].map(([itemNo, quantity]) => ({ itemNo, quantity })) },
      losing: { reason, by: signature.by, at: signature.at },
    }, author, draft);
    draft.put(review, author.bundleId);
    opened.push(review.id);
  }
  return opened;
}
