import * as z from 'zod';
import { deviceId, personId } from '../basics/ids.ts';
import { glassReason } from '../documents/alertValues.ts';
import { line } from '../documents/parts.ts';

/** Where a PC asks for the record of somebody who lives elsewhere, with a reason; only while there is a line. */
export const lookupPath = '/sync/lookups';

export const lookupTextLeast = 6;
const differentLettersLeast = 3;
/**
 * Whether a text says why: so many characters, more than half of those in letters of some script, and not the same one or two
 * again and again; dots and digits say nothing.
 */
export function saysWhy(text: string): boolean {
  const letters = text.toLowerCase().match(/\p{L}/gu) ?? [];
  return isLongEnough(text) && letters.length > lookupTextLeast / 2 && new Set(letters).size >= differentLettersLeast;
}

/** Long enough, and says nothing all the same: who typed it is told what is missing. */
export const isEmptyTalk = (text: string): boolean => isLongEnough(text) && !saysWhy(text);

const isLongEnough = (text: string): boolean => [...text.trim()].length >= lookupTextLeast;

/** To whoever asks past the pages. */
export const saysTooLittle = `text says too little: ${lookupTextLeast} characters or more, with ${differentLettersLeast} different letters among them`;

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
