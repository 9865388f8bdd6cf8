/** RxDB 17 with its storage in memory, in Node. */
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { contest, spentOn } from '../contestant.ts';
import { rxPatients } from './rxdbPull.ts';

await contest(async ({ from, batch = 1_000 }) => {
  const patients = await rxPatients(getRxStorageMemory());
  return { ...(await spentOn(async () => patients.pull(from, batch))), content: patients, close: () => undefined };
});
