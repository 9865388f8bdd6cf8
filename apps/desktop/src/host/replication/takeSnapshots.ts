import { wireVersion } from '@lianyi/schema/wire/exchange';
import type { ParcelSnapshot } from '@lianyi/schema/wire/parcel';
import type { ChunkEntry, Manifest, SnapshotsRequest } from '@lianyi/schema/wire/snapshot';
import { chunkPathOf, snapshotsPath, snapshotsResponse } from '@lianyi/schema/wire/snapshot';
import type { SnapshotTake } from '../replica/snapshot/snapshotTake.ts';
import type { CheckParts } from './checkScopes.ts';
import type { LineProblem } from './problem.ts';
import { signedGet, signedPost } from './signedPost.ts';
import type { Transport } from './transport.ts';
import { NotAsPromised, unpackedSlices } from './unpackedSlices.ts';

/** Documents that are taken in at once, while a person works. */
const sliceDocuments = 500;
/** What came is kept in pieces of so many bytes, each with a sync to disk: less is fetched again after a cut. */
const keepBytes = 64 << 10;
const silenceMs = 40_000;

/** `taken`: go on. `building`: the county is still at it. `gone`: what was begun is no more. `done`: nothing is left to take. */
export type SnapshotStep = { readonly step: 'taken' | 'building' | 'gone' | 'done' } | { readonly step: 'failed'; readonly problem: LineProblem };

export interface TakeParts extends CheckParts {
  /** Something has come. */
  readonly onProgress: () => void;
  /** So many bytes of a chunk have come that are not kept yet; told of each piece that comes. */
  readonly onArriving: (sha256: string, bytes: number) => void;
  /** Scopes whose log is read instead, for the rest of this run. */
  readonly byLog: Set<string>;
  /** Those of them whose snapshot was not what the county promised: whoever waits is told why it takes longer. */
  readonly notAsPromised: Set<string>;
  /** Scopes whose snapshot the county was still making when it was asked last: how much there is in all is not known yet. */
  readonly building: Set<string>;
  /** Chunks that came damaged once. */
  readonly damagedChunks: Set<string>;
  /** Codes and counts, never patient data. */
  readonly log: (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void;
}

/** Asks the county for snapshots of the scopes that have no cursor yet and none under way, and begins those that there are. */
export async function askForSnapshots(parts: TakeParts): Promise<SnapshotStep> {
  const { replica, byLog, building } = parts;
  const cursors = replica.cursors();
  const begun = new Set(replica.snapshots().map(({ manifest }) => manifest.scope));
  const scopes = replica.scopes().filter((scope) => cursors[scope] === undefined && !byLog.has(scope) && !begun.has(scope));
  if (scopes.length === 0) return { step: 'done' };
  const kinds = replica.kindVersions();
  const request: SnapshotsRequest = { wireVersion, deviceId: replica.identity.deviceId, epoch: replica.epoch() ?? '', scopes, ...(Object.keys(kinds).length > 0 && { kinds: { ...kinds } }) };
  const posted = await signedPost({ ...parts, path: snapshotsPath, json: request, silenceMs });
  if (!posted.ok) {
    // A county from before snapshots.
    if (posted.raw?.code === 'notFound') return logFor(byLog, scopes);
    return { step: 'failed', problem: posted.problem };
  }
  const answer = snapshotsResponse.safeParse(posted.json);
  if (!answer.success || answer.data.epoch !== request.epoch) {
    for (const scope of scopes) parts.notAsPromised.add(scope);
    return logFor(byLog, scopes);
  }
  building.clear();
  for (const scope of scopes) {
    const offer = answer.data.scopes[scope] ?? { state: 'log' };
    if (offer.state === 'building') building.add(scope);
    else if (offer.state === 'log') byLog.add(scope);
    else if (!begins(parts, scope, offer.manifest)) {
      byLog.add(scope);
      parts.notAsPromised.add(scope);
    }
  }
  if (replica.snapshots().length > 0) return { step: 'taken' };
  return { step: building.size > 0 ? 'building' : 'done' };
}

/** A road that leads nowhere: what is here already is all there is. */
const noLine: Transport = {
  post: async () => Promise.reject(new Error('no line')),
  get: async () => Promise.reject(new Error('no line')),
  pack: async () => null,
  close: () => undefined,
};

/** Begins snapshots that came whole, by stick. @returns how many documents they have that are not here yet */
export function beginWhole(parts: TakeParts, snapshots: readonly ParcelSnapshot[]): number {
  const { replica } = parts;
  const begun = new Map(snapshots.filter(({ manifest }) => begins(parts, manifest.scope, manifest)).map((snapshot) => [snapshot.manifest.signature, snapshot]));
  // What the line had brought of a chunk is in the whole one.
  replica.dropParts();
  let documents = 0;
  for (const { manifest, nextChunk, nextDocument } of replica.snapshots()) {
    const chunks = begun.get(manifest.signature)?.chunks ?? [];
    for (const [at, { sha256, documents: inChunk }] of manifest.chunks.entries()) {
      const bytes = chunks[at];
      if (at < nextChunk || bytes === undefined) continue;
      replica.keepPart(sha256, 0, Buffer.from(bytes, 'base64'));
      documents += at === nextChunk ? inChunk - nextDocument : inChunk;
    }
  }
  return documents;
}

/**
 * Takes in what came whole, without a line; what the line had begun of other scopes waits for it, or for their log. One that is
 * not what was promised, or not all of it, is given up, and the others are taken: the county makes it anew for the next stick.
 * `left`: not to the end.
 */
export async function takeWhole(parts: TakeParts, snapshots: readonly ParcelSnapshot[]): Promise<'taken' | 'left' | 'damaged'> {
  const carried = new Set(snapshots.map(({ manifest }) => manifest.signature));
  const next = (): SnapshotTake | null => nextOf(parts.replica.snapshots().filter(({ manifest }) => carried.has(manifest.signature)));
  let ended: 'taken' | 'damaged' = 'taken';
  for (let take = next(); take !== null; take = next()) {
    // The first time that a chunk is damaged is the last: the stick has no other.
    const damagedChunks = new Set(take.manifest.chunks.map(({ sha256 }) => sha256));
    const apart = { ...parts, transport: noLine, damagedChunks, byLog: new Set<string>(), notAsPromised: new Set<string>() };
    const { step } = await takeChunk(apart, take);
    if (parts.signal.aborted) return 'left';
    if (step === 'failed') readLogInstead(apart, take.manifest.scope, 'notWhole');
    if (apart.byLog.size > 0) ended = 'damaged';
  }
  return ended;
}

function logFor(byLog: Set<string>, scopes: readonly string[]): SnapshotStep {
  for (const scope of scopes) byLog.add(scope);
  return { step: 'done' };
}

function begins({ replica, log }: TakeParts, scope: string, manifest: Manifest): boolean {
  const begun = replica.beginSnapshot(scope, manifest);
  if (begun !== 'begun') log('snapshotRefused', { reason: begun });
  return begun === 'begun';
}

/** Fetches and takes in the chunk that comes next: of what comes first, whosever scope it is. @returns `done` when there is none left */
export async function takeNextChunk(parts: TakeParts): Promise<SnapshotStep> {
  const take = nextOf(parts.replica.snapshots());
  return take === null ? { step: 'done' } : takeChunk(parts, take);
}

async function takeChunk(parts: TakeParts, take: SnapshotTake): Promise<SnapshotStep> {
  const entry = take.manifest.chunks[take.nextChunk];
  if (entry === undefined) {
    readLogInstead(parts, take.manifest.scope, 'noChunks');
    return { step: 'gone' };
  }
  const fetched = await fetchChunk(parts, take.manifest, entry);
  if (fetched !== null) return fetched;
  if (parts.signal.aborted) return { step: 'gone' };
  // The line does not stand idle while this PC works.
  const ahead = fetchAhead(parts, take);
  try {
    return await takeInPieces(parts, take, entry);
  } catch (error) {
    if (!(error instanceof NotAsPromised)) throw error;
    await ahead;
    return notAsPromised(parts, take.manifest, entry, error.message);
  } finally {
    await ahead;
  }
}

async function takeInPieces(parts: TakeParts, take: SnapshotTake, entry: ChunkEntry): Promise<SnapshotStep> {
  try {
    return await takeSlices(parts, take, entry);
  } finally {
    // Not left open while the line is waited for.
    parts.replica.keepSnapshot();
  }
}

async function takeSlices(parts: TakeParts, { manifest, nextChunk, nextDocument }: SnapshotTake, entry: ChunkEntry): Promise<SnapshotStep> {
  const promised = { ...entry, scope: manifest.scope, number: manifest.number };
  let taken = nextDocument;
  for await (const slice of unpackedSlices(parts.replica.partBytes(entry.sha256), promised, { skip: nextDocument, size: sliceDocuments })) {
    if (parts.signal.aborted) return { step: 'gone' };
    const applied = parts.replica.applySnapshot(manifest.signature, { nextChunk, nextDocument: taken }, slice);
    if (applied === null) return { step: 'gone' };
    taken += slice.length;
    if (applied.damaged > 0) parts.log('snapshotDamaged', { documents: applied.damaged });
    parts.onProgress();
    await parts.pause();
  }
  return { step: 'taken' };
}

/** What lacks of it, or went wrong, the next step finds. */
async function fetchAhead(parts: TakeParts, { manifest, nextChunk }: SnapshotTake): Promise<void> {
  const entry = manifest.chunks[nextChunk + 1];
  if (entry !== undefined && !parts.signal.aborted) await fetchChunk(parts, manifest, entry).catch(() => null);
}

function nextOf(takes: readonly SnapshotTake[]): SnapshotTake | null {
  const tierOf = ({ manifest, nextChunk }: SnapshotTake): number => manifest.chunks[nextChunk]?.tier ?? -1;
  return takes.toSorted((a, b) => tierOf(a) - tierOf(b) || a.manifest.scope.localeCompare(b.manifest.scope))[0] ?? null;
}

/** @returns null when the chunk is here whole */
async function fetchChunk(parts: TakeParts, manifest: Manifest, entry: ChunkEntry): Promise<SnapshotStep | null> {
  const { replica, onProgress, onArriving } = parts;
  let have = replica.partLength(entry.sha256);
  while (have < entry.bytes) {
    let pending: Uint8Array[] = [];
    let pendingBytes = 0;
    const keep = (): void => {
      if (pendingBytes === 0) return;
      replica.keepPart(entry.sha256, have, Buffer.concat(pending));
      have += pendingBytes;
      pending = [];
      pendingBytes = 0;
      onArriving(entry.sha256, 0);
      onProgress();
    };
    const before = have;
    let isTooLong = false;
    const got = await signedGet({
      ...parts, path: chunkPathOf(entry.sha256), from: have, silenceMs,
      onBytes: (bytes) => {
        isTooLong = have + pendingBytes + bytes.length > entry.bytes;
        if (isTooLong) throw new Error('more bytes than the chunk has');
        pending.push(bytes);
        pendingBytes += bytes.length;
        if (pendingBytes >= keepBytes) keep();
        else onArriving(entry.sha256, pendingBytes);
      },
    });
    // What had come before the line broke counts, too.
    if (parts.signal.aborted) onArriving(entry.sha256, 0);
    else keep();
    if (!got.ok) {
      // Another snapshot may have taken its place, or what the county has is not what it promised.
      if (got.status === 404) return notAsPromised(parts, manifest, entry, 'gone');
      if (got.status === 416 || isTooLong) return notAsPromised(parts, manifest, entry, 'length');
      return { step: 'failed', problem: got.problem };
    }
    if (have === before) return { step: 'failed', problem: { code: 'countyBusy', detail: 'the county sent nothing of a chunk' } };
  }
  return null;
}

/** The first time the chunk is fetched from its start, of another snapshot where this one is gone; the second time the scope's log is read. */
function notAsPromised(parts: TakeParts, { scope }: Manifest, { sha256 }: ChunkEntry, reason: string): SnapshotStep {
  if (parts.damagedChunks.has(sha256)) readLogInstead(parts, scope, reason);
  else {
    parts.log('chunkNotAsPromised', { reason });
    parts.damagedChunks.add(sha256);
    if (reason === 'gone') parts.replica.giveUpSnapshot(scope);
    else parts.replica.dropParts();
  }
  return { step: 'gone' };
}

function readLogInstead(parts: TakeParts, scope: string, reason: string): void {
  parts.log('snapshotGivenUp', { reason });
  parts.byLog.add(scope);
  parts.notAsPromised.add(scope);
  parts.replica.giveUpSnapshot(scope);
  parts.onProgress();
}
