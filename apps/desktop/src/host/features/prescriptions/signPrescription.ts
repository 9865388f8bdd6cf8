import { localClockTime } from '@lianyi/schema/basics/dates';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import { isAnswered, stopsSigning } from '@lianyi/schema/rules/clinicalAlert';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import type { FieldError } from '../../chart/views.ts';
import { signatureOf, signBlockers, signingWrites } from '../../chart/visitSigning.ts';
import type { Actor, NewWrite, Reader, Replica } from '../../replica/replica.ts';
import type { Checking } from './checkOrder.ts';
import { checkOrder } from './checkOrder.ts';
import { draftOf, newPrescription, orderErrors, orderOf } from './draftOrder.ts';
import type { OrderDraft } from './inputs.ts';
import type { CheckResult } from './views.ts';

export type SignResult = { ok: true; prescriptionId: string; savedAt: string } | { ok: false; errors: readonly FieldError[]; alerts: CheckResult['alerts'] };

type Refusal = { readonly errors: readonly FieldError[]; readonly alerts: CheckResult['alerts'] } | { readonly signed: Prescription };

/**
 * Signs a visit and its prescription in one bundle. Everything is checked again inside the transaction: errors at
 * fields, and alerts that stop signing until a written reason answers them, where the law allows one. What was signed
 * is the whole order as one unit. Pressed twice it is signed once.
 */
export function signPrescription(replica: Replica, actor: Actor, checking: Omit<Checking, 'read'>, encounterId: string, draft: OrderDraft): SignResult {
  const { now } = checking;
  let prescriptionId = '';
  const saved = replica.save<Refusal>('prescriptions.sign', actor, (read) => {
    const refuse = (errors: readonly FieldError[], alerts: CheckResult['alerts'] = []): { refusal: Refusal } => ({ refusal: { errors, alerts } });
    const encounter = read.document('encounter', encounterId);
    if (!encounter) return refuse([{ field: '', code: 'notFound' }]);
    const signed = signedTogether(read, encounter, actor);
    if (signed) return { refusal: { signed } };

    const { items, result } = checkOrder({ ...checking, read }, encounter, draft);
    const errors = [...signBlockers(encounter), ...(items.length === 0 ? [{ field: 'items', code: 'required' }] : []), ...orderErrors(draft, items)];
    const unanswered = result.alerts.filter((alert) => stopsSigning(alert) && !isAnswered(alert, draft.overrides));
    if (unanswered.length > 0) errors.push({ field: 'order', code: 'alertsUnanswered', values: { count: unanswered.length } });
    if (errors.length > 0) return refuse(errors, result.alerts);

    // Reasons for alerts that are no longer there are not part of what is signed.
    const overrides = draft.overrides.filter(({ ruleId }) => result.alerts.some((alert) => alert.ruleId === ruleId));
    const signature = signatureOf(actor, localClockTime(now));
    const order = orderOf({ ...draft, overrides }, items, now, signature);
    const known = draftOf(read, encounterId);
    const prescription = known ?? newPrescription(read, actor, encounter, order, now);
    prescriptionId = prescription.id;
    const write: NewWrite = known
      ? { op: 'change', kind: 'prescription', id: known.id, changes: [{ unit: 'order', before: known.order, after: order }] }
      : { op: 'create', document: prescription };
    return { writes: [...signingWrites(read, encounter, signature), write] };
  });
  if (saved.ok) return { ok: true, prescriptionId, savedAt: saved.savedAt };
  if ('failure' in saved) return { ok: false, errors: errorsOfFailure(saved.failure), alerts: [] };
  const { refusal } = saved;
  if (!('signed' in refusal)) return { ok: false, ...refusal };
  return { ok: true, prescriptionId: refusal.signed.id, savedAt: refusal.signed.order.signature?.at ?? localClockTime(now) };
}

/** The prescription that this person signed together with the visit: signing was pressed a second time. */
function signedTogether(read: Reader, encounter: Encounter, actor: Actor): Prescription | undefined {
  const { progress } = encounter;
  if (progress.state !== 'signed' || progress.signature.by !== actor.personId) return undefined;
  const row = read.get<{ id: string }>("SELECT id FROM prescription_index WHERE encounter_id = ? AND state = 'signed' AND signed_at = ? LIMIT 1", encounter.id, progress.signature.at);
  return row && read.document('prescription', row.id);
}
