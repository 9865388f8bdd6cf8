import type { BundleId, DeviceId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import type { AttributedValue, Review } from '@lianyi/schema/documents/review';
import { aPatient, testOrgId, testPersonId } from './aPatient.ts';

export const anAttributedValue = (value: unknown, parts: Partial<AttributedValue> = {}): AttributedValue => ({
  value, bundleId: newId() as BundleId, deviceId: newId() as DeviceId, orgId: testOrgId, by: testPersonId, at: '2026-03-06T14:20:00+08:00', ...parts,
});

/** A telephone number that two PCs changed without a line: the county kept 138, 150 waits for somebody to look. */
export function aReview(parts: Partial<Review> = {}): Review {
  const patient = aPatient();
  return {
    id: newId(),
    kind: 'review',
    reason: 'unitConflict',
    scopes: [`org:${testOrgId}`],
    patientId: patient.id,
    about: { kind: 'patient', id: patient.id, unit: 'phone' },
    before: '13600005520',
    kept: anAttributedValue('13800004127'),
    losing: anAttributedValue('15000008936', { at: '2026-03-06T09:12:00+08:00' }),
    openedAt: '2026-03-09T14:06:00+08:00',
    resolution: null,
    secondResolution: null,
    ...parts,
  };
}
