import * as z from 'zod';

/** What a person is employed as, at one institution. Which acts each may do is in `permissionsByRole`. */
export const role = z.enum([
  'villageDoctor', 'physician', 'assistantPhysician', 'nurse', 'pharmacist', 'storeKeeper', 'townshipHead', 'countyOffice', 'countyIt', 'regionalAnalyst', 'auditor',
]);
export type Role = z.infer<typeof role>;
export const roles = role.options;
/** Of the county's own office: nobody of it treats, and nobody who treats is posted there. The console lets in who holds one of these. */
export const countyRoles = ['countyOffice', 'countyIt', 'regionalAnalyst', 'auditor'] as const satisfies readonly Role[];
export type CountyRole = (typeof countyRoles)[number];
export const isCountyRole = (name: Role): name is CountyRole => (countyRoles as readonly Role[]).includes(name);
export const isRole = (name: string): name is Role => role.safeParse(name).success;

/** First those of a clinic's PC, then those of the county's console and command line. */
export const permission = z.enum([
  'record.read', 'patient.write', 'encounter.write', 'encounter.sign', 'prescription.sign', 'dispense', 'stock.write', 'review.resolve', 'import', 'clinic.use', 'pin.reset', 'record.dump',
  'county.overview', 'county.figures', 'record.find', 'directory.read', 'directory.write', 'device.manage', 'county.keep', 'audit.read', 'stream.catalogue', 'stream.records',
]);
export type Permission = z.infer<typeof permission>;
export const permissions = permission.options;

const clinical: readonly Permission[] = ['record.read', 'patient.write', 'encounter.write', 'encounter.sign', 'prescription.sign', 'dispense', 'stock.write', 'review.resolve', 'import', 'clinic.use', 'record.dump'];
const overview: readonly Permission[] = ['clinic.use', 'county.overview', 'county.figures', 'record.find', 'directory.read', 'stream.catalogue'];

/**
 * The acts of each role, the one place where they are said: clinic and county ask it, `docs/permissions.md` is written from
 * it. Prescribing needs a licence (Prescription Management Measures 2007, ch. 2). County IT looks a record up where it has
 * to, and needs no copy of all of them; a copy of all that a clinic's PC holds is taken by its doctors and the head, who answer
 * for it, and not by who stands at the counter or the store; who evaluates the region sees numbers and no patient; who audits sees who did what,
 * and no chart.
 */
export const permissionsByRole: Readonly<Record<Role, readonly Permission[]>> = {
  villageDoctor: clinical,
  physician: clinical,
  assistantPhysician: clinical,
  nurse: ['record.read', 'patient.write', 'encounter.write', 'dispense', 'stock.write', 'review.resolve', 'import', 'clinic.use'],
  pharmacist: ['record.read', 'dispense', 'stock.write', 'review.resolve', 'clinic.use'],
  storeKeeper: ['record.read', 'stock.write', 'clinic.use'],
  townshipHead: ['record.read', 'review.resolve', 'clinic.use', 'pin.reset', 'record.dump'],
  countyOffice: [...overview, 'stream.records'],
  countyIt: [...overview, 'directory.write', 'device.manage', 'county.keep'],
  regionalAnalyst: ['county.figures', 'stream.catalogue'],
  auditor: ['county.figures', 'directory.read', 'audit.read'],
};

/** Whether one of the roles that somebody holds allows it. */
export const mayAny = (held: readonly Role[], act: Permission): boolean => held.some((one) => mayDo(one, act));

export function mayDo(personRole: Role, act: Permission): boolean {
  return permissionsByRole[personRole].includes(act);
}
