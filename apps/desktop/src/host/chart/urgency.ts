import type { Lane } from '@lianyi/schema/wire/exchange';
import type { NewWrite } from '../replica/replica.ts';

/**
 * The lane of a save: an allergy that was found or refuted and a prescription that was stopped are urgent, since others
 * may be treating the same patient at this moment. Imports of many records never are.
 */
export const laneOf = (writes: readonly NewWrite[]): Lane => (writes.some(isUrgent) ? 'urgent' : 'routine');

function isUrgent(write: NewWrite): boolean {
  if (write.op === 'create') return false;
  return write.changes.some(({ unit }) => (write.kind === 'patient' && unit.startsWith('allergies/')) || (write.kind === 'prescription' && unit === 'stopped'));
}
