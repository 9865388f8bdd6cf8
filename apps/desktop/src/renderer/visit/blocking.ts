import { isAnswered, stopsSigning } from '@lianyi/schema/rules/clinicalAlert';
import type { PrescriptionAlert } from '../../contract/views.ts';
import { typedToDraft, type TypedOrder } from './typedOrder.ts';

/** Set aside with a written reason, where the law allows one. */
export function isSetAside(alert: PrescriptionAlert, order: TypedOrder): boolean {
  return isAnswered(alert, typedToDraft(order).overrides);
}

/** Keeps the prescription from being signed until it is answered. */
export function isBlocking(alert: PrescriptionAlert, order: TypedOrder): boolean {
  return stopsSigning(alert) && !isSetAside(alert, order);
}
