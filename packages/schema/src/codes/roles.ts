import * as z from 'zod';

/** What a person is employed as. Which acts each may do is in `permissions`. */
export const role = z.enum([
  'villageDoctor', 'physician', 'assistantPhysician', 'nurse', 'pharmacist', 'storeKeeper', 'townshipHead', 'countyOffice', 'countyIt',
]);
export type Role = z.infer<typeof role>;

export const permission = z.enum([
  'patient.write', 'encounter.write', 'encounter.sign', 'prescription.sign', 'dispense', 'stock.write', 'review.resolve', 'import',
  'pin.reset',
]);
export type Permission = z.infer<typeof permission>;

const clinical: readonly Permission[] = ['patient.write', 'encounter.write', 'encounter.sign', 'prescription.sign', 'dispense', 'stock.write', 'review.resolve', 'import'];

/** The acts of each role: prescribing needs a licence (Prescription Management Measures 2007, ch. 2). */
export const permissionsByRole: Readonly<Record<Role, readonly Permission[]>> = {
  villageDoctor: clinical,
  physician: clinical,
  assistantPhysician: clinical,
  nurse: ['patient.write', 'encounter.write', 'dispense', 'stock.write', 'review.resolve', 'import'],
  pharmacist: ['dispense', 'stock.write', 'review.resolve'],
  storeKeeper: ['stock.write'],
  townshipHead: ['review.resolve', 'pin.reset'],
  countyOffice: [],
  countyIt: [],
};

export function mayDo(personRole: Role, act: Permission): boolean {
  return permissionsByRole[personRole].includes(act);
}
