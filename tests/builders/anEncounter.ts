import type { EncounterId, PatientId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import { testOrgId, testPersonId } from './aPatient.ts';

/** A draft of a visit in which nothing has been written yet. */
export function anEncounter(parts: Partial<Encounter> = {}): Encounter {
  return {
    id: newId() as EncounterId,
    kind: 'encounter',
    patientId: newId() as PatientId,
    homeId: testOrgId,
    orgId: testOrgId,
    practitionerId: testPersonId,
    startedAt: '2026-03-09T09:24:00+08:00',
    visitNumber: '20260309-007',
    complaint: '',
    history: '',
    examination: '',
    vitals: null,
    diagnoses: [],
    plan: '',
    progress: { state: 'draft' },
    variants: {},
    ...parts,
  };
}
