import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { addDays, daysBetween } from '@lianyi/schema/basics/dates';
import type { Prescription, PrescriptionItem } from '@lianyi/schema/documents/prescription';
import type { Reader } from '../replica/replica.ts';
import { dispensedUnits } from './dispensingState.ts';
import { recordIds } from './linkedRecord.ts';
import { staffName } from './names.ts';
import type { MedicationInUse } from './views.ts';

/** The longest supply that a prescription can order, in days. */
const longestSupplyDays = 180;

/**
 * The drugs that a patient has from signed prescriptions whose days are not over on `day`, the longest left first. Of
 * a product ordered more than once the order that lasts longest stands. What was stopped is not in use.
 */
export function medicationsInUse(read: Reader, patientId: string, day: CalendarDate): readonly MedicationInUse[] {
  const rows = read.all<{ id: string }>(
    `SELECT id FROM prescription_index
      WHERE patient_id IN (SELECT value FROM json_each(?)) AND created_at >= ? AND state = 'signed' AND stopped_at IS NULL ORDER BY created_at DESC`,
    recordIds(read, patientId), addDays(day, -longestSupplyDays - 2),
  );
  const byProduct = new Map<string, MedicationInUse>();
  for (const { id } of rows) {
    const prescription = read.document('prescription', id);
    const given = dispensedUnits(read, id);
    for (const item of prescription?.order.items ?? []) {
      const medication = prescription ? inUse(read, prescription, item, { day, given: given.get(item.itemNo) ?? 0 }) : null;
      const known = byProduct.get(item.productId);
      if (medication && (!known || known.daysLeft < medication.daysLeft)) byProduct.set(item.productId, medication);
    }
  }
  return [...byProduct.values()].toSorted((a, b) => b.daysLeft - a.daysLeft || a.name.localeCompare(b.name, 'zh-CN'));
}

function inUse(read: Reader, prescription: Prescription, item: PrescriptionItem, { day, given }: { readonly day: CalendarDate; readonly given: number }): MedicationInUse | null {
  const { signature } = prescription.order;
  if (signature === null) return null;
  const from = signature.at.slice(0, 10);
  // Given in part, it lasts as long as that part.
  const days = given > 0 && given < item.quantity ? Math.ceil((item.days * given) / item.quantity) : item.days;
  const daysLeft = daysBetween(day, addDays(from, days - 1));
  if (daysLeft < 0) return null;
  return {
    productId: item.productId,
    name: item.name,
    dose: item.dose,
    doseUnit: item.doseUnit,
    route: item.route,
    frequency: item.frequency,
    from,
    daysLeft,
    isGiven: given > 0,
    ingredients: read.document('product', item.productId)?.ingredients ?? [],
    prescribedBy: staffName(read, signature.by),
  };
}
