import { idFromHash } from '@lianyi/schema/basics/ids';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { DraftedPatient } from '@lianyi/schema/rules/patientDraft';
import { comparableName } from '@lianyi/schema/rules/likelyDuplicates';
import { allergyStatusWords, sexWords } from '../personWords.ts';
import type { RowNote } from './rosterRow.ts';

export interface Filled {
  readonly patient: Patient;
  readonly notes: readonly RowNote[];
}

/**
 * A record with what a row knows and the record does not. What the record has stays: a differing value is a note. An
 * identity number is added to a record without one; allergies and problems are added, never taken away.
 */
export function fillEmpty(patient: Patient, row: DraftedPatient, saysNoAllergies: boolean, recorded: Signature): Filled {
  const notes: RowNote[] = [];
  const differs = (field: string, inFile: string, onRecord: string): void => void notes.push({ field, code: 'differs', inFile, onRecord });
  const identity = fillIdentity(patient, row, differs, notes);
  const filled: Patient = {
    ...patient,
    identity,
    phone: kept('phone', patient.phone, row.phone, differs),
    bloodGroup: kept('bloodGroup', patient.bloodGroup, row.bloodGroup, differs),
    recordNumber: kept('recordNumber', patient.recordNumber, row.recordNumber, differs),
    insurance: kept('insurance', patient.insurance, row.insurance, differs),
    formerName: kept('formerName', patient.formerName, row.formerName, differs),
    address: patient.address ?? row.address,
    contact: patient.contact ?? row.contact,
    ...addAllergies(patient, row, recorded, differs),
    problems: addProblems(patient, row, recorded),
  };
  if (patient.address !== null && row.address !== null) partsDiffer('address', addressParts, patient.address, row.address, differs);
  if (patient.contact !== null && row.contact !== null) partsDiffer('contact', contactParts, patient.contact, row.contact, differs);
  if (saysNoAllergies) {
    const active = Object.values(filled.allergies).filter((entry) => entry.status === 'active');
    if (active.length > 0) differs('allergies', '无', active.map((entry) => entry.substance).join('、'));
    else if (filled.noKnownAllergies === null) return { patient: { ...filled, noKnownAllergies: recorded }, notes };
  }
  return { patient: filled, notes };
}

type Differs = (field: string, inFile: string, onRecord: string) => void;

function fillIdentity(patient: Patient, row: DraftedPatient, differs: Differs, notes: RowNote[]): Patient['identity'] {
  const { identity } = patient;
  if (comparableName(identity.name) !== comparableName(row.identity.name)) differs('name', row.identity.name, identity.name);
  if (identity.birthDate !== row.identity.birthDate) differs('birthDate', row.identity.birthDate, identity.birthDate);
  if (row.identity.sex !== 'unknown' && identity.sex !== 'unknown' && identity.sex !== row.identity.sex) differs('sex', sexWords[row.identity.sex], sexWords[identity.sex]);
  const isNumberNew = identity.document === null && row.identity.document !== null && identity.birthDate === row.identity.birthDate;
  if (isNumberNew) notes.push({ field: 'identityNumber', code: 'numberAdded', inFile: row.identity.document?.number ?? '', onRecord: '' });
  return { ...identity, sex: identity.sex === 'unknown' ? row.identity.sex : identity.sex, document: isNumberNew ? row.identity.document : identity.document };
}

function kept<Value extends string>(field: string, onRecord: Value | null, inFile: Value | null, differs: Differs): Value | null {
  if (onRecord !== null && inFile !== null && onRecord !== inFile) differs(field, inFile, onRecord);
  return onRecord ?? inFile;
}

/** As they are read: a saved record has its members in another order. */
const addressParts = ['village', 'group', 'detail'] as const;
const contactParts = ['name', 'relation', 'phone'] as const;

/** Parts that both name and name differently; a village without its town is no other. */
function partsDiffer<Part extends string>(field: string, parts: readonly Part[], onRecord: Readonly<Record<Part, string>>, inFile: Readonly<Record<Part, string>>, differs: Differs): void {
  const isOther = parts.some((part) => {
    const [a, b] = [comparableName(onRecord[part]), comparableName(inFile[part])];
    return a !== '' && b !== '' && !a.endsWith(b) && !b.endsWith(a);
  });
  if (isOther) differs(field, parts.map((part) => inFile[part]).join(''), parts.map((part) => onRecord[part]).join(''));
}

function addAllergies(patient: Patient, row: DraftedPatient, recorded: Signature, differs: Differs): Pick<Patient, 'allergies' | 'noKnownAllergies'> {
  const allergies = { ...patient.allergies };
  for (const entry of row.allergies) {
    const known = Object.values(patient.allergies).find((present) => comparableName(present.substance) === comparableName(entry.substance));
    if (known && known.status !== 'active') differs('allergies', entry.substance, `${known.substance} ${allergyStatusWords[known.status]}`);
    if (known) continue;
    // The same roster read on two PCs of a clinic adds one entry.
    allergies[idFromHash(['roster', patient.id, 'allergy', comparableName(entry.substance)])] = { ...entry, status: 'active', statusReason: '', recorded, source: null };
  }
  const hasActive = Object.values(allergies).some((entry) => entry.status === 'active');
  return { allergies, noKnownAllergies: hasActive ? null : patient.noKnownAllergies };
}

function addProblems(patient: Patient, row: DraftedPatient, recorded: Signature): Patient['problems'] {
  const problems = { ...patient.problems };
  for (const entry of row.problems) {
    const isKnown = Object.values(problems).some((present) => (entry.programme !== null && present.programme === entry.programme) || comparableName(present.text) === comparableName(entry.text));
    if (!isKnown) problems[idFromHash(['roster', patient.id, 'problem', comparableName(entry.text)])] = { ...entry, status: 'active', statusReason: '', recorded, source: null };
  }
  return problems;
}
