/** PouchDB 9 on LevelDB. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb';
import { contest, spentOn } from '../contestant.ts';

await contest(async ({ from, batch = 1_000 }) => {
  const directory = mkdtempSync(join(tmpdir(), 'lianyi-bench-pouch-'));
  const database = new PouchDB(join(directory, 'patients'));
  const spent = await spentOn(async () => {
    const { ok } = await database.replicate.from(from, { batch_size: batch });
    if (!ok) throw new Error('PouchDB says that it did not replicate');
  });
  return {
    ...spent,
    content: {
      count: async () => (await database.info()).doc_count,
      documents: async (ids) => {
        const { rows } = await database.allDocs({ keys: ids, include_docs: true });
        return rows.flatMap(({ doc }) => {
          if (doc === undefined) return [];
          const { _id, _rev, ...document } = doc;
          return [document];
        });
      },
    },
    close: async () => {
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
});
