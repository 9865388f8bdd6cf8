import type { Patient } from '@lianyi/schema/documents/patient';
import type { PatientLink } from '@lianyi/schema/documents/patientLink';
import { patientLinkId } from '@lianyi/schema/documents/patientLink';
import { aSignature } from './aPatient.ts';

/** A link between two records; 同一人 unless it says otherwise. */
export function aPatientLink(one: Patient, other: Patient, state: Partial<PatientLink['state']> = {}): PatientLink {
  const [first, second] = one.id < other.id ? [one, other] : [other, one];
  return {
    id: patientLinkId(first.id, second.id), kind: 'patientLink', patientIds: [first.id, second.id], homeIds: [first.homeId, second.homeId],
    state: { name: 'linked', reason: '同一人', signature: aSignature(), ...state },
  };
}
