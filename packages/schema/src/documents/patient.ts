import * as z from 'zod';
import { organisationId, patientId } from '../basics/ids.ts';
import { calendarDate, line, note, sex, signature, source } from './parts.ts';

/** Identity documents of WS/T 364.2 (unverified value set): 01 resident identity card, 03 passport ... */
export const identityDocument = z.strictObject({
  type: z.enum(['01', '02', '03', '04', '06', '07', '11', '99']),
  number: line(40),
});

/** Name, sex, birth date and identity number are one unit: they merge, or go to review, together. */
export const identity = z.strictObject({
  name: line(60),
  sex,
  birthDate: calendarDate,
  document: identityDocument.nullable(),
});

/** `village` names the place as people do (云岭镇青石坪村), `group` the 村民小组. */
export const address = z.strictObject({ village: line(80), group: note(40), detail: note(120) });
export const contact = z.strictObject({ name: line(60), relation: note(40), phone: note(20) });

/** An entry of the allergy set. Never deleted: refuted or entered in error, with the reason. */
export const allergyEntry = z.strictObject({
  /** `allergy_class` of the drug catalogue (`penicillin`, `sulfonamide` ...), or null for what has no class. */
  allergyClass: line(80).nullable(),
  substance: line(80),
  reaction: note(200),
  severity: z.enum(['mild', 'severe', 'unknown']),
  onset: note(20),
  status: z.enum(['active', 'refuted', 'enteredInError']),
  statusReason: note(200),
  recorded: signature,
  source: source.nullable(),
});
export type AllergyEntry = z.infer<typeof allergyEntry>;

/** Programmes of the basic public-health package whose follow-ups fall due. */
export const programme = z.enum(['hypertension', 'diabetes', 'copd']);
export type Programme = z.infer<typeof programme>;

export const problemEntry = z.strictObject({
  /** ICD-10 code as the catalogue writes it (`I10.x00`), or null for a text that nobody has coded. */
  code: line(20).nullable(),
  text: line(120),
  programme: programme.nullable(),
  onset: note(20),
  status: z.enum(['active', 'resolved', 'enteredInError']),
  statusReason: note(200),
  recorded: signature,
  source: source.nullable(),
});
export type ProblemEntry = z.infer<typeof problemEntry>;

export const bloodGroup = z.enum(['A', 'B', 'AB', 'O', 'A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-']);

/** A resident. Mutable; units are the members below `homeId`, and each entry of the two sets. */
export const patient = z.strictObject({
  id: patientId,
  kind: z.literal('patient'),
  /** The institution that keeps the record, and so its scope. Changes only by a move. */
  homeId: organisationId,
  registered: signature,
  source: source.nullable(),
  identity,
  phone: line(20).nullable(),
  address: address.nullable(),
  bloodGroup: bloodGroup.nullable(),
  /** 17-digit resident health-record number. */
  recordNumber: z.string().regex(/^\d{17}$/).nullable(),
  contact: contact.nullable(),
  insurance: note(80).nullable(),
  formerName: line(60).nullable(),
  /** Asked and none known. Struck for good by any active allergy. */
  noKnownAllergies: signature.nullable(),
  allergies: z.record(z.string(), allergyEntry),
  problems: z.record(z.string(), problemEntry),
});
export type Patient = z.infer<typeof patient>;
