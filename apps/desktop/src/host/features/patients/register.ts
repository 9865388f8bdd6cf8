import type { OrganisationId, PatientId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { DraftedPatient, PatientDraft } from '@lianyi/schema/rules/patientDraft';
import { checkPatientDraft } from '@lianyi/schema/rules/patientDraft';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import type { Actor, Replica } from '../../replica/replica.ts';
import { findDuplicates } from './draft/findDuplicates.ts';
import type { RegisterResult } from './views.ts';

/**
 * Registers a patient of the actor's institution. Refused for an error at a field, for the same identity number as
 * somebody's, and for likely duplicates that the person has not said to have looked at.
 */
export function registerPatient(replica: Replica, actor: Actor, now: Date, draft: PatientDraft, seenDuplicates: readonly string[]): RegisterResult {
  const { errors, drafted } = checkPatientDraft(draft, localDay(now));
  if (drafted === null) return { ok: false, errors };
  const patient = newPatient(drafted, draft.allergyAnswer === 'none', { by: actor.personId, orgId: actor.orgId, at: localClockTime(now) }, now);
  const saved = replica.save<readonly ReturnType<typeof findDuplicates>[number][]>('patients.register', actor, (read) => {
    const duplicates = findDuplicates(read, drafted).filter((duplicate) => duplicate.isCertain || !seenDuplicates.includes(duplicate.patientId));
    return duplicates.length > 0 ? { refusal: duplicates } : { writes: [{ op: 'create', document: patient }] };
  });
  if (saved.ok) return { ok: true, patientId: patient.id };
  return 'refusal' in saved ? { ok: false, duplicates: saved.refusal } : { ok: false, errors: errorsOfFailure(saved.failure) };
}

function newPatient(drafted: DraftedPatient, isAskedAndNone: boolean, signature: Signature, now: Date): Patient {
  const { allergies, problems, ...units } = drafted;
  const recorded = { recorded: signature, source: null, status: 'active', statusReason: '' } as const;
  return {
    id: newId(now.getTime()) as PatientId,
    kind: 'patient',
    homeId: signature.orgId satisfies OrganisationId,
    registered: signature,
    source: null,
    ...units,
    noKnownAllergies: isAskedAndNone ? signature : null,
    allergies: Object.fromEntries(allergies.map((entry) => [newId(now.getTime()), { ...entry, ...recorded }])),
    problems: Object.fromEntries(problems.map((entry) => [newId(now.getTime()), { ...entry, ...recorded }])),
  };
}
