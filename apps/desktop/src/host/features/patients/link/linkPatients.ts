import { localClockTime } from '@lianyi/schema/basics/dates';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';
import { patientLinkId } from '@lianyi/schema/documents/patientLink';
import { errorsOfFailure } from '../../../chart/saveFailures.ts';
import type { FieldError } from '../../../chart/views.ts';
import { signatureOf } from '../../../chart/visitSigning.ts';
import type { Actor, NewWrite, Reader, Replica } from '../../../replica/replica.ts';

export type LinkResult = { readonly ok: true; readonly savedAt: string } | { readonly ok: false; readonly errors: readonly FieldError[] };

interface Linking {
  readonly patientId: string;
  readonly otherId: string;
  readonly reason: string;
}

type Refusal = { readonly errors: readonly FieldError[] };
const refuse = (field: string, code: string): { readonly refusal: Refusal } => ({ refusal: { errors: [{ field, code }] } });

/** Says that two records are one person's: both are shown as one from now on, and neither changes. */
export function linkPatients(replica: Replica, actor: Actor, now: Date, linking: Linking): LinkResult {
  return saveLink(replica, actor, now, 'patients.link', linking, (read, after) => {
    const [one, other] = [linking.patientId, linking.otherId].toSorted().map((id) => read.document('patient', id));
    if (!one || !other || one.id === other.id) return refuse('otherId', 'notFound');
    const present = read.document('patientLink', patientLinkId(one.id, other.id));
    if (present?.state.name === 'linked') return refuse('otherId', 'linkedAlready');
    if (read.get('SELECT 1 FROM patient_link WHERE patient_id IN (?, ?)', one.id, other.id) !== undefined) return refuse('otherId', 'thirdRecord');
    if (present) return { writes: [{ op: 'change', kind: 'patientLink', id: present.id, changes: [{ unit: 'state', before: present.state, after }] }] };
    const link: PatientLink = { id: patientLinkId(one.id, other.id), kind: 'patientLink', patientIds: [one.id, other.id], homeIds: [one.homeId, other.homeId], state: after };
    return { writes: [{ op: 'create', document: link }] };
  }, 'linked');
}

/** Says that they are two persons' after all: each record is by itself again. */
export function unlinkPatients(replica: Replica, actor: Actor, now: Date, linking: Linking): LinkResult {
  return saveLink(replica, actor, now, 'patients.unlink', linking, (read, after) => {
    const link = read.document('patientLink', patientLinkId(linking.patientId, linking.otherId));
    if (link?.state.name !== 'linked') return refuse('', 'notLinked');
    return { writes: [{ op: 'change', kind: 'patientLink', id: link.id, changes: [{ unit: 'state', before: link.state, after }] }] };
  }, 'unlinked');
}

type Decide = (read: Reader, after: PatientLink['state']) => { readonly writes: readonly NewWrite[] } | { readonly refusal: Refusal };

function saveLink(replica: Replica, actor: Actor, now: Date, action: string, linking: Linking, decide: Decide, name: PatientLink['state']['name']): LinkResult {
  const reason = linking.reason.trim();
  if (reason === '') return { ok: false, errors: [{ field: 'reason', code: 'required' }] };
  if (reason.length > 300) return { ok: false, errors: [{ field: 'reason', code: 'tooLong', values: { max: 300, length: reason.length } }] };
  const after: PatientLink['state'] = { name, reason, signature: signatureOf(actor, localClockTime(now)) };
  const saved = replica.save<Refusal>(action, actor, (read) => decide(read, after));
  if (saved.ok) return { ok: true, savedAt: saved.savedAt };
  return { ok: false, errors: 'failure' in saved ? errorsOfFailure(saved.failure) : saved.refusal.errors };
}
