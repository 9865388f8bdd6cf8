import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import { tidyText } from '@lianyi/schema/basics/text';
import type { QueueEntry } from '@lianyi/schema/documents/queueEntry';
import type { FieldError } from '../../chart/views.ts';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import type { Actor, Reader, Replica } from '../../replica/replica.ts';

export interface QueueInput {
  readonly patientId: string;
  readonly reason: string;
  readonly triage: QueueEntry['triage'];
}

export type QueueResult = { readonly ok: true; readonly queueEntryId: string; readonly number: number } | { readonly ok: false; readonly errors: readonly FieldError[] };

const maxReason = 200;

/** Gives a patient the next number of the day at the actor's institution. Who waits already keeps their number. */
export function addToQueue(replica: Replica, actor: Actor, now: Date, input: QueueInput): QueueResult {
  const reason = input.reason.length > maxReason * 4 ? input.reason : tidyText(input.reason);
  if (reason.length > maxReason) return { ok: false, errors: [{ field: 'reason', code: 'tooLong', values: { max: maxReason } }] };
  const day = localDay(now);
  let number = 0;
  const id = newId(now.getTime());
  const saved = replica.save<FieldError>('queue.add', actor, (read) => {
    const patient = read.document('patient', input.patientId);
    if (!patient) return { refusal: { field: 'patientId', code: 'patientMissing' } };
    const waiting = waitingNumber(read, actor.orgId, day, patient.id);
    if (waiting !== null) return { refusal: { field: 'patientId', code: 'alreadyQueued', values: { number: waiting } } };
    number = nextNumber(read, actor.orgId, day);
    const entry: QueueEntry = {
      id, kind: 'queueEntry', orgId: actor.orgId, patientId: patient.id, homeId: patient.homeId, day, number,
      arrived: { by: actor.personId, orgId: actor.orgId, at: localClockTime(now) },
      reason, triage: input.triage, state: { name: 'waiting', encounterId: null },
    };
    return { writes: [{ op: 'create', document: entry }] };
  });
  if (saved.ok) return { ok: true, queueEntryId: id, number };
  return { ok: false, errors: 'refusal' in saved ? [saved.refusal] : errorsOfFailure(saved.failure) };
}

const waitingNumber = (read: Reader, orgId: string, day: string, patientId: string): number | null =>
  read.get<{ number: number }>("SELECT number FROM queue_index WHERE org_id = ? AND day = ? AND patient_id = ? AND state IN ('waiting', 'inVisit')", orgId, day, patientId)?.number ?? null;

/** Numbers count up each day; two PCs of one clinic without a line may give the same, which does little harm. */
const nextNumber = (read: Reader, orgId: string, day: string): number =>
  Math.min(9999, (read.get<{ last: number | null }>('SELECT max(number) AS last FROM queue_index WHERE org_id = ? AND day = ?', orgId, day)?.last ?? 0) + 1);
