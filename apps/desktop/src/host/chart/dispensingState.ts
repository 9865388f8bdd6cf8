import type { CalendarDate } from '@lianyi/schema/basics/dates';
import type { Prescription } from '@lianyi/schema/documents/prescription';
import type { Reader } from '../replica/replica.ts';

export type DispensingState = 'waiting' | 'partly' | 'done' | 'expired' | 'stopped';

/** Units that have left for a prescription, by item, as this PC knows. */
export function dispensedUnits(read: Reader, prescriptionId: string): ReadonlyMap<number, number> {
  const rows = read.all<{ item_no: number; units: number }>('SELECT item_no, sum(quantity) AS units FROM dispense_line_index WHERE prescription_id = ? GROUP BY item_no', prescriptionId);
  return new Map(rows.map((row) => [row.item_no, row.units]));
}

/** How far a signed prescription has got on a day. What has left wholly is done, whatever came after. */
export function dispensingState(prescription: Prescription, dispensed: ReadonlyMap<number, number>, day: CalendarDate): DispensingState {
  const { items, validUntil } = prescription.order;
  if (items.length > 0 && items.every((item) => (dispensed.get(item.itemNo) ?? 0) >= item.quantity)) return 'done';
  if (prescription.stopped !== null) return 'stopped';
  if (validUntil < day) return 'expired';
  return items.some((item) => (dispensed.get(item.itemNo) ?? 0) > 0) ? 'partly' : 'waiting';
}
