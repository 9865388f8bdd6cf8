import * as z from 'zod';

/** A patient as typed: nothing is trusted, each field has its own error. Empty text means not given. */
export const patientDraft = z.strictObject({
  name: z.string().max(400),
  sex: z.enum(['male', 'female', 'unknown', '']),
  birthDate: z.string().max(40),
  documentType: z.string().max(4),
  identityNumber: z.string().max(80),
  phone: z.string().max(80),
  village: z.string().max(200),
  group: z.string().max(200),
  addressDetail: z.string().max(400),
  bloodGroup: z.string().max(10),
  recordNumber: z.string().max(80),
  contactName: z.string().max(200),
  contactRelation: z.string().max(100),
  contactPhone: z.string().max(80),
  insurance: z.string().max(200),
  formerName: z.string().max(400),
  allergyAnswer: z.enum(['unasked', 'none', 'some']),
  allergies: z.array(z.strictObject({ allergyClass: z.string().nullable(), substance: z.string().max(400), reaction: z.string().max(1000), severity: z.enum(['mild', 'severe', 'unknown']), onset: z.string().max(40) })).max(30),
  problems: z.array(z.strictObject({ code: z.string().nullable(), text: z.string().max(400), programme: z.enum(['hypertension', 'diabetes', 'copd']).nullable(), onset: z.string().max(40) })).max(30),
});
export type PatientDraft = z.infer<typeof patientDraft>;

/** Changes of units of a record, each from the value that the form started with. */
export const unitChanges = z.array(z.strictObject({ unit: z.string().max(160), before: z.unknown(), after: z.unknown() })).min(1).max(100);
