import * as z from 'zod';
import { procedure, procedureFor, router } from '../../trpc.ts';
import type { CheckResult, SlipView } from './views.ts';
import type { FieldError } from '../../chart/views.ts';

/** An item as typed: numbers may still be missing or wrong. */
export const itemDraft = z.strictObject({
  itemNo: z.int(), productId: z.string(), dose: z.number().nullable(), route: z.string(), frequency: z.string(),
  days: z.number().nullable(),
  /** Set when the person has typed a quantity; else it follows from dose, frequency and days. */
  quantity: z.number().nullable(),
  note: z.string().max(400),
});
export const orderDraft = z.strictObject({
  type: z.enum(['general', 'emergency', 'paediatric', 'long']),
  items: z.array(itemDraft).max(40),
  overrides: z.array(z.strictObject({ ruleId: z.string(), reason: z.string().max(1000) })).max(100),
  supplyReason: z.string().max(400),
});
const ofEncounter = z.strictObject({ encounterId: z.string(), order: orderDraft });

export const prescriptionsRouter = router({
  /** Alerts, quantities and prices as they type; saves nothing. */
  check: procedure.input(ofEncounter).query((): CheckResult => { throw new Error('not built'); }),
  /** Keeps the draft on the disk. */
  save: procedureFor('encounter.write').input(ofEncounter).mutation((): { ok: true; prescriptionId: string; savedAt: string } | { ok: false; errors: readonly FieldError[] } => { throw new Error('not built'); }),
  /** Signs visit and prescription in one bundle. */
  sign: procedureFor('prescription.sign').input(ofEncounter).mutation((): { ok: true; prescriptionId: string; savedAt: string } | { ok: false; errors: readonly FieldError[]; alerts: CheckResult['alerts'] } => { throw new Error('not built'); }),
  stop: procedureFor('prescription.sign').input(z.strictObject({ prescriptionId: z.string(), reason: z.string().max(400) })).mutation((): { ok: true; savedAt: string } | { ok: false; errors: readonly FieldError[] } => { throw new Error('not built'); }),
  /** The last prescription of this patient, as a draft to begin from. */
  last: procedure.input(z.strictObject({ patientId: z.string() })).query((): z.infer<typeof orderDraft> | null => { throw new Error('not built'); }),
  slip: procedure.input(z.strictObject({ prescriptionId: z.string() })).query((): SlipView | null => { throw new Error('not built'); }),
});
