import * as z from 'zod';
import { asideIn } from '../replica/aside.ts';
import type { Reader } from '../replica/replica.ts';

const text = z.string().max(200);

/** A row of a prescription that is not written out yet, as text: no document can hold it. `at` is its place among all rows. */
export const unfinishedRow = z.strictObject({
  at: z.int().min(0).max(40),
  drug: z.strictObject({ productId: z.string().max(64), name: text, specification: text, unit: text, doseUnit: text, usualDose: z.string().max(400) }),
  dose: text, frequency: text, route: text, days: text, quantity: text, note: text,
});
export type UnfinishedRow = z.infer<typeof unfinishedRow>;

/** What they are kept under; see `ReplicaForExchange.keepAside`. */
export const asideOf = (encounterId: string): string => `unfinishedRows:${encounterId}`;

/** The unfinished rows of a visit's prescription. They are this PC's alone until they are finished. */
export function unfinishedRows(read: Reader, encounterId: string): readonly UnfinishedRow[] {
  // What cannot be read is no reason not to open the visit.
  return unfinishedRow.array().catch([]).parse(asideIn(read, asideOf(encounterId)));
}
