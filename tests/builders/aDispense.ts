import type { DispenseId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import type { Dispense, Lot, StockMove } from '@lianyi/schema/documents/stock';
import { aSignature } from './aPatient.ts';
import { aStockMove } from './aStockMove.ts';

/** A dispense of one lot for the prescription's first item, and the stock move that stands beside it. */
export function aDispenseOf(prescription: Prescription, lot: Lot, quantity: number, over: Partial<Dispense> = {}): { readonly dispense: Dispense; readonly move: StockMove } {
  const dispense: Dispense = {
    id: newId() as DispenseId,
    kind: 'dispense',
    prescriptionId: prescription.id,
    encounterId: prescription.encounterId,
    patientId: prescription.patientId,
    homeId: prescription.homeId,
    ownerId: lot.ownerId,
    orgId: prescription.orgId,
    lines: [{ itemNo: 1, productId: lot.productId, lotNumber: lot.lotNumber, expiry: lot.expiry, quantity }],
    amountFen: 100,
    payment: 'cash',
    dispensed: aSignature({ orgId: prescription.orgId }),
    checkedBy: null,
    ...over,
  };
  return { dispense, move: aStockMove({ lot, quantity: -quantity, reason: 'dispense', dispenseId: dispense.id, packCostFen: null }) };
}
