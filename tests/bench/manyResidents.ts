import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { idFromHash } from '@lianyi/schema/basics/ids';
import type { Organisation } from '@lianyi/schema/documents/county';
import type { Patient } from '@lianyi/schema/documents/patient';
import { Random } from '../../tools/demo/county/random.ts';
import { residentsOf } from '../../tools/demo/county/residents.ts';
import { demoOrganisations } from '../../tools/demo/county/organisations.ts';

/** The bench's own clinic, of the demo's organisations: its prescriber signs. */
export const ownClinic: Organisation = demoOrganisations.find((organisation) => organisation.type === 'township') ?? fail();

/** When the first of them was registered; one every five minutes after it. */
const firstRegisteredMs = Date.UTC(2023, 0, 1);
const betweenMs = 5 * 60_000;

/**
 * Residents as the demo makes them, from a seed: each gets an id of the bench's, so that many fit one organisation. Ids begin
 * with the time at which somebody was registered, as those that a clinic gives do (RFC 9562, version 7).
 */
export function* manyResidents(count: number, seed: number, today: string): Generator<readonly Patient[]> {
  const random = new Random(seed);
  const clinics = demoOrganisations.filter((organisation) => organisation.villages.length > 0);
  const perBatch = 1000;
  for (let made = 0; made < count; made += perBatch) {
    const clinic = clinics[(made / perBatch) % clinics.length] ?? ownClinic;
    yield residentsOf(clinic, Math.min(perBatch, count - made), random, today).map((patient, at) => ({
      ...patient,
      id: idByTime(firstRegisteredMs + (made + at) * betweenMs, ['bench', seed, made + at]),
      recordNumber: patient.recordNumber === null ? null : `${patient.recordNumber.slice(0, 12)}${String(made + at).padStart(5, '0').slice(-5)}`,
      homeId: clinic.id satisfies OrganisationId,
    }));
  }
}

function idByTime(ms: number, of: readonly (string | number)[]): Patient['id'] {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${idFromHash(of).slice(15)}` as Patient['id'];
}

function fail(): never {
  throw new Error('the demo has no township');
}
