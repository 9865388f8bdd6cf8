/** Fills the replica of the search bench, in a process that ends: what filling took is not the search's memory. */
import { localDay, addDays } from '@lianyi/schema/basics/dates';
import { organisationScope } from '@lianyi/schema/documents/kinds';
import type { Patient } from '@lianyi/schema/documents/patient';
import { demoOrganisations } from '../../tools/demo/county/organisations.ts';
import { Random } from '../../tools/demo/county/random.ts';
import { anEncounter } from '../builders/anEncounter.ts';
import { aReplica } from '../builders/aReplica.ts';
import { manyResidents, ownClinic } from './manyResidents.ts';

/** Where the filled replica lies, and some of its residents. */
export interface FilledReplica {
  readonly directory: string;
  readonly key: string;
  readonly identity: ReturnType<typeof aReplica>['identity'];
  readonly sample: readonly Patient[];
  readonly seconds: number;
}

const [residents = 0, visits = 0, sampled = 0] = process.argv.slice(2).map(Number);
const day = localDay(new Date());
const startedAt = performance.now();
const clinic = aReplica({ orgId: ownClinic.id, scopes: demoOrganisations.map((organisation) => organisationScope(organisation.id)) });
const random = new Random(7);
const sample: Patient[] = [];
for (const batch of manyResidents(residents, 42, day)) {
  clinic.pull(...batch);
  sample.push(...batch.filter(() => random.chance((sampled * 1.2) / residents)));
}
for (let made = 0; made < visits; made += 1000) {
  clinic.pull(...Array.from({ length: 1000 }, (_, at) => {
    const patient = random.pick(sample);
    return anEncounter({ patientId: patient.id, orgId: ownClinic.id, homeId: patient.homeId, startedAt: `${addDays(day, -((made + at) % 365))}T09:00:00+08:00` });
  }));
}
clinic.replica.close();
const { directory, key, identity } = clinic;
process.send?.({ directory, key: Buffer.from(key).toString('base64'), identity, sample: sample.slice(0, sampled), seconds: (performance.now() - startedAt) / 1000 } satisfies FilledReplica);
