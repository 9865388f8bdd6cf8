import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { UnitChange } from '@lianyi/schema/documents/bundle';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { AllergyEntry, Patient } from '@lianyi/schema/documents/patient';
import { isUnitOf, unitValue } from '@lianyi/schema/documents/units';
import { checkPatientDraft } from '@lianyi/schema/rules/patientDraft';
import type { FieldError } from '../../../chart/views.ts';
import { errorsOfFailure } from '../../../chart/saveFailures.ts';
import { laneOf } from '../../../chart/urgency.ts';
import type { Actor, Followed, Reader, Replica } from '../../../replica/replica.ts';
import type { ChangeResult } from '../views.ts';
import { draftWithUnits, fieldsOfUnit, isFieldUnit } from './draftWithUnits.ts';
import { entryChange } from './entryChanges.ts';

type Refusal = { readonly errors: readonly FieldError[] } | { readonly stale: { readonly unit: string; readonly now: unknown } };

/**
 * Changes units of a record, each from the value that the form started with; all or none. Only the changed units are
 * checked: what was imported with an older mistake stays changeable elsewhere.
 */
export function changePatient(replica: Replica, actor: Actor, now: Date, patientId: string, changes: readonly UnitChange[]): ChangeResult {
  const signature: Signature = { by: actor.personId, orgId: actor.orgId, at: localClockTime(now) };
  const saved = replica.save<Refusal>('patients.change', actor, (read) => {
    const patient = read.document('patient', patientId);
    if (!patient) return { refusal: { errors: [{ field: '', code: 'notFound' }] } };
    const stale = changes.find((change) => isPresent(patient, change) && !isSameJson(unitValue(patient, change.unit), change.before ?? null));
    if (stale) return { refusal: { stale: { unit: stale.unit, now: unitValue(patient, stale.unit) } } };
    const checked = checkChanges(read, patient, changes, signature);
    if ('errors' in checked) return { refusal: checked };
    const writes = [{ op: 'change' as const, kind: 'patient' as const, id: patientId, changes: checked.changes }];
    return { writes, lane: laneOf(writes), follows: allergiesFollowed(patientId, checked.changes) };
  });
  if (saved.ok) return { ok: true, savedAt: saved.savedAt };
  if ('refusal' in saved) return { ok: false, ...saved.refusal };
  const { failure } = saved;
  return failure.code === 'stale' ? { ok: false, stale: { unit: failure.unit, now: failure.now } } : { ok: false, errors: errorsOfFailure(failure) };
}

/**
 * "None known" is judged after the allergies that it knew, and the end of an allergy after the "none known" that the
 * allergy struck: they travel in different lanes. A new allergy waits for nothing.
 */
export function allergiesFollowed(id: string, changes: readonly UnitChange[]): readonly Followed[] {
  const endsOne = changes.some(({ unit, after }) => unit.startsWith('allergies/') && (after as AllergyEntry | null)?.status !== 'active');
  return [
    ...(changes.some(({ unit }) => unit === 'noKnownAllergies') ? [{ id, units: 'allergies/' }] : []),
    ...(endsOne ? [{ id, units: 'noKnownAllergies' }] : []),
  ];
}

/** A new entry may come under a name of the form's own (`allergies/new`): nothing can be stale about it. */
const isPresent = (patient: Patient, change: UnitChange): boolean => isUnitOf('patient', change.unit) && (!change.unit.includes('/') || unitValue(patient, change.unit) !== null || change.before !== null);

type Checked = { readonly errors: readonly FieldError[] } | { readonly changes: readonly UnitChange[] };

function checkChanges(read: Reader, patient: Patient, changes: readonly UnitChange[], signature: Signature): Checked {
  const errors: FieldError[] = [];
  const made: UnitChange[] = [];
  const take = (checked: Checked): void => {
    if ('errors' in checked) errors.push(...checked.errors);
    else made.push(...checked.changes);
  };
  take(checkFields(read, patient, changes.filter((change) => isFieldUnit(change.unit)), signature.at.slice(0, 10)));
  for (const change of changes.filter(({ unit }) => unit.includes('/'))) {
    const checked = entryChange(patient, change, signature);
    take(checked.ok ? { changes: [checked.change] } : { errors: checked.errors });
  }
  for (const change of changes.filter(({ unit }) => unit === 'noKnownAllergies')) take(checkNoneKnown(patient, change, made, signature));
  const unknown = changes.filter(({ unit }) => !isFieldUnit(unit) && !unit.includes('/') && unit !== 'noKnownAllergies');
  take({ errors: unknown.map(({ unit }) => ({ field: unit, code: 'invalid' })) });
  return errors.length > 0 ? { errors } : { changes: made };
}

/** Fields are checked as those of a draft; an identity number that is somebody else's is refused. */
function checkFields(read: Reader, patient: Patient, changes: readonly UnitChange[], today: string): Checked {
  const draft = draftWithUnits(patient, changes);
  if (draft === null) return { errors: changes.map(({ unit }) => ({ field: unit, code: 'invalid' })) };
  const changedFields = new Set(changes.flatMap(({ unit }) => (isFieldUnit(unit) ? fieldsOfUnit[unit] : [])));
  // The other units are those of the record: they are no draft of this form, and their faults not its.
  const { errors, drafted } = checkPatientDraft(onlyChanged(draft, changedFields), today);
  const own = errors.filter(({ field }) => changedFields.has(field));
  if (own.length > 0) return { errors: own };
  if (drafted === null) return { errors: changes.map(({ unit }) => ({ field: unit, code: 'invalid' })) };
  const values: Readonly<Record<string, unknown>> = { ...drafted };
  const taken = changedFields.has('identityNumber') ? ownerOf(read, drafted.identity.document?.number ?? null, patient.id) : null;
  if (taken !== null) return { errors: [{ field: 'identityNumber', code: 'numberTaken', values: taken }] };
  return { changes: changes.map(({ unit, before }) => ({ unit, before, after: values[unit] ?? null })) };
}

const blank = { phone: '', village: '', group: '', addressDetail: '', bloodGroup: '', recordNumber: '', contactName: '', contactRelation: '', contactPhone: '', insurance: '', formerName: '' } as const;
const anybody = { name: '某', sex: 'unknown', birthDate: '2000-01-01', documentType: '01', identityNumber: '' } as const;

/** Unchanged fields are replaced by ones that cannot be wrong. */
function onlyChanged(draft: Parameters<typeof checkPatientDraft>[0], changed: ReadonlySet<string>): Parameters<typeof checkPatientDraft>[0] {
  const harmless = Object.entries({ ...blank, ...anybody }).filter(([field]) => !changed.has(field));
  return { ...draft, ...Object.fromEntries(harmless) };
}

function ownerOf(read: Reader, number: string | null, exceptId: string): Readonly<Record<string, string>> | null {
  if (number === null) return null;
  const row = read.get<{ patient_id: string; name: string }>('SELECT patient_id, name FROM patient_row WHERE identity_number = ? AND patient_id <> ?', number, exceptId);
  return row ? { patientId: row.patient_id, name: row.name } : null;
}

/** "Asked and none known" is the person's signature, and contradicts any active allergy, new ones of this form included. */
function checkNoneKnown(patient: Patient, change: UnitChange, made: readonly UnitChange[], signature: Signature): Checked {
  const after = change.after === null || change.after === false ? null : signature;
  const allergies: Readonly<Record<string, unknown>> = { ...patient.allergies, ...Object.fromEntries(made.filter(({ unit }) => unit.startsWith('allergies/')).map(({ unit, after: entry }) => [unit.slice('allergies/'.length), entry])) };
  const hasActive = Object.values(allergies).some((entry) => typeof entry === 'object' && entry !== null && 'status' in entry && entry.status === 'active');
  return after !== null && hasActive ? { errors: [{ field: 'noKnownAllergies', code: 'activeAllergies' }] } : { changes: [{ unit: change.unit, before: change.before, after }] };
}
