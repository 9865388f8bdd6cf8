import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { ParcelSnapshot } from '@lianyi/schema/wire/parcel';
import { maxParcelChunkBytes } from '@lianyi/schema/wire/parcel';
import type { Manifest } from '@lianyi/schema/wire/snapshot';
import { within } from '../../store/reach.ts';
import { alone, newestSnapshots, readChunk, scopeSizes } from '../../store/snapshots.ts';
import type { SnapshotParts } from './buildSnapshot.ts';
import { buildSnapshot } from './buildSnapshot.ts';
import { isOfTheseKinds, leastDocuments } from './offerSnapshots.ts';

/**
 * Snapshots with their chunks of those scopes that are worth one, for a stick: made now where there is none, since nobody
 * asks again in a few seconds. What would be more than a parcel carries comes by the log.
 */
export async function snapshotsForStick(parts: SnapshotParts, scopes: readonly ScopeId[]): Promise<readonly ParcelSnapshot[]> {
  const [sizes, newest] = await within(parts.db, { scopes }, async (read) => [await scopeSizes(read, scopes), await newestSnapshots(read, scopes, parts.epoch)] as const);
  const carried: ParcelSnapshot[] = [];
  let bytes = 0;
  for (const scope of scopes) {
    if ((sizes.get(scope)?.documents ?? 0) < leastDocuments) continue;
    const known = newest.get(scope);
    const manifest = known !== undefined && isOfTheseKinds(parts, known) ? known : await alone(parts.db, scope, async () => buildSnapshot(parts, scope));
    if (manifest === null) continue;
    const own = manifest.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
    if (bytes + own > maxParcelChunkBytes) continue;
    const chunks = await chunksOf(parts, manifest, scope);
    // Another took its place meanwhile.
    if (chunks === null) continue;
    carried.push({ manifest, chunks });
    bytes += own;
  }
  return carried;
}

async function chunksOf({ db }: SnapshotParts, { chunks }: Manifest, scope: ScopeId): Promise<string[] | null> {
  return within(db, { scopes: [scope] }, async (read) => {
    const texts: string[] = [];
    for (const { sha256, bytes } of chunks) {
      const chunk = await readChunk(read, sha256, new Set([scope]), 0, bytes);
      if (chunk === null || chunk.bytes.length !== bytes) return null;
      texts.push(chunk.bytes.toString('base64'));
    }
    return texts;
  });
}
