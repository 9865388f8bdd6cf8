import { isSameJson } from '../basics/canonicalJson.ts';
import type { AnyDocument } from '../documents/kinds.ts';
import type { Encounter } from '../documents/encounter.ts';
import { isUnwritten } from '../documents/encounter.ts';
import { unitValue } from '../documents/units.ts';
import type { MergePolicy } from './policy.ts';
import { countyStays } from './policy.ts';

/**
 * A draft merges per section; the same section on both sides: both texts are kept, the county's in its place and
 * mine as a variant keyed by device. A draft is taken back only while nothing is written in it, here or elsewhere. A signed
 * encounter is a legal record: it can only be entered in error, and what comes later goes to review whole.
 */
export const encounterPolicy: MergePolicy = {
  meet: (meeting) => countyStays(meeting),
  refuses: ({ document, unit, after }) => {
    if (document.kind !== 'encounter') return null;
    const isWithdrawal = unit === 'progress' && (after as Encounter['progress'] | null)?.state === 'enteredInError';
    if (document.progress.state === 'draft') return isWithdrawal && !isUnwritten(document) ? 'unitConflict' : null;
    return isWithdrawal && document.progress.state === 'signed' ? null : 'signedAlready';
  },
  settle: (document) => (document.kind === 'encounter' ? withoutTakenVariants(document) : document),
};

/** A variant whose text has become the section's own has nothing more to say. */
function withoutTakenVariants(encounter: Encounter): AnyDocument {
  const left = Object.entries(encounter.variants).flatMap(([unit, byDevice]) => {
    const others = Object.entries(byDevice).filter(([, value]) => !isSameJson(value, unitValue(encounter, unit)));
    return others.length > 0 ? [[unit, Object.fromEntries(others)] as const] : [];
  });
  return { ...encounter, variants: Object.fromEntries(left) };
}
