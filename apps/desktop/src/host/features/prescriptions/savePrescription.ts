import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import type { FieldError } from '../../chart/views.ts';
import type { Actor, Replica } from '../../replica/replica.ts';
import { draftOf, newPrescription, orderErrors, orderOf } from './draftOrder.ts';
import type { OrderDraft } from './inputs.ts';
import { resolveItem } from './orderItems.ts';

export type SaveResult = { ok: true; prescriptionId: string; savedAt: string } | { ok: false; errors: readonly FieldError[] };

/**
 * Keeps the draft of a visit's prescription on the disk. Saving the same again writes nothing; so does an empty order
 * of a visit that has none (its `prescriptionId` is then empty).
 */
export function savePrescription(replica: Replica, actor: Actor, encounterId: string, draft: OrderDraft, now: Date): SaveResult {
  let prescriptionId = '';
  const saved = replica.save<{ readonly errors: readonly FieldError[] } | 'asItIs'>('prescriptions.save', actor, (read) => {
    const encounter = read.document('encounter', encounterId);
    if (!encounter) return { refusal: { errors: [{ field: '', code: 'notFound' }] } };
    if (encounter.progress.state !== 'draft') return { refusal: { errors: [{ field: 'progress', code: 'signedAlready' }] } };
    const items = draft.items.map((item) => resolveItem(read, item));
    const errors = orderErrors(draft, items);
    if (errors.length > 0) return { refusal: { errors } };
    const order = orderOf(draft, items, now, null);
    const known = draftOf(read, encounterId);
    prescriptionId = known?.id ?? '';
    if (known ? isSameJson(known.order, order) : order.items.length === 0) return { refusal: 'asItIs' };
    if (known) return { writes: [{ op: 'change', kind: 'prescription', id: known.id, changes: [{ unit: 'order', before: known.order, after: order }] }] };
    const created = newPrescription(read, actor, encounter, order, now);
    prescriptionId = created.id;
    return { writes: [{ op: 'create', document: created }] };
  });
  if (saved.ok) return { ok: true, prescriptionId, savedAt: saved.savedAt };
  if ('failure' in saved) return { ok: false, errors: errorsOfFailure(saved.failure) };
  return saved.refusal === 'asItIs' ? { ok: true, prescriptionId, savedAt: localClockTime(now) } : { ok: false, errors: saved.refusal.errors };
}
