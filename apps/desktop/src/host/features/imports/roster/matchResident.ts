import type { Patient } from '@lianyi/schema/documents/patient';
import type { DraftedPatient } from '@lianyi/schema/rules/patientDraft';
import { comparableName } from '@lianyi/schema/rules/likelyDuplicates';
import type { Reader } from '../../../replica/replica.ts';

/** Whom a row means. */
export type ResidentMatch =
  | { readonly kind: 'known'; readonly patient: Patient }
  | { readonly kind: 'nobody' }
  /** Several fit, or the record number is that of somebody with another name and birth date. */
  | { readonly kind: 'unclear'; readonly code: 'ambiguousMatch' | 'recordNumberOfAnother'; readonly field: string; readonly onRecord: string };

/** Finds people by what a row says of them: on the PC, and in the batch that has not been saved yet. */
export interface ResidentIndex {
  byIdentityNumber(number: string): readonly Patient[];
  byRecordNumber(number: string): readonly Patient[];
  byBirthDate(birthDate: string): readonly Patient[];
}

/**
 * Matches a row to someone known: by identity number; else by record number, if name or birth date agree; else by
 * name, birth date and sex among those who have not another identity number and do not live in another village.
 */
export function matchResident(people: ResidentIndex, row: DraftedPatient): ResidentMatch {
  const number = row.identity.document?.number ?? null;
  const byNumber = number === null ? [] : people.byIdentityNumber(number);
  if (byNumber.length > 0) return onlyOne(byNumber, 'identityNumber');

  const byRecord = row.recordNumber === null ? [] : people.byRecordNumber(row.recordNumber);
  const stranger = byRecord.find((patient) => !isSameName(patient, row) && patient.identity.birthDate !== row.identity.birthDate);
  if (stranger) return { kind: 'unclear', code: 'recordNumberOfAnother', field: 'recordNumber', onRecord: `${stranger.identity.name} ${stranger.identity.birthDate}` };
  const sameRecord = byRecord.filter((patient) => hasNoOtherNumber(patient, number));
  if (sameRecord.length > 0) return onlyOne(sameRecord, 'recordNumber');

  const alike = people.byBirthDate(row.identity.birthDate).filter((patient) => isSameName(patient, row) && isSameSex(patient, row) && hasNoOtherNumber(patient, number) && isSameVillage(patient, row));
  return alike.length > 0 ? onlyOne(alike, 'name') : { kind: 'nobody' };
}

function onlyOne(patients: readonly Patient[], field: string): ResidentMatch {
  const [first] = patients;
  if (first && patients.length === 1) return { kind: 'known', patient: first };
  return { kind: 'unclear', code: 'ambiguousMatch', field, onRecord: patients.map((patient) => `${patient.identity.name} ${patient.identity.birthDate} ${patient.address?.village ?? ''}`.trim()).join('; ') };
}

const isSameName = (patient: Patient, row: DraftedPatient): boolean =>
  comparableName(patient.identity.name) === comparableName(row.identity.name) || (patient.formerName !== null && comparableName(patient.formerName) === comparableName(row.identity.name));

const isSameSex = (patient: Patient, row: DraftedPatient): boolean =>
  patient.identity.sex === row.identity.sex || patient.identity.sex === 'unknown' || row.identity.sex === 'unknown';

const hasNoOtherNumber = (patient: Patient, number: string | null): boolean =>
  number === null || patient.identity.document === null || patient.identity.document.number === number;

/** A village that one of them does not name, or names without its town, is no other. */
function isSameVillage(patient: Patient, row: DraftedPatient): boolean {
  const [a, b] = [comparableName(patient.address?.village ?? ''), comparableName(row.address?.village ?? '')];
  return a === '' || b === '' || a.endsWith(b) || b.endsWith(a);
}

/** The people of this PC by the rows of its search index. */
export function residentsOf(read: Reader): ResidentIndex {
  const patients = (sql: string, value: string): readonly Patient[] => read.all<{ patient_id: string }>(sql, value).flatMap(({ patient_id }) => read.document('patient', patient_id) ?? []);
  return {
    byIdentityNumber: (number) => patients('SELECT patient_id FROM patient_row WHERE identity_number = ?', number),
    byRecordNumber: (number) => patients('SELECT patient_id FROM patient_row WHERE record_number = ?', number),
    byBirthDate: (birthDate) => patients('SELECT patient_id FROM patient_row WHERE birth_date = ?', birthDate),
  };
}
