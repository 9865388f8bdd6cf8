import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Patient } from '@lianyi/schema/documents/patient';
import type { PatientMove } from '@lianyi/schema/documents/patientMove';
import { testPersonId } from './aPatient.ts';

/** A move from the patient's home to another institution, asked by somebody of the home. */
export const aPatientMove = (patient: Patient, toId: OrganisationId, parts: Partial<PatientMove> = {}): PatientMove => ({
  id: newId(), kind: 'patientMove', patientId: patient.id, fromId: patient.homeId, toId, reason: '嫁到外村',
  asked: { by: testPersonId, orgId: patient.homeId, at: '2026-03-09T10:00:00+08:00' }, ...parts,
});
