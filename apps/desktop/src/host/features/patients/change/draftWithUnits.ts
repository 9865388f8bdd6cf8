import type { UnitChange } from '@lianyi/schema/documents/bundle';
import type { Patient } from '@lianyi/schema/documents/patient';
import { sex } from '@lianyi/schema/documents/parts';
import type { PatientDraft } from '@lianyi/schema/rules/patientDraft';
import * as z from 'zod';

/** What a form may send for each unit that is checked as a draft's fields are. Empty text means not given. */
const typed = z.string();
const unitForms = {
  identity: z.object({ name: typed, sex: z.union([sex, z.literal('')]), birthDate: typed, document: z.object({ type: typed, number: typed }).nullable() }),
  phone: typed.nullable(),
  address: z.object({ village: typed, group: typed, detail: typed }).nullable(),
  bloodGroup: typed.nullable(),
  recordNumber: typed.nullable(),
  contact: z.object({ name: typed, relation: typed, phone: typed }).nullable(),
  insurance: typed.nullable(),
  formerName: typed.nullable(),
} as const;
export type FieldUnit = keyof typeof unitForms;
export const isFieldUnit = (unit: string): unit is FieldUnit => Object.hasOwn(unitForms, unit);

/** Which fields of a draft each unit is made of. */
export const fieldsOfUnit: Readonly<Record<FieldUnit, readonly string[]>> = {
  identity: ['name', 'sex', 'birthDate', 'documentType', 'identityNumber'],
  phone: ['phone'],
  address: ['village', 'group', 'addressDetail'],
  bloodGroup: ['bloodGroup'],
  recordNumber: ['recordNumber'],
  contact: ['contactName', 'contactRelation', 'contactPhone'],
  insurance: ['insurance'],
  formerName: ['formerName'],
};

/** The record as a form would show it, with the changed units as typed; null when a value has not its unit's shape. */
export function draftWithUnits(patient: Patient, changes: readonly UnitChange[]): PatientDraft | null {
  let draft = draftOf(patient);
  for (const { unit, after } of changes) {
    if (!isFieldUnit(unit)) return null;
    const fields = fieldsFrom(unit, after);
    if (fields === null) return null;
    draft = { ...draft, ...fields };
  }
  return draft;
}

function fieldsFrom(unit: FieldUnit, after: unknown): Partial<PatientDraft> | null {
  switch (unit) {
    case 'identity': {
      const form = unitForms.identity.safeParse(after);
      return form.success ? identityFields(form.data) : null;
    }
    case 'address': {
      const form = unitForms.address.safeParse(after);
      return form.success ? addressFields(form.data) : null;
    }
    case 'contact': {
      const form = unitForms.contact.safeParse(after);
      return form.success ? contactFields(form.data) : null;
    }
    case 'phone':
    case 'bloodGroup':
    case 'recordNumber':
    case 'insurance':
    case 'formerName': {
      const form = unitForms[unit].safeParse(after);
      return form.success ? { [unit]: form.data ?? '' } : null;
    }
  }
}

const identityFields = (identity: z.infer<typeof unitForms.identity>): Partial<PatientDraft> => ({
  name: identity.name, sex: identity.sex, birthDate: identity.birthDate, documentType: identity.document?.type ?? '01', identityNumber: identity.document?.number ?? '',
});
const addressFields = (address: z.infer<typeof unitForms.address>): Partial<PatientDraft> => ({ village: address?.village ?? '', group: address?.group ?? '', addressDetail: address?.detail ?? '' });
const contactFields = (contact: z.infer<typeof unitForms.contact>): Partial<PatientDraft> => ({ contactName: contact?.name ?? '', contactRelation: contact?.relation ?? '', contactPhone: contact?.phone ?? '' });

function draftOf(patient: Patient): PatientDraft {
  return {
    name: '', sex: '', birthDate: '', documentType: '01', identityNumber: '', village: '', group: '', addressDetail: '', contactName: '', contactRelation: '', contactPhone: '',
    ...identityFields(patient.identity),
    ...addressFields(patient.address),
    ...contactFields(patient.contact),
    phone: patient.phone ?? '',
    bloodGroup: patient.bloodGroup ?? '',
    recordNumber: patient.recordNumber ?? '',
    insurance: patient.insurance ?? '',
    formerName: patient.formerName ?? '',
    // The sets are changed entry by entry, see `entryChanges`.
    allergyAnswer: 'unasked',
    allergies: [],
    problems: [],
  };
}
