import * as z from 'zod';
import { fen } from '../basics/money.ts';
import { encounterId, organisationId, patientId, prescriptionId, productId } from '../basics/ids.ts';
import { frequencyCode, routeCode } from '../codes/usage.ts';
import { calendarDate, clockTime, line, note, signature } from './parts.ts';

/** One drug of a prescription. `quantity` is in dispensing units (片, 粒, 支), a whole number. */
export const prescriptionItem = z.strictObject({
  itemNo: z.int().min(1).max(50),
  productId,
  name: line(80),
  specification: note(80),
  dose: z.number().positive().max(100_000),
  doseUnit: line(10),
  route: routeCode,
  frequency: frequencyCode,
  days: z.int().min(1).max(180),
  quantity: z.int().min(1).max(10_000),
  unit: line(10),
  amountFen: fen,
  note: note(200),
});
export type PrescriptionItem = z.infer<typeof prescriptionItem>;

/** An alert that the prescriber set aside, and why. */
export const override = z.strictObject({ ruleId: line(120), reason: line(300) });

export const prescriptionType = z.enum(['general', 'emergency', 'paediatric', 'long']);

/** The whole content and its signature are one unit: nobody signs what they did not see. */
export const order = z.strictObject({
  state: z.enum(['draft', 'signed']),
  type: prescriptionType,
  items: z.array(prescriptionItem).max(30),
  overrides: z.array(override).max(60),
  /** Why a supply over the usual days (chronic, elderly, special), or empty. */
  supplyReason: note(200),
  /** The last day it may be dispensed on. */
  validUntil: calendarDate,
  signature: signature.nullable(),
});
export type Order = z.infer<typeof order>;

export const prescription = z.strictObject({
  id: prescriptionId,
  kind: z.literal('prescription'),
  patientId,
  homeId: organisationId,
  orgId: organisationId,
  encounterId,
  number: line(30),
  createdAt: clockTime,
  order,
  stopped: z.strictObject({ signature, reason: line(200) }).nullable(),
});
export type Prescription = z.infer<typeof prescription>;
