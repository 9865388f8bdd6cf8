import { localClockTime } from '@lianyi/schema/basics/dates';
import type { OrganisationId, PatientId, PersonId } from '@lianyi/schema/basics/ids';
import { idFromHash, newId } from '@lianyi/schema/basics/ids';
import { checkCharacter } from '@lianyi/schema/codes/identityNumber';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { AllergyEntry, Patient, ProblemEntry } from '@lianyi/schema/documents/patient';

/** The institution and the doctor that documents of tests come from unless they say otherwise. */
export const testOrgId = idFromHash(['test', 'organisation']) as OrganisationId;
export const testPersonId = idFromHash(['test', 'person']) as PersonId;

export const aSignature = (over: Partial<Signature> = {}): Signature => ({ by: testPersonId, orgId: testOrgId, at: '2026-03-09T09:42:18+08:00', ...over });

type PatientParts = Partial<Omit<Patient, 'identity' | 'kind'>> & Partial<Patient['identity']> & {
  /** In completed years today; ignored where a birth date is given. */
  readonly age?: number;
  readonly identityNumber?: string;
};

/** A made-up resident; what is not given is that of 张素芬, without an identity number. */
export function aPatient(parts: PatientParts = {}): Patient {
  const { age, identityNumber, name, sex, birthDate, document, ...rest } = parts;
  return {
    id: newId() as PatientId,
    kind: 'patient',
    homeId: testOrgId,
    registered: aSignature(),
    source: null,
    identity: {
      name: name ?? '张素芬',
      sex: sex ?? 'female',
      birthDate: birthDate ?? (age === undefined ? '1959-02-14' : birthDateOfAge(age)),
      document: document ?? (identityNumber === undefined ? null : { type: '01', number: identityNumber }),
    },
    phone: null,
    address: null,
    bloodGroup: null,
    recordNumber: null,
    contact: null,
    insurance: null,
    formerName: null,
    noKnownAllergies: null,
    allergies: {},
    problems: {},
    ...rest,
  };
}

/** A valid identity number of a birth date and sex, with an area code that no county has. */
export function anIdentityNumber(birthDate: string, sex: 'male' | 'female', sequence = 32): string {
  const ordinal = sequence - (sequence % 2) + (sex === 'male' ? 1 : 0);
  const body = `522299${birthDate.replaceAll('-', '')}${String(ordinal).padStart(3, '0')}`;
  return body + checkCharacter(body);
}

export const anAllergy = (over: Partial<AllergyEntry> = {}): AllergyEntry => ({
  allergyClass: 'penicillin', substance: '青霉素', reaction: '皮疹', severity: 'mild', onset: '2019', status: 'active', statusReason: '', recorded: aSignature(), source: null, ...over,
});

export const aProblem = (over: Partial<ProblemEntry> = {}): ProblemEntry => ({
  code: 'I10.x00', text: '原发性高血压', programme: 'hypertension', onset: '2015', status: 'active', statusReason: '', recorded: aSignature(), source: null, ...over,
});

function birthDateOfAge(years: number): string {
  const day = new Date();
  day.setFullYear(day.getFullYear() - years);
  return localClockTime(day).slice(0, 10);
}
