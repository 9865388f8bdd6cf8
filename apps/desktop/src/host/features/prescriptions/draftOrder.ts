import { localClockTime, localDay } from '@lianyi/schema/basics/dates';
import type { PrescriptionId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import type { Signature } from '@lianyi/schema/documents/parts';
import type { Order, Prescription } from '@lianyi/schema/documents/prescription';
import type { FieldError } from '../../chart/views.ts';
import type { Actor, Reader } from '../../replica/replica.ts';
import type { OrderDraft } from './inputs.ts';
import type { ResolvedItem } from './orderItems.ts';
import { itemErrors, prescriptionItemOf } from './orderItems.ts';

/** What keeps an order from being written down, by field. */
export function orderErrors(order: OrderDraft, items: readonly ResolvedItem[]): readonly FieldError[] {
  const errors = items.flatMap(itemErrors);
  if (items.length > 30) errors.push({ field: 'items', code: 'tooMany', values: { max: 30 } });
  if (order.supplyReason.length > 200) errors.push({ field: 'supplyReason', code: 'tooLong', values: { max: 200, length: order.supplyReason.length } });
  for (const [at, { reason }] of order.overrides.entries()) {
    if (reason.length > 300) errors.push({ field: `overrides.${at}.reason`, code: 'tooLong', values: { max: 300, length: reason.length } });
  }
  return errors;
}

/** The order as the document holds it: items numbered as they stand, valid on the day it is written. */
export function orderOf(order: OrderDraft, items: readonly ResolvedItem[], now: Date, signature: Signature | null): Order {
  return {
    state: signature === null ? 'draft' : 'signed',
    type: order.type,
    items: items.flatMap((item, at) => prescriptionItemOf(item, at + 1) ?? []),
    overrides: order.overrides.map(({ ruleId, reason }) => ({ ruleId: ruleId.trim(), reason: reason.trim() })).filter(({ ruleId, reason }) => ruleId !== '' && ruleId.length <= 120 && reason !== '').slice(0, 60),
    supplyReason: order.supplyReason.trim(),
    validUntil: localDay(now),
    signature,
  };
}

/** The draft that a visit has, or undefined. */
export function draftOf(read: Reader, encounterId: string): Prescription | undefined {
  const row = read.get<{ id: string }>("SELECT id FROM prescription_index WHERE encounter_id = ? AND state = 'draft' AND stopped_at IS NULL ORDER BY created_at DESC, id LIMIT 1", encounterId);
  return row && read.document('prescription', row.id);
}

export function newPrescription(read: Reader, actor: Actor, encounter: Encounter, order: Order, now: Date): Prescription {
  return {
    id: newId(now.getTime()) as PrescriptionId,
    kind: 'prescription',
    patientId: encounter.patientId,
    homeId: encounter.homeId,
    orgId: actor.orgId,
    encounterId: encounter.id,
    number: nextNumber(read, actor.orgId, now),
    createdAt: localClockTime(now),
    order,
    stopped: null,
  };
}

/** `0127-0309-04`: the last digits of the clinic's division code, the day, and a count. A label; order comes from elsewhere. */
function nextNumber(read: Reader, orgId: string, now: Date): string {
  const day = localDay(now);
  const clinic = read.document('organisation', orgId)?.divisionCode.slice(-4) ?? '0000';
  const prefix = `${clinic}-${day.slice(5, 7)}${day.slice(8, 10)}-`;
  const last = read.get<{ serial: number | null }>('SELECT max(CAST(substr(number, ?) AS INTEGER)) AS serial FROM prescription_index WHERE org_id = ? AND day = ?', prefix.length + 1, orgId, day)?.serial ?? 0;
  return `${prefix}${String(last + 1).padStart(2, '0')}`;
}
