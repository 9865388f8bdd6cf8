import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { EncounterId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { QueueEntry } from '@lianyi/schema/documents/queueEntry';
import { TRPCError } from '@trpc/server';
import type { Actor, NewWrite, Reader, Replica } from '../../replica/replica.ts';

export interface OpenInput {
  readonly patientId: string;
  readonly queueEntryId: string | null;
}

/**
 * The draft that this person has open for the patient today, or a new one; takes the patient from the queue. Opening
 * again changes nothing.
 * @throws TRPCError NOT_FOUND for a patient who is not on this PC, PRECONDITION_FAILED for one who has moved.
 */
export function openEncounter(replica: Replica, actor: Actor, input: OpenInput, now: Date): { readonly encounterId: string } {
  let encounterId = '';
  const saved = replica.save<'isOpen' | 'noPatient'>('encounters.open', actor, (read) => {
    const patient = read.document('patient', input.patientId);
    if (!patient) return { refusal: 'noPatient' };
    const draftId = openDraft(read, actor, patient.id, localDay(now));
    const draft = draftId === undefined ? newEncounter(read, actor, patient, now) : null;
    encounterId = draftId ?? draft?.id ?? '';
    const writes: readonly NewWrite[] = [...(draft ? [{ op: 'create' as const, document: draft }] : []), ...takenFromQueue(read, input, actor, encounterId, localDay(now))];
    return writes.length > 0 ? { writes } : { refusal: 'isOpen' };
  });
  if (saved.ok || ('refusal' in saved && saved.refusal === 'isOpen')) return { encounterId };
  if ('refusal' in saved) throw new TRPCError({ code: 'NOT_FOUND', message: 'patient' });
  if (saved.failure.code === 'readOnly') throw new TRPCError({ code: 'PRECONDITION_FAILED', message: saved.failure.message });
  throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: saved.failure.code === 'diskFull' ? 'diskFull: SQLITE_FULL' : saved.failure.code });
}

function openDraft(read: Reader, actor: Actor, patientId: string, day: string): string | undefined {
  return read.get<{ id: string }>(
    `SELECT id FROM encounter_index WHERE patient_id = ? AND org_id = ? AND practitioner_id = ? AND day = ? AND state = 'draft'
      ORDER BY started_at DESC LIMIT 1`,
    patientId, actor.orgId, actor.personId, day,
  )?.id;
}

function newEncounter(read: Reader, actor: Actor, patient: Patient, now: Date): Encounter {
  return {
    id: newId(now.getTime()) as EncounterId,
    kind: 'encounter',
    patientId: patient.id,
    homeId: patient.homeId,
    orgId: actor.orgId,
    practitionerId: actor.personId,
    startedAt: localClockTime(now),
    visitNumber: nextVisitNumber(read, actor.orgId, localDay(now)),
    complaint: '',
    history: '',
    examination: '',
    vitals: null,
    diagnoses: [],
    plan: '',
    progress: { state: 'draft' },
    variants: {},
  };
}

/** `20260309-007`: counts a clinic's visits of a day. A label for people; two PCs without a line may give the same. */
function nextVisitNumber(read: Reader, orgId: string, day: string): string {
  const last = read.get<{ serial: number | null }>('SELECT max(CAST(substr(visit_number, 10) AS INTEGER)) AS serial FROM encounter_index WHERE org_id = ? AND day = ?', orgId, day)?.serial ?? 0;
  return `${day.replaceAll('-', '')}-${String(last + 1).padStart(3, '0')}`;
}

/** The entry that was named, or the patient's own that is waiting here today. */
function takenFromQueue(read: Reader, input: OpenInput, actor: Actor, encounterId: string, day: string): readonly NewWrite[] {
  const waitingId = read.get<{ id: string }>("SELECT id FROM queue_index WHERE patient_id = ? AND org_id = ? AND day = ? AND state = 'waiting' ORDER BY number LIMIT 1", input.patientId, actor.orgId, day)?.id;
  const entry = named(read, input) ?? (waitingId === undefined ? undefined : read.document('queueEntry', waitingId));
  if (!entry || entry.state.name !== 'waiting') return [];
  return [{ op: 'change', kind: 'queueEntry', id: entry.id, changes: [{ unit: 'state', before: entry.state, after: { name: 'inVisit', encounterId } }] }];
}

function named(read: Reader, { queueEntryId, patientId }: OpenInput): QueueEntry | undefined {
  const entry = queueEntryId === null ? undefined : read.document('queueEntry', queueEntryId);
  return entry?.patientId === patientId ? entry : undefined;
}
