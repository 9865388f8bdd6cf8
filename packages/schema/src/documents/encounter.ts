import * as z from 'zod';
import { encounterId, organisationId, patientId, personId } from '../basics/ids.ts';
import { clockTime, line, note, signature } from './parts.ts';

const measured = (min: number, max: number) => z.number().min(min).max(max).nullable();

/** Vital signs. Bounds are what a living person can show; ranges to colour by are in `rules/vitals`. */
export const vitals = z.strictObject({
  temperatureC: measured(25, 45),
  pulse: z.int().min(0).max(350).nullable(),
  respiration: z.int().min(0).max(150).nullable(),
  systolic: z.int().min(20).max(350).nullable(),
  diastolic: z.int().min(10).max(250).nullable(),
  spo2: z.int().min(20).max(100).nullable(),
  weightKg: measured(0.2, 400),
  heightCm: measured(20, 260),
  glucoseMmolL: measured(0.5, 60),
  onOxygen: z.boolean(),
  consciousness: z.enum(['A', 'C', 'V', 'P', 'U']).nullable(),
});
export type Vitals = z.infer<typeof vitals>;

export const diagnosis = z.strictObject({
  system: z.enum(['icd10', 'tcm', 'text']),
  code: note(20),
  text: line(120),
});
export type Diagnosis = z.infer<typeof diagnosis>;

export const encounterProgress = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('draft') }),
  z.strictObject({ state: z.literal('signed'), signature }),
  z.strictObject({ state: z.literal('enteredInError'), signature, reason: line(200) }),
]);

/** A visit. A draft merges per section; once signed its sections stand. The first diagnosis is the main one. */
export const encounter = z.strictObject({
  id: encounterId,
  kind: z.literal('encounter'),
  patientId,
  /** The patient's home when the visit was opened: a fact stays in the scope it was written to. */
  homeId: organisationId,
  orgId: organisationId,
  practitionerId: personId,
  startedAt: clockTime,
  visitNumber: line(20),
  complaint: note(500),
  history: note(4000),
  examination: note(4000),
  vitals: vitals.nullable(),
  diagnoses: z.array(diagnosis).max(12),
  plan: note(2000),
  progress: encounterProgress,
  /** Texts that lost to another PC's in the same section, by section, then by device: shown until somebody has looked. */
  variants: z.record(z.string(), z.record(z.string(), z.unknown())),
});
export type Encounter = z.infer<typeof encounter>;
export const encounterSections = ['complaint', 'history', 'examination', 'vitals', 'diagnoses', 'plan'] as const;

/** True where nobody has written anything: a visit opened by mistake, or just now. */
export function isUnwritten({ complaint, history, examination, vitals: taken, diagnoses, plan, variants }: Encounter): boolean {
  return [complaint, history, examination, plan].every((text) => text === '') && taken === null && diagnoses.length === 0 && Object.keys(variants).length === 0;
}
