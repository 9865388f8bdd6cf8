import { addDays, ageOn, localDay } from '@lianyi/schema/basics/dates';
import { maximumValidityDays } from '@lianyi/schema/rules/prescribing';
import { dispensedUnits, dispensingState } from '../../chart/dispensingState.ts';
import { staffName } from '../../chart/names.ts';
import type { Reader } from '../../replica/replica.ts';
import type { DispenseQueueItem } from './views.ts';

/**
 * The day's signed prescriptions of this institution, what waits first; after them those of others that this PC follows
 * and that still wait (a nurse who visits a village gives out what its doctor wrote).
 */
export function dispenseQueue(read: Reader, orgId: string, now: Date): readonly DispenseQueueItem[] {
  const day = localDay(now);
  const rows = read.all<{ id: string; org_id: string }>(
    "SELECT id, org_id FROM prescription_index WHERE state = 'signed' AND day >= ? AND (day = ? OR valid_until >= ?) ORDER BY signed_at",
    addDays(day, -maximumValidityDays), day, day,
  );
  const queue = rows.flatMap(({ id, org_id: writtenBy }) => {
    const item = queueItem(read, id, day);
    return item && (writtenBy === orgId || isOpen(item)) ? [{ item, isOwn: writtenBy === orgId }] : [];
  });
  return queue.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn) || Number(isOpen(b.item)) - Number(isOpen(a.item))).map(({ item }) => item);
}

const isOpen = ({ state }: DispenseQueueItem): boolean => state === 'waiting' || state === 'partly';

function queueItem(read: Reader, prescriptionId: string, day: string): DispenseQueueItem | null {
  const prescription = read.document('prescription', prescriptionId);
  const patient = prescription && read.document('patient', prescription.patientId);
  const signature = prescription?.order.signature;
  if (!prescription || !patient || !signature) return null;
  return {
    prescriptionId,
    number: prescription.number,
    patientId: patient.id,
    patientName: patient.identity.name,
    sex: patient.identity.sex,
    ageYears: ageOn(patient.identity.birthDate, day).years,
    signedAt: signature.at,
    prescriber: staffName(read, signature.by),
    drugs: prescription.order.items.length,
    state: dispensingState(prescription, dispensedUnits(read, prescriptionId), day),
    hasAllergy: Object.values(patient.allergies).some(({ status }) => status === 'active'),
  };
}
