import type { EncounterId, PatientId, PrescriptionId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { linePriceFen } from '@lianyi/schema/basics/money';
import type { Product } from '@lianyi/schema/documents/county';
import type { Order, Prescription, PrescriptionItem } from '@lianyi/schema/documents/prescription';
import { aSignature, testOrgId } from './aPatient.ts';
import { productNamed } from './aProduct.ts';

/** A line of a prescription: 30 mg three times a day for 5 days, 15 tablets. */
export function aPrescriptionItem(parts: Partial<PrescriptionItem> = {}, product: Product = productNamed('氨溴索片')): PrescriptionItem {
  const quantity = parts.quantity ?? 15;
  return {
    itemNo: 1,
    productId: product.id,
    name: product.name,
    specification: `${product.strength}×${product.packSize} ${product.unit}`,
    dose: product.strengthPerUnit?.amount ?? 1,
    doseUnit: product.strengthPerUnit?.unit ?? product.unit,
    route: product.defaultRoute,
    frequency: 'tid',
    days: 5,
    quantity,
    unit: product.unit,
    amountFen: linePriceFen(quantity, product.packPriceFen, product.packSize),
    note: '',
    ...parts,
  };
}

type PrescriptionParts = Partial<Omit<Prescription, 'order'>> & { readonly order?: Partial<Order> };

/** A prescription signed on the morning of 9 March 2026, valid that day. */
export function aPrescription(parts: PrescriptionParts = {}): Prescription {
  const { order, ...rest } = parts;
  return {
    id: newId() as PrescriptionId,
    kind: 'prescription',
    patientId: newId() as PatientId,
    homeId: testOrgId,
    orgId: testOrgId,
    encounterId: newId() as EncounterId,
    number: '0127-0309-04',
    createdAt: '2026-03-09T09:40:00+08:00',
    order: { state: 'signed', type: 'general', items: [aPrescriptionItem()], overrides: [], supplyReason: '', validUntil: '2026-03-09', signature: aSignature({ at: '2026-03-09T09:48:00+08:00' }), ...order },
    stopped: null,
    ...rest,
  };
}
