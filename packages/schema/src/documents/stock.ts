import * as z from 'zod';
import { fen } from '../basics/money.ts';
import { dispenseId, encounterId, organisationId, patientId, personId, prescriptionId, productId, uuid } from '../basics/ids.ts';
import { calendarDate, clockTime, line, note, signature } from './parts.ts';

/** A lot is named by its owner, product, number and expiry: every PC that meets it names it alike. */
export const lot = z.strictObject({ ownerId: organisationId, productId, lotNumber: line(40), expiry: calendarDate });
export type Lot = z.infer<typeof lot>;

export const dispenseLine = z.strictObject({
  itemNo: z.int().min(1).max(50),
  productId,
  lotNumber: line(40),
  expiry: calendarDate,
  quantity: z.int().min(1).max(10_000),
});
export type DispenseLine = z.infer<typeof dispenseLine>;

/** Drugs that left for a patient: a fact. Its stock moves stand beside it in the same bundle. */
export const dispense = z.strictObject({
  id: dispenseId,
  kind: z.literal('dispense'),
  prescriptionId,
  encounterId,
  patientId,
  homeId: organisationId,
  /** The institution whose stock it was, */
  ownerId: organisationId,
  /** and the one that handed it out. */
  orgId: organisationId,
  lines: z.array(dispenseLine).min(1).max(60),
  amountFen: fen,
  payment: z.enum(['insurance', 'cash', 'scan']),
  dispensed: signature,
  checkedBy: personId.nullable(),
});
export type Dispense = z.infer<typeof dispense>;

/** A change of one lot's stock, in dispensing units, signed: a fact. A balance is the sum of moves. */
export const stockMove = z.strictObject({
  id: uuid,
  kind: z.literal('stockMove'),
  lot,
  quantity: z.int().min(-1_000_000).max(1_000_000),
  reason: z.enum(['opening', 'receipt', 'dispense', 'count', 'damage', 'return']),
  dispenseId: dispenseId.nullable(),
  /** What was on the shelf, and what the PC had thought: a count is the difference. */
  count: z.strictObject({ counted: z.int().min(0).max(1_000_000), known: z.int() }).nullable(),
  /** Purchase price of a pack, of a receipt or an opening balance. */
  packCostFen: fen.nullable(),
  shelf: note(20),
  supplier: note(80),
  note: note(200),
  moved: signature,
});
export type StockMove = z.infer<typeof stockMove>;

export { clockTime };
