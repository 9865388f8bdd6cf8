/** Takes the patients of a snapshot into a replica and says how it goes on: started and killed by firstSyncCrash.test.ts. */
import { readFileSync } from 'node:fs';
import { openReplica } from '@lianyi/desktop/host/replica/openReplica';
import type { DeviceIdentity } from '@lianyi/desktop/host/replica/replica';
import type { Manifest, SnapshotDocument } from '@lianyi/schema/wire/snapshot';

interface Parts {
  readonly directory: string;
  readonly key: string;
  readonly identity: DeviceIdentity;
  /** Holds the manifest and its documents. */
  readonly path: string;
  readonly slice: number;
}

const { directory, key, identity, path, slice } = JSON.parse(process.argv[2] ?? '{}') as Parts;
const { manifest, documents } = JSON.parse(readFileSync(path, 'utf8')) as { readonly manifest: Manifest; readonly documents: readonly SnapshotDocument[] };
const replica = openReplica({ directory, key: Buffer.from(key, 'base64'), identity });
replica.onCommit(() => void process.send?.('taken'));
replica.beginSnapshot(manifest.scope, manifest);
for (let at = replica.snapshots()[0]?.nextDocument ?? 0; at < documents.length; at += slice) {
  replica.applySnapshot(manifest.signature, { nextChunk: 0, nextDocument: at }, documents.slice(at, at + slice));
  await new Promise((wake) => setTimeout(wake, 5));
}
replica.close();
