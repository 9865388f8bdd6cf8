import * as z from 'zod';
import { unfinishedRow } from '../../chart/unfinishedRows.ts';

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
export type OrderDraft = z.infer<typeof orderDraft>;
export const ofEncounter = z.strictObject({ encounterId: z.string(), order: orderDraft });
export const rowsOfEncounter = z.strictObject({ encounterId: z.string().max(64), rows: z.array(unfinishedRow).max(40) });
