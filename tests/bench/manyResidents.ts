import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { Organisation } from '@lianyi/schema/documents/county';
import type { Patient } from '@lianyi/schema/documents/patient';
import { Random } from '../../tools/demo/county/random.ts';
import { residentsOf } from '../../tools/demo/county/residents.ts';
import { demoOrganisations } from '../../tools/demo/county/organisations.ts';

/** The bench's own clinic, of the demo's organisations: its prescriber signs. */
export const ownClinic: Organisation = demoOrganisations.find((organisation) => organisation.type === 'township') ?? fail();

/** Residents as the demo makes them, from a seed: each gets an id of the bench's, so that many fit one organisation. */
export function* manyResidents(count: number, seed: number, today: string): Generator<readonly Patient[]> {
  const random = new Random(seed);
  const clinics = demoOrganisations.filter((organisation) => organisation.villages.length > 0);
  const perBatch = 1000;
  for (let made = 0; made < count; made += perBatch) {
    const clinic = clinics[(made / perBatch) % clinics.length] ?? ownClinic;
    yield residentsOf(clinic, Math.min(perBatch, count - made), random, today).map((patient, at) => ({
      ...patient,
      id: idFromHash(['bench', seed, made + at]) as Patient['id'],
      recordNumber: patient.recordNumber === null ? null : `${patient.recordNumber.slice(0, 12)}${String(made + at).padStart(5, '0').slice(-5)}`,
      homeId: clinic.id satisfies OrganisationId,
    }));
  }
}

function fail(): never {
  throw new Error('the demo has no township');
}
