import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { ParcelSnapshot } from '@lianyi/schema/wire/parcel';
import { maxParcelChunkBytes } from '@lianyi/schema/wire/parcel';
import type { Manifest } from '@lianyi/schema/wire/snapshot';
import { within } from '../../store/reach.ts';
import { alone, readChunk } from '../../store/snapshots.ts';
import type { SnapshotParts } from './buildSnapshot.ts';
import { buildSnapshot } from './buildSnapshot.ts';
import { dropDamagedSnapshots } from './dropDamagedSnapshots.ts';
import type { SnapshotStanding } from './standings.ts';
import { standingsOf } from './standings.ts';

/**
 * Snapshots with their chunks of those scopes that are worth one, for a stick: made now where there is none, or an old or
 * a damaged one, since nobody asks again in a few seconds. What would be more than a parcel carries comes by the log.
 */
export async function snapshotsForStick(parts: SnapshotParts, scopes: readonly ScopeId[]): Promise<readonly ParcelSnapshot[]> {
  const carried: ParcelSnapshot[] = [];
  let room = maxParcelChunkBytes;
  const standings = await standingsOf(parts, scopes);
  for (const scope of scopes) {
    const standing = standings.get(scope);
    const snapshot = standing === undefined ? null : await snapshotOf(parts, scope, standing, room);
    if (snapshot === null) continue;
    carried.push(snapshot);
    room -= bytesOf(snapshot.manifest);
  }
  return carried;
}

/** @returns null where there is none to be had now, or none that there is room for */
async function snapshotOf(parts: SnapshotParts, scope: ScopeId, { newest, isOld }: SnapshotStanding, room: number): Promise<ParcelSnapshot | null> {
  const build = async (): Promise<Manifest | null> => alone(parts.db, scope, async () => buildSnapshot(parts, scope));
  // While another server is at it, the old one serves.
  let manifest = isOld ? (await build()) ?? newest : newest;
  for (let reads = 0; reads < 2 && manifest !== null && bytesOf(manifest) <= room; reads += 1) {
    const chunks = await chunksOf(parts, manifest);
    if (chunks !== null) return { manifest, chunks };
    manifest = await build();
  }
  return null;
}

const bytesOf = ({ chunks }: Manifest): number => chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);

/** @returns null if another snapshot took its place meanwhile, or if it was damaged: then it is thrown away */
async function chunksOf(parts: SnapshotParts, { chunks, scope }: Manifest): Promise<string[] | null> {
  const scopes = new Set([scope]);
  const texts: string[] = [];
  for (const { sha256, bytes } of chunks) {
    const chunk = await within(parts.db, { scopes }, async (read) => readChunk(read, sha256, scopes, 0, bytes));
    if (chunk === null) {
      await dropDamagedSnapshots(parts, sha256, scopes);
      return null;
    }
    texts.push(chunk.bytes.toString('base64'));
  }
  return texts;
}
