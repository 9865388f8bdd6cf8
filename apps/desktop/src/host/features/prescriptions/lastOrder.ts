import { convertAmount } from '@lianyi/schema/rules/quantity';
import { recordIds } from '../../chart/linkedRecord.ts';
import type { Reader } from '../../replica/replica.ts';
import type { OrderDraft } from './inputs.ts';
import { doseUnitOf } from './orderItems.ts';

/**
 * The patient's last signed prescription as a draft to begin from: without its quantities, which follow again, and
 * without its overrides, which were about that day. Products that are gone from the catalogue are left out.
 */
export function lastOrder(read: Reader, patientId: string): OrderDraft | null {
  const row = read.get<{ id: string }>("SELECT id FROM prescription_index WHERE patient_id IN (SELECT value FROM json_each(?)) AND state = 'signed' ORDER BY signed_at DESC LIMIT 1", recordIds(read, patientId));
  const last = row && read.document('prescription', row.id);
  if (!last) return null;
  const items = last.order.items.flatMap((item) => {
    const product = read.document('product', item.productId);
    if (!product?.active) return [];
    const dose = convertAmount(item.dose, item.doseUnit, doseUnitOf(product));
    return [{ productId: product.id, dose, route: item.route, frequency: item.frequency, days: item.days, quantity: null, note: item.note }];
  });
  return { type: last.order.type, items: items.map((item, at) => ({ itemNo: at + 1, ...item })), overrides: [], supplyReason: last.order.supplyReason };
}
