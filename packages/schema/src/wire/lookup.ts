import * as z from 'zod';
import { deviceId, personId } from '../basics/ids.ts';
import { glassReason } from '../documents/alertValues.ts';
import { line } from '../documents/parts.ts';

/** Where a PC asks for the record of somebody who lives elsewhere, with a reason; only while there is a line. */
export const lookupPath = '/sync/lookups';

export const lookupTextLeast = 6;
/** Whether a text says why: so many characters, and more than half of those in letters of some script; dots and digits say nothing. */
export const saysWhy = (text: string): boolean => [...text.trim()].length >= lookupTextLeast && (text.match(/\p{L}/gu)?.length ?? 0) > lookupTextLeast / 2;

export const lookupRequest = z.strictObject({
  deviceId,
  /** Who asks, at this PC. */
  personId,
  /** The whole number of an identity document. */
  documentNumber: line(40),
  reason: glassReason,
  text: line(300),
});
export type LookupRequest = z.infer<typeof lookupRequest>;

/** What somebody who treats a stranger needs: told once, to be read, and kept nowhere on the PC. */
export const foundRecord = z.strictObject({
  name: z.string(),
  sex: z.string(),
  birthDate: z.string(),
  home: z.string(),
  allergies: z.array(z.strictObject({ substance: z.string(), reaction: z.string(), severity: z.enum(['mild', 'severe', 'unknown']) })),
  /** Asked there, and none known. */
  hasNoKnownAllergies: z.boolean(),
  problems: z.array(z.string()),
  /** The newest first. */
  prescriptions: z.array(z.strictObject({ on: z.string(), drugs: z.array(z.string()) })),
  visits: z.array(z.strictObject({ on: z.string(), place: z.string(), diagnoses: z.array(z.string()), plan: z.string() })),
});
export type FoundRecord = z.infer<typeof foundRecord>;

/** `here`: the record is in the PC's own scopes, and is looked for there. */
export const lookupAnswer = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('found'), record: foundRecord, until: z.string() }),
  z.strictObject({ result: z.enum(['nobody', 'here']) }),
]);
export type LookupAnswer = z.infer<typeof lookupAnswer>;
