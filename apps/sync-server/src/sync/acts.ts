import type { Write } from '@lianyi/schema/documents/bundle';
import type { Permission } from '@lianyi/schema/codes/roles';
import type { Kind } from '@lianyi/schema/documents/kinds';
import type { Order } from '@lianyi/schema/documents/prescription';
import { order } from '@lianyi/schema/documents/prescription';
import type { Acting, DevicePermission } from './permission.ts';

/**
 * The acts of which one must be a person's to write this: what the clinic asks before it saves is asked again here.
 * Signing a visit and prescribing need a licence (Prescription Management Measures 2007, ch. 2). Empty: no act of its own, any post
 * will do. Null: nobody needs a post.
 */
export function actsFor(write: Write, kind: Kind): readonly Permission[] | null {
  switch (kind) {
    case 'patient':
      return ['patient.write', 'import'];
    case 'patientMove':
    case 'patientLink':
      return ['patient.write'];
    case 'queueEntry':
      return ['encounter.write'];
    case 'encounter':
      return signs(write, 'progress') ? ['encounter.sign'] : ['encounter.write'];
    case 'prescription':
      return signs(write, 'order') || touches(write, 'stopped') ? ['prescription.sign'] : ['encounter.write', 'prescription.sign'];
    case 'attachment':
      return ['encounter.write'];
    case 'dispense':
      return ['dispense'];
    case 'stockMove':
      return ['stock.write', 'dispense'];
    case 'historyEntry':
      return ['import'];
    case 'review':
      return ['review.resolve'];
    // Every look is told, whoever looked.
    case 'chartReads':
      return [];
    // What a PC says of its own door may be about somebody who has no post any more.
    case 'doorEvents':
      return null;
    case 'organisation':
    case 'person':
    case 'product':
      return [];
  }
}

/** @param resolves the write is what a resolution in the same bundle changes: then who may resolve may write it, but not sign */
export function mayDoOf(permission: DevicePermission, acting: Acting, acts: readonly Permission[] | null, resolves: boolean): boolean {
  if (acts === null) return true;
  const isSigning = acts.includes('encounter.sign') || (acts.length === 1 && acts[0] === 'prescription.sign');
  return permission.mayDo(acting, resolves && !isSigning && acts.length > 0 ? [...acts, 'review.resolve'] : acts);
}

/** The order that a write of a prescription signs; null if it signs none, or what it signs is no order. */
export function signedOrder(write: Write): Order | null {
  const parsed = signs(write, 'order') ? order.safeParse(unitIn(write, 'order')) : undefined;
  return parsed?.data ?? null;
}

/** True if the write sets a unit to a state that carries a signature. */
function signs(write: Write, unit: 'progress' | 'order'): boolean {
  const value = unitIn(write, unit);
  return typeof value === 'object' && value !== null && 'state' in value && value.state !== 'draft';
}

const unitIn = (write: Write, unit: string): unknown => (write.op === 'create' ? write.document[unit] : write.changes.find((change) => change.unit === unit)?.after);

const touches = (write: Write, unit: string): boolean => write.op === 'change' && write.changes.some((change) => change.unit === unit);
