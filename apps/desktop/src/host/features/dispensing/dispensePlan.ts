import { daysBetween, localDay } from '@lianyi/schema/basics/dates';
import type { Prescription, PrescriptionItem } from '@lianyi/schema/documents/prescription';
import { inOrderOfUse, isOpened, planLots } from '@lianyi/schema/rules/firstExpiredFirstOut';
import { dispensedUnits, dispensingState } from '../../chart/dispensingState.ts';
import { orgName, staffName } from '../../chart/names.ts';
import { patientBanner } from '../../chart/patientBanner.ts';
import type { KnownLot } from '../../chart/shelf.ts';
import { lotsOf, stockOwners } from '../../chart/shelf.ts';
import type { Completeness } from '../../chart/views.ts';
import type { Reader } from '../../replica/replica.ts';
import { amountOfUnits } from './amounts.ts';
import type { DispensePlan, EarlierDispense, PlannedLine, PlannedLot } from './views.ts';

export interface PlanInput {
  readonly prescriptionId: string;
  readonly ownerId: string | null;
}

/**
 * What to give out of a signed prescription, first expired first out, from one owner's stock: the prescription's
 * institution's if this PC knows its stock, else that of the institution it stands in, unless the person chose another. Null for one that is not here.
 */
export function dispensePlan(read: Reader, orgId: string, input: PlanInput, now: Date, completeness: Completeness): DispensePlan | null {
  const day = localDay(now);
  const prescription = read.document('prescription', input.prescriptionId);
  const signature = prescription?.order.signature;
  const banner = prescription ? patientBanner(read, prescription.patientId, { day, completeness }) : null;
  if (!prescription || !signature || !banner) return null;

  const owners = stockOwners(read, [orgId]);
  const isKnown = (id: string | null): id is string => owners.some((owner) => owner.orgId === id);
  const ownerId = [input.ownerId, prescription.orgId].find(isKnown) ?? orgId;
  const dispensed = dispensedUnits(read, prescription.id);
  const lines = plannedLines(read, prescription, ownerId, dispensed, day);
  return {
    prescriptionId: prescription.id,
    number: prescription.number,
    type: prescription.order.type,
    validUntil: prescription.order.validUntil,
    state: dispensingState(prescription, dispensed, day),
    signedBy: staffName(read, signature.by),
    signedAt: signature.at,
    banner,
    diagnoses: (read.document('encounter', prescription.encounterId)?.diagnoses ?? []).map(({ text, code }) => ({ text, code })),
    lines,
    totalFen: prescription.order.items.reduce((sum, item) => sum + amountOfUnits(item, dispensed.get(item.itemNo) ?? 0, remaining(item, dispensed)), 0),
    owners,
    ownerId,
    earlier: earlierDispenses(read, prescription),
  };
}

const remaining = (item: PrescriptionItem, dispensed: ReadonlyMap<number, number>): number => Math.max(0, item.quantity - (dispensed.get(item.itemNo) ?? 0));

/** Two items of one product share its lots: what the first is given is gone for the second. */
function plannedLines(read: Reader, prescription: Prescription, ownerId: string, dispensed: ReadonlyMap<number, number>, day: string): readonly PlannedLine[] {
  const left = new Map<string, readonly KnownLot[]>();
  return prescription.order.items.map((item) => {
    const product = read.document('product', item.productId);
    const packSize = product?.packSize ?? 1;
    const known = lotsOf(read, ownerId, item.productId);
    const lots = left.get(item.productId) ?? known;
    const plan = planLots(lots, remaining(item, dispensed), packSize, day);
    left.set(item.productId, lots.map((lot) => ({ ...lot, quantity: lot.quantity - (plan.taken.find((taken) => taken.lot === lot)?.units ?? 0) })));
    const planned = (lot: KnownLot, quantity: number): PlannedLot => {
      const holds = known.find((entry) => entry.lotNumber === lot.lotNumber && entry.expiry === lot.expiry)?.quantity ?? 0;
      return { lotNumber: lot.lotNumber, expiry: lot.expiry, daysLeft: daysBetween(day, lot.expiry), shelf: lot.shelf, quantity, known: holds, isOpened: isOpened(holds, packSize) };
    };
    const { dose, doseUnit, route, frequency, days, note } = item;
    return {
      itemNo: item.itemNo,
      productId: item.productId,
      name: item.name,
      specification: item.specification,
      usage: { dose, doseUnit, route, frequency, days, note },
      unit: item.unit,
      packUnit: product?.packUnit ?? item.unit,
      packSize,
      packPriceFen: product?.packPriceFen ?? 0,
      ordered: item.quantity,
      alreadyDispensed: dispensed.get(item.itemNo) ?? 0,
      lots: plan.taken.map(({ lot, units }) => planned(lot, units)),
      choices: inOrderOfUse(known, packSize, day).map((lot) => planned(lot, lot.quantity)),
      short: plan.short,
    };
  });
}

function earlierDispenses(read: Reader, prescription: Prescription): readonly EarlierDispense[] {
  const rows = read.all<{ id: string }>('SELECT id FROM dispense_index WHERE prescription_id = ? ORDER BY dispensed_at DESC, id DESC', prescription.id);
  return rows.flatMap(({ id }) => {
    const dispense = read.document('dispense', id);
    if (!dispense) return [];
    return [{
      dispenseId: id,
      at: dispense.dispensed.at,
      by: staffName(read, dispense.dispensed.by),
      ownerName: orgName(read, dispense.ownerId),
      amountFen: dispense.amountFen,
      payment: dispense.payment,
      lines: dispense.lines.map((line) => {
        const item = prescription.order.items.find(({ itemNo }) => itemNo === line.itemNo);
        return { name: item?.name ?? '', lotNumber: line.lotNumber, quantity: line.quantity, unit: item?.unit ?? '' };
      }),
    }];
  });
}
