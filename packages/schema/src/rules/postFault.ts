import type { Qualification } from '../codes/qualifications.ts';
import type { Role } from '../codes/roles.ts';
import type { OrganisationType } from '../documents/county.ts';
import { countyConfiguration } from './countyConfiguration.ts';

/** Where each role is: nobody of the county's office treats, nobody who treats is posted there, and the head of a township's health centre heads no other place. */
export const placesOfRole: Readonly<Record<Role, readonly OrganisationType[]>> = {
  villageDoctor: ['village', 'township'],
  physician: ['hospital', 'township', 'village'],
  assistantPhysician: ['hospital', 'township', 'village'],
  nurse: ['hospital', 'township', 'village'],
  pharmacist: ['hospital', 'township', 'village'],
  storeKeeper: ['hospital', 'township', 'village'],
  townshipHead: ['township'],
  countyOffice: ['county'],
  countyIt: ['county'],
  regionalAnalyst: ['county'],
  auditor: ['county'],
};

/** The licences with which somebody may hold a role; null: the role asks for none. */
export const licencesOfRole = (role: Role, { roleLicences } = countyConfiguration): readonly Qualification[] | null => roleLicences[role] ?? null;

/** Whether a licence is that of a role. Where none has been entered yet nothing is known against it. */
export function isLicensedFor(role: Role, licence: Qualification, configuration = countyConfiguration): boolean {
  return licence === 'unknown' || (licencesOfRole(role, configuration)?.includes(licence) ?? true);
}
