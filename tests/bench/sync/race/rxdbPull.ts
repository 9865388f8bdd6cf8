import type { Patient } from '@lianyi/schema/documents/patient';
import type { RxCollection, RxDocument, RxStorage } from 'rxdb';
import { createRxDatabase } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';

interface PulledPatient {
  readonly id: string;
}

/** An RxDB with one empty collection for patients. */
export interface RxPatients {
  /** Pulls all there is. */
  pull(from: string, batch: number): Promise<void>;
  count(): Promise<number>;
  documents(ids: readonly string[]): Promise<readonly PulledPatient[]>;
}

const members = ['kind', 'homeId', 'registered', 'source', 'identity', 'phone', 'address', 'bloodGroup', 'recordNumber', 'contact', 'insurance', 'formerName', 'noKnownAllergies', 'allergies', 'problems'] as const satisfies readonly (keyof Patient)[];

/** No index but the key, no checks of the content and no hooks: the least that RxDB does for a collection. */
export async function rxPatients<Internals, Options>(storage: RxStorage<Internals, Options>): Promise<RxPatients> {
  const database = await createRxDatabase({ name: 'bench', storage, multiInstance: false });
  const { patients } = await database.addCollections<{ patients: RxCollection<PulledPatient> }>({
    patients: {
      schema: {
        version: 0, primaryKey: 'id', type: 'object', required: ['id'],
        properties: { id: { type: 'string', maxLength: 40 }, ...Object.fromEntries(members.map((member) => [member, {}])) },
      },
    },
  });
  return {
    pull: async (from, batch) => {
      const replication = replicateRxCollection<PulledPatient, { number: number }>({
        collection: patients, replicationIdentifier: 'bench', live: false,
        pull: {
          batchSize: batch,
          handler: async (checkpoint) => {
            const page = await fetch(`${from}/pull?after=${checkpoint?.number ?? 0}&batch=${batch}`);
            return page.json() as Promise<{ checkpoint: { number: number }; documents: (PulledPatient & { _deleted: boolean })[] }>;
          },
        },
      });
      const failed = new Promise<never>((_, reject) => replication.error$.subscribe(reject));
      await Promise.race([replication.awaitInitialReplication(), failed]);
      await replication.cancel();
    },
    count: async () => patients.count().exec(),
    documents: async (ids) => {
      const found: ReadonlyMap<string, RxDocument<PulledPatient>> = await patients.findByIds([...ids]).exec();
      return [...found.values()].map((document) => document.toJSON());
    },
  };
}
