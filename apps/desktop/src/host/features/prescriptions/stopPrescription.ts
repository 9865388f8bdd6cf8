import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import { dispensedUnits, dispensingState } from '../../chart/dispensingState.ts';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import { laneOf } from '../../chart/urgency.ts';
import type { FieldError } from '../../chart/views.ts';
import { signatureOf } from '../../chart/visitSigning.ts';
import type { Actor, Reader, Replica } from '../../replica/replica.ts';

const dispensesOf = (read: Reader, prescriptionId: string): readonly { readonly id: string }[] =>
  read.all<{ id: string }>('SELECT id FROM dispense_index WHERE prescription_id = ?', prescriptionId);

export type StopResult = { ok: true; savedAt: string } | { ok: false; errors: readonly FieldError[] };

/** Stops what has not left yet of a signed prescription, with a reason. What has left wholly cannot be stopped. */
export function stopPrescription(replica: Replica, actor: Actor, prescriptionId: string, typedReason: string, now: Date): StopResult {
  const reason = typedReason.trim();
  if (reason === '') return { ok: false, errors: [{ field: 'reason', code: 'required' }] };
  if (reason.length > 200) return { ok: false, errors: [{ field: 'reason', code: 'tooLong', values: { max: 200, length: reason.length } }] };
  const saved = replica.save<{ readonly errors: readonly FieldError[] } | { readonly stoppedAt: string }>('prescriptions.stop', actor, (read) => {
    const prescription = read.document('prescription', prescriptionId);
    if (!prescription) return { refusal: { errors: [{ field: '', code: 'notFound' }] } };
    if (prescription.stopped !== null) return { refusal: { stoppedAt: prescription.stopped.signature.at } };
    if (dispensingState(prescription, dispensedUnits(read, prescriptionId), localDay(now)) === 'done') return { refusal: { errors: [{ field: '', code: 'alreadyDispensed' }] } };
    const after = { signature: signatureOf(actor, localClockTime(now)), reason };
    const writes = [{ op: 'change' as const, kind: 'prescription' as const, id: prescription.id, changes: [{ unit: 'stopped', before: null, after }] }];
    // What was signed and handed out here before must not look as if it had come after.
    return { writes, lane: laneOf(writes), follows: [{ id: prescription.id }, ...dispensesOf(read, prescription.id)] };
  });
  if (saved.ok) return { ok: true, savedAt: saved.savedAt };
  if ('failure' in saved) return { ok: false, errors: errorsOfFailure(saved.failure) };
  return 'stoppedAt' in saved.refusal ? { ok: true, savedAt: saved.refusal.stoppedAt } : { ok: false, errors: saved.refusal.errors };
}
