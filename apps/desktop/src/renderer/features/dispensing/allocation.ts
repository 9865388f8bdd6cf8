import { linePriceFen } from '@lianyi/schema/basics/money';
import { maximumUnits } from '@lianyi/schema/rules/quantity';
import type { DispensePlan, PlannedLine, PlannedLot } from '../../../contract/views.ts';

/** A lot to take from, with the quantity as typed. */
export interface AllocatedLot {
  readonly lot: PlannedLot;
  readonly typed: string;
}

/** The lots of each line, by its number; a line that nobody has touched follows the plan. */
export type Allocation = Readonly<Record<number, readonly AllocatedLot[]>>;

/** Which lot of which line an act is about. */
export interface LotPlace {
  readonly itemNo: number;
  readonly at: number;
}

/** How a typed quantity stands: `known` is what this PC knows the lot to hold. */
export type QuantityStanding = 'ok' | 'none' | 'unreadable' | 'notWhole' | 'belowNothing' | 'tooLarge' | 'moreThanKnown';

export function lotsOf(line: PlannedLine, allocation: Allocation): readonly AllocatedLot[] {
  const edited = allocation[line.itemNo];
  if (edited === undefined) return line.lots.map((lot) => ({ lot, typed: String(lot.quantity) }));
  // What the PC knows of a lot may have changed since it was chosen.
  return edited.map(({ lot, typed }) => ({ lot: [...line.choices, ...line.lots].find((known) => isSameLot(known, lot)) ?? lot, typed }));
}

export function isSameLot(a: Pick<PlannedLot, 'lotNumber' | 'expiry'>, b: Pick<PlannedLot, 'lotNumber' | 'expiry'>): boolean {
  return a.lotNumber === b.lotNumber && a.expiry === b.expiry;
}

/** A whole number from 0, as it was typed; null for anything else. */
export function quantityOf(typed: string): number | null {
  const text = typed.trim();
  if (text === '') return 0;
  return /^\d+$/.test(text) ? Number(text) : null;
}

export function standingOf({ lot, typed }: AllocatedLot): QuantityStanding {
  const text = typed.trim();
  const quantity = quantityOf(text);
  if (quantity === null && /^-\d+(\.\d+)?$/.test(text)) return 'belowNothing';
  if (quantity === null) return /^\d*\.\d+$/.test(text) ? 'notWhole' : 'unreadable';
  if (quantity === 0) return 'none';
  if (quantity > maximumUnits) return 'tooLarge';
  return quantity > lot.known ? 'moreThanKnown' : 'ok';
}

/** A standing that keeps the drug here. */
export const isBadStanding = (standing: QuantityStanding): boolean => standing !== 'ok' && standing !== 'none';

export function remainingOf({ ordered, alreadyDispensed }: PlannedLine): number {
  return Math.max(0, ordered - alreadyDispensed);
}

/** Units that leave of a line; a quantity that no prescription orders is a slip of the hand and takes nothing. */
export function takenOf(line: PlannedLine, allocation: Allocation): number {
  return lotsOf(line, allocation).reduce((sum, entry) => sum + (standingOf(entry) === 'tooLarge' ? 0 : quantityOf(entry.typed) ?? 0), 0);
}

/** Takes another lot in the place of one, with its quantity as far as the new one goes; what is left stays where it was. */
export function changeLot(lots: readonly AllocatedLot[], at: number, to: PlannedLot): readonly AllocatedLot[] {
  const from = lots[at];
  if (from === undefined || isSameLot(from.lot, to)) return lots;
  const wanted = quantityOf(from.typed) ?? 0;
  const there = lots.find(({ lot }) => isSameLot(lot, to));
  const free = Math.max(0, to.known - (there === undefined ? 0 : quantityOf(there.typed) ?? 0));
  const moved = Math.min(wanted, free);
  const others = lots.flatMap((entry, index) => {
    if (entry === there) return [];
    if (index !== at) return [entry];
    const taken = { lot: to, typed: String(moved + (there === undefined ? 0 : quantityOf(there.typed) ?? 0)) };
    return wanted > moved ? [taken, { ...entry, typed: String(wanted - moved) }] : [taken];
  });
  return others;
}

/** Adds a lot for what is still missing of the line. */
export function addLot(line: PlannedLine, allocation: Allocation, lot: PlannedLot): readonly AllocatedLot[] {
  const lots = lotsOf(line, allocation);
  if (lots.some((entry) => isSameLot(entry.lot, lot))) return lots;
  const missing = Math.max(0, remainingOf(line) - takenOf(line, allocation));
  return [...lots, { lot, typed: String(Math.min(missing, lot.known)) }];
}

/** A lot that this PC knows to hold less than is wanted of it. */
export interface ShortLot {
  readonly productId: string;
  readonly name: string;
  readonly lotNumber: string;
  readonly known: number;
  readonly wanted: number;
}

/** The first lot that is short, seen while it is typed; the host looks again when it is dispensed. */
export function shortLot(plan: DispensePlan, allocation: Allocation): ShortLot | null {
  const [first] = plan.lines.flatMap((line) => lotsOf(line, allocation).flatMap((entry) => (standingOf(entry) === 'moreThanKnown'
    ? [{ productId: line.productId, name: line.name, lotNumber: entry.lot.lotNumber, known: entry.lot.known, wanted: quantityOf(entry.typed) ?? 0 }] : [])));
  return first ?? null;
}

export interface LineToDispense {
  itemNo: number;
  productId: string;
  lotNumber: string;
  expiry: string;
  quantity: number;
}

/** What the host is asked to dispense: every lot with a quantity. */
export function linesToDispense(plan: DispensePlan, allocation: Allocation): LineToDispense[] {
  return plan.lines.flatMap((line) => lotsOf(line, allocation).flatMap(({ lot, typed }) => {
    const quantity = quantityOf(typed) ?? 0;
    return quantity === 0 ? [] : [{ itemNo: line.itemNo, productId: line.productId, lotNumber: lot.lotNumber, expiry: lot.expiry, quantity }];
  }));
}

/** What will be paid for what leaves now. */
export function amountOf(plan: DispensePlan, allocation: Allocation): number {
  return plan.lines.reduce((sum, line) => sum + linePriceFen(takenOf(line, allocation), line.packPriceFen, Math.max(1, line.packSize)), 0);
}
