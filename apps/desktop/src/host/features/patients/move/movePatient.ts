import { localClockTime } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import { errorsOfFailure } from '../../../chart/saveFailures.ts';
import type { FieldError } from '../../../chart/views.ts';
import type { Actor, Replica } from '../../../replica/replica.ts';
import type { MoveResult } from '../views.ts';
import { lastMove } from './lastMove.ts';

export interface Moving {
  readonly patientId: string;
  readonly toId: string;
  readonly reason: string;
}

const maxReason = 200;
const refuse = (field: string, code: string, values?: FieldError['values']): { refusal: FieldError } => ({ refusal: { field, code, ...(values && { values }) } });

/**
 * Asks that a patient's whole record go to another institution, with the reason. The county carries it out when it hears
 * of it; until then the record stays here and is written to as before.
 */
export function movePatient(replica: Replica, actor: Actor, now: Date, { patientId, toId, reason: typed }: Moving): MoveResult {
  const reason = typed.trim();
  if (reason === '') return { ok: false, errors: [{ field: 'reason', code: 'reasonRequired' }] };
  if (reason.length > maxReason) return { ok: false, errors: [{ field: 'reason', code: 'tooLong', values: { max: maxReason, length: reason.length } }] };
  const saved = replica.save<FieldError>('patients.move', actor, (read) => {
    const patient = read.document('patient', patientId);
    if (!patient) return refuse('', 'notFound');
    const to = read.document('organisation', toId);
    if (!to || to.type === 'county') return refuse('toId', 'required');
    if (to.id === patient.homeId) return refuse('toId', 'alreadyHome');
    if (lastMove(read, patientId)?.state === 'asked') return refuse('', 'moveAsked');
    const asked = { by: actor.personId, orgId: actor.orgId, at: localClockTime(now) };
    return { writes: [{ op: 'create', document: { id: newId(now.getTime()), kind: 'patientMove', patientId: patient.id, fromId: patient.homeId, toId: to.id, reason, asked } }] };
  });
  if (saved.ok) return { ok: true, savedAt: saved.savedAt };
  return { ok: false, errors: 'refusal' in saved ? [saved.refusal] : errorsOfFailure(saved.failure) };
}
