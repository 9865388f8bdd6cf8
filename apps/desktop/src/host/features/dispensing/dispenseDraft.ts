import * as z from 'zod';
import { asideIn } from '../../replica/aside.ts';
import type { Reader } from '../../replica/replica.ts';

const text = z.string().max(200);

const plannedLot = z.strictObject({ lotNumber: text, expiry: text, daysLeft: z.number(), shelf: text, quantity: z.number(), known: z.number(), isOpened: z.boolean() });

/** What one person has entered for a prescription that has not left yet: lots as typed by line, checks, payment. */
export const dispenseDraft = z.strictObject({
  ownerId: text.nullable(),
  allocation: z.record(z.string().max(8), z.array(z.strictObject({ lot: plannedLot, typed: text })).max(40)),
  ticked: z.array(z.enum(['prescription', 'drug', 'compatibility', 'rationality'])).max(4),
  payment: z.enum(['insurance', 'cash', 'scan']).nullable(),
  checkedBy: text,
});
export type DispenseDraft = z.infer<typeof dispenseDraft>;

/** What it is kept under; see `ReplicaForExchange.keepAside`. A check that one person ticked is not another's. */
export const asideOf = (personId: string, prescriptionId: string): string => `dispenseDraft:${personId}:${prescriptionId}`;

/** What this person had entered before the window was closed or loaded again; null for nothing. It is this PC's alone. */
export function keptDraft(read: Reader, personId: string, prescriptionId: string): DispenseDraft | null {
  // What cannot be read is no reason not to open the prescription.
  return dispenseDraft.nullable().catch(null).parse(asideIn(read, asideOf(personId, prescriptionId)));
}
