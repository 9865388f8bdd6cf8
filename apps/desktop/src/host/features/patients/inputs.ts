import type { PatientDraft } from '@lianyi/schema/rules/patientDraft';
import * as z from 'zod';

/** Long enough that a text pasted by mistake comes to its field's own error, short enough that it cannot choke the host. */
const typed = z.string().max(8_000_000);

/** A patient as typed: nothing is trusted, each field has its own error. Empty text means not given. */
export const patientDraft = z.strictObject({
  name: typed,
  sex: z.enum(['male', 'female', 'unknown', '']),
  birthDate: typed,
  documentType: typed,
  identityNumber: typed,
  phone: typed,
  village: typed,
  group: typed,
  addressDetail: typed,
  bloodGroup: typed,
  recordNumber: typed,
  contactName: typed,
  contactRelation: typed,
  contactPhone: typed,
  insurance: typed,
  formerName: typed,
  allergyAnswer: z.enum(['unasked', 'none', 'some']),
  allergies: z.array(z.strictObject({ allergyClass: typed.nullable(), substance: typed, reaction: typed, severity: z.enum(['mild', 'severe', 'unknown']), onset: typed })).max(30).readonly(),
  problems: z.array(z.strictObject({ code: typed.nullable(), text: typed, programme: z.enum(['hypertension', 'diabetes', 'copd']).nullable(), onset: typed })).max(30).readonly(),
}) satisfies z.ZodType<PatientDraft>;
export type { PatientDraft };

/** Changes of units of a record, each from the value that the form started with. */
export const unitChanges = z.array(z.strictObject({ unit: z.string().max(160), before: z.unknown(), after: z.unknown() })).min(1).max(100);
