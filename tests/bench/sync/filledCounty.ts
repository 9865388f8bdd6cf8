import { organisationScope } from '@lianyi/schema/documents/kinds';
import { buildSnapshot } from '@lianyi/sync-server/sync/snapshots/buildSnapshot';
import type { TestCountyServer } from '../../builders/aCounty.ts';
import { aCounty, people, places } from '../../builders/aCounty.ts';
import type { EnrolledReplica } from '../../builders/anEnrolledReplica.ts';
import { anEnrolledReplica } from '../../builders/anEnrolledReplica.ts';
import type { Source } from './sourceDocuments.ts';
import { allBatches } from './sourceDocuments.ts';

/** A county on PostgreSQL that has the source's documents, and their snapshot ready. Close it. */
export interface FilledCounty {
  readonly url: string;
  readonly server: TestCountyServer;
  readonly builtS: number;
  /** Of the village's snapshot, packed. */
  readonly chunkBytes: readonly number[];
  /** An empty replica of the village, enrolled. */
  enrol(): Promise<EnrolledReplica>;
  close(): Promise<void>;
}

export async function filledCounty(source: Source): Promise<FilledCounty> {
  const server = await aCounty();
  for (const batch of allBatches(source)) await server.write(batch);
  const startedAt = performance.now();
  const manifest = await buildSnapshot(server.county, organisationScope(places.village));
  return {
    url: server.url, server,
    builtS: (performance.now() - startedAt) / 1000,
    chunkBytes: manifest.chunks.map(({ bytes }) => bytes),
    enrol: async () => anEnrolledReplica(server, { orgId: places.village, personId: people.villageDoctor }),
    close: async () => server.close(),
  };
}
