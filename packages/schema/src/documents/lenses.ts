import { organisationFrom1To2, personFrom1To2 } from './countyLenses.ts';
import type { Lenses } from './lens.ts';

/**
 * By kind. Whoever raises a kind's version in `kinds.ts` adds the lens from the version before: `schemaHashes.test.ts`
 * asks for it. A lens is never taken out: the county holds documents of any age.
 */
export const lenses: Readonly<Record<string, Lenses>> = {
  organisation: [organisationFrom1To2],
  person: [personFrom1To2],
};
