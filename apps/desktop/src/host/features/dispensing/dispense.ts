import { isCalendarDate, localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { DispenseId, PersonId, ProductId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import type { Dispense, StockMove } from '@lianyi/schema/documents/stock';
import { isExpired } from '@lianyi/schema/rules/firstExpiredFirstOut';
import { typedQuantity } from '@lianyi/schema/rules/quantity';
import { dispensedUnits, dispensingState } from '../../chart/dispensingState.ts';
import { errorsOfFailure } from '../../chart/saveFailures.ts';
import { knownUnits, stockOwners } from '../../chart/shelf.ts';
import type { FieldError } from '../../chart/views.ts';
import { signatureOf } from '../../chart/visitSigning.ts';
import type { Actor, Reader, Replica } from '../../replica/replica.ts';
import { amountOfUnits } from './amounts.ts';
import type { DispenseResult } from './views.ts';

export interface LineToDispense {
  readonly itemNo: number;
  readonly productId: string;
  readonly lotNumber: string;
  readonly expiry: string;
  readonly quantity: number;
}

export interface DispenseInput {
  readonly prescriptionId: string;
  readonly ownerId: string;
  readonly lines: readonly LineToDispense[];
  readonly payment: Dispense['payment'];
  readonly checkedBy: string | null;
}

type Short = Extract<DispenseResult, { short: unknown }>['short'];
type Refusal = { readonly errors: readonly FieldError[] } | { readonly short: Short };

/**
 * Gives drugs out of lots, whole or in part: the dispense and a stock move for each lot, in one save. Refuses more than
 * was ordered in all, more than this PC knows a lot to hold, and lots and prescriptions that have expired; all of it is
 * looked at inside the transaction, so that a second press finds what the first has written.
 */
export function dispense(replica: Replica, actor: Actor, input: DispenseInput, now: Date): DispenseResult {
  const day = localDay(now);
  const dispenseId = newId(now.getTime()) as DispenseId;
  const saved = replica.save<Refusal>('dispensing.dispense', actor, (read) => {
    const refuse = (...errors: readonly FieldError[]): { refusal: Refusal } => ({ refusal: { errors } });
    const prescription = read.document('prescription', input.prescriptionId);
    if (!prescription) return refuse({ field: '', code: 'notFound' });
    const dispensed = dispensedUnits(read, prescription.id);
    const closed = closedReason(prescription, dispensed, day);
    if (closed !== null) return refuse({ field: '', code: closed });
    if (!stockOwners(read, [replica.identity.orgId]).some(({ orgId }) => orgId === input.ownerId)) return refuse({ field: 'ownerId', code: 'notFound' });
    if (input.checkedBy !== null && !read.document('person', input.checkedBy)) return refuse({ field: 'checkedBy', code: 'notFound' });
    const wrong = lineErrors(prescription, input.lines, day);
    const errors = wrong.length > 0 ? wrong : orderedErrors(prescription, dispensed, input.lines);
    if (errors.length > 0) return refuse(...errors);
    const lines = joined(input.lines);
    const short = lines.map((line) => shortOf(read, prescription, input.ownerId, lines, line)).find((found) => found !== null);
    if (short) return { refusal: { short } };

    const fact = dispenseOf(dispenseId, prescription, actor, input, lines, dispensed, now);
    return { writes: [fact, ...movesOf(fact, now)].map((document) => ({ op: 'create' as const, document })) };
  });
  if (saved.ok) return { ok: true, dispenseId, savedAt: saved.savedAt };
  return 'failure' in saved ? { ok: false, errors: errorsOfFailure(saved.failure) } : { ok: false, ...saved.refusal };
}

function closedReason(prescription: Prescription, dispensed: ReadonlyMap<number, number>, day: string): string | null {
  if (prescription.order.state !== 'signed') return 'notSigned';
  const state = dispensingState(prescription, dispensed, day);
  if (state === 'done') return 'alreadyDispensed';
  return state === 'expired' || state === 'stopped' ? state : null;
}

function lineErrors(prescription: Prescription, lines: readonly LineToDispense[], day: string): readonly FieldError[] {
  if (lines.length === 0) return [{ field: 'lines', code: 'required' }];
  return lines.flatMap((line, at): readonly FieldError[] => {
    const field = (name: string): string => `lines.${at}.${name}`;
    const item = prescription.order.items.find(({ itemNo }) => itemNo === line.itemNo);
    if (item?.productId !== line.productId) return [{ field: field('itemNo'), code: 'notOrdered' }];
    const quantity = typedQuantity(line.quantity);
    if (!quantity.ok) return [{ field: field('quantity'), code: quantity.code }];
    if (line.lotNumber.trim() === '' || line.lotNumber.length > 40) return [{ field: field('lotNumber'), code: 'required' }];
    if (!isCalendarDate(line.expiry)) return [{ field: field('expiry'), code: 'invalid' }];
    return isExpired(line, day) ? [{ field: field('expiry'), code: 'lotExpired' }] : [];
  });
}

function orderedErrors(prescription: Prescription, dispensed: ReadonlyMap<number, number>, lines: readonly LineToDispense[]): readonly FieldError[] {
  return prescription.order.items.flatMap((item) => {
    const at = lines.findIndex(({ itemNo }) => itemNo === item.itemNo);
    const wanted = lines.filter(({ itemNo }) => itemNo === item.itemNo).reduce((sum, { quantity }) => sum + quantity, 0);
    const already = dispensed.get(item.itemNo) ?? 0;
    if (at < 0 || already + wanted <= item.quantity) return [];
    return [{ field: `lines.${at}.quantity`, code: already >= item.quantity ? 'alreadyDispensed' : 'overDispensed', values: { ordered: item.quantity, dispensed: already, wanted } }];
  });
}

/** Lines of the same item and lot are one. */
function joined(lines: readonly LineToDispense[]): readonly LineToDispense[] {
  const byKey = new Map<string, LineToDispense>();
  for (const line of lines) {
    const key = JSON.stringify([line.itemNo, line.lotNumber.trim(), line.expiry]);
    byKey.set(key, { ...line, lotNumber: line.lotNumber.trim(), quantity: line.quantity + (byKey.get(key)?.quantity ?? 0) });
  }
  return [...byKey.values()];
}

/** A lot may serve two items: what all of them want counts. */
function shortOf(read: Reader, prescription: Prescription, ownerId: string, lines: readonly LineToDispense[], line: LineToDispense): Short | null {
  const wanted = lines.filter((other) => other.productId === line.productId && other.lotNumber === line.lotNumber && other.expiry === line.expiry).reduce((sum, { quantity }) => sum + quantity, 0);
  const known = knownUnits(read, ownerId, line.productId, line.lotNumber, line.expiry);
  if (wanted <= known) return null;
  const name = prescription.order.items.find(({ itemNo }) => itemNo === line.itemNo)?.name ?? '';
  return { productId: line.productId, name, lotNumber: line.lotNumber, known, wanted };
}

function dispenseOf(
  id: DispenseId, prescription: Prescription, actor: Actor, input: DispenseInput, lines: readonly LineToDispense[], dispensed: ReadonlyMap<number, number>, now: Date,
): Dispense {
  const amountFen = prescription.order.items.reduce((sum, item) => {
    const units = lines.filter(({ itemNo }) => itemNo === item.itemNo).reduce((total, { quantity }) => total + quantity, 0);
    return sum + amountOfUnits(item, dispensed.get(item.itemNo) ?? 0, units);
  }, 0);
  return {
    id,
    kind: 'dispense',
    prescriptionId: prescription.id,
    encounterId: prescription.encounterId,
    patientId: prescription.patientId,
    homeId: prescription.homeId,
    ownerId: input.ownerId as Dispense['ownerId'],
    orgId: actor.orgId,
    lines: lines.map((line) => ({ ...line, productId: line.productId as ProductId })),
    amountFen,
    payment: input.payment,
    dispensed: signatureOf(actor, localClockTime(now)),
    checkedBy: input.checkedBy as PersonId | null,
  };
}

function movesOf(fact: Dispense, now: Date): readonly StockMove[] {
  return fact.lines.map(({ productId, lotNumber, expiry, quantity }) => ({
    id: newId(now.getTime()),
    kind: 'stockMove',
    lot: { ownerId: fact.ownerId, productId, lotNumber, expiry },
    quantity: -quantity,
    reason: 'dispense',
    dispenseId: fact.id,
    count: null,
    packCostFen: null,
    shelf: '',
    supplier: '',
    note: '',
    moved: fact.dispensed,
  }));
}
