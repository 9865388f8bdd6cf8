import type { Write } from './bundle.ts';
import { isKind, kindRules } from './kinds.ts';

/**
 * The documents that a correction of these writes has to write as well: a fact, and what somebody has signed, may be put
 * right in place but never withdrawn; what has happened is compensated by a new fact. Of a kind that is not known here
 * nobody can tell, so it stays too.
 */
export function standingIds(writes: readonly Write[]): readonly string[] {
  return writes.flatMap((write) => (stands(write) ? [write.op === 'create' ? write.document.id : write.id] : []));
}

function stands(write: Write): boolean {
  if (!isKind(write.kind) || kindRules[write.kind].nature === 'fact') return true;
  return ['progress', 'order', 'resolution', 'stopped'].some((unit) => isSigned(unitIn(write, unit)));
}

function unitIn(write: Write, unit: string): unknown {
  return write.op === 'create' ? write.document[unit] : write.changes.findLast((change) => change.unit === unit)?.after;
}

/** A resolution and a stop carry their signature; a visit and an order tell by their state. */
function isSigned(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'state' in value ? value.state !== 'draft' : 'signature' in value;
}
