import { localClockTime } from '@lianyi/schema/basics/dates';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import { isEmptyVisit } from '../../chart/emptyVisit.ts';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import type { FieldError } from '../../chart/views.ts';
import { signatureOf } from '../../chart/visitSigning.ts';
import type { Actor, NewWrite, Reader, Replica } from '../../replica/replica.ts';
import type { DiscardResult } from './views.ts';

const reason = '误开，没有写内容';

/**
 * Takes back a visit that was opened by mistake, which is then entered in error; only while nothing has been written in
 * it. Who was taken from the queue for it waits again. Taking it back twice changes nothing.
 */
export function discardEncounter(replica: Replica, actor: Actor, encounterId: string, now: Date): DiscardResult {
  const saved = replica.save<'isDiscarded' | { readonly errors: readonly FieldError[] }>('encounters.discard', actor, (read) => {
    const encounter = read.document('encounter', encounterId);
    if (!encounter) return { refusal: { errors: [{ field: '', code: 'notFound' }] } };
    if (encounter.progress.state === 'enteredInError') return { refusal: 'isDiscarded' };
    if (!isEmptyVisit(read, encounter)) return { refusal: { errors: [{ field: '', code: 'notEmpty' }] } };
    const after = { state: 'enteredInError', reason, signature: signatureOf(actor, localClockTime(now)) };
    return { writes: [{ op: 'change', kind: 'encounter', id: encounter.id, changes: [{ unit: 'progress', before: encounter.progress, after }] }, ...backToQueue(read, encounter)] };
  });
  if (saved.ok) return { ok: true };
  if ('failure' in saved) return { ok: false, errors: errorsOfFailure(saved.failure) };
  return saved.refusal === 'isDiscarded' ? { ok: true } : { ok: false, errors: saved.refusal.errors };
}

function backToQueue(read: Reader, { id: encounterId, patientId }: Encounter): readonly NewWrite[] {
  const rows = read.all<{ id: string }>("SELECT id FROM queue_index WHERE patient_id = ? AND encounter_id = ? AND state = 'inVisit'", patientId, encounterId);
  return rows.flatMap(({ id }): readonly NewWrite[] => {
    const entry = read.document('queueEntry', id);
    return entry ? [{ op: 'change', kind: 'queueEntry', id, changes: [{ unit: 'state', before: entry.state, after: { name: 'waiting', encounterId: null } }] }] : [];
  });
}
