/** Imports a roster into a replica and says how it went on: started and killed by rosterCrash.test.ts. */
import { importRoster } from '@lianyi/desktop/host/features/imports/roster/importRoster';
import { openReplica } from '@lianyi/desktop/host/replica/openReplica';
import type { DeviceIdentity } from '@lianyi/desktop/host/replica/replica';
import type { PersonId } from '@lianyi/schema/basics/ids';

interface Parts {
  readonly directory: string;
  readonly key: string;
  readonly identity: DeviceIdentity;
  readonly personId: PersonId;
  readonly path: string;
}

const { directory, key, identity, personId, path } = JSON.parse(process.argv[2] ?? '{}') as Parts;
const replica = openReplica({ directory, key: Buffer.from(key, 'base64'), identity });
const progress = { id: '', state: 'running' as const, bytes: 0, bytesDone: 0, rows: 0, imported: 0, matched: 0, rejected: 0, byType: {}, reportPath: null, failure: null };
replica.onCommit(() => void process.send?.(progress.imported));
await importRoster(replica, { path, fallbackDir: directory, actor: { personId, orgId: identity.orgId }, now: () => new Date() }, progress);
replica.close();
