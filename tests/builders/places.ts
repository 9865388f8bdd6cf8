import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';

/**
 * The people and places that every test county has: a county office, a township (卫生院) with two villages below it, and
 * another township with one.
 */
export const places = {
  county: idFromHash(['test', 'county']) as OrganisationId,
  township: idFromHash(['test', 'township']) as OrganisationId,
  village: idFromHash(['test', 'village']) as OrganisationId,
  otherVillage: idFromHash(['test', 'otherVillage']) as OrganisationId,
  farTownship: idFromHash(['test', 'farTownship']) as OrganisationId,
  farVillage: idFromHash(['test', 'farVillage']) as OrganisationId,
} as const;

export const people = {
  villageDoctor: idFromHash(['test', 'villageDoctor']) as PersonId,
  otherDoctor: idFromHash(['test', 'otherDoctor']) as PersonId,
  physician: idFromHash(['test', 'physician']) as PersonId,
  nurse: idFromHash(['test', 'nurse']) as PersonId,
  pharmacist: idFromHash(['test', 'pharmacist']) as PersonId,
  farDoctor: idFromHash(['test', 'farDoctor']) as PersonId,
} as const;
