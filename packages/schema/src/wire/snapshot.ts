import * as z from 'zod';
import { deviceId } from '../basics/ids.ts';
import { jsonHash } from '../basics/digest.ts';
import type { Column } from './columns.ts';
import { readerOf } from './columns.ts';

/** Signed like an exchange: what a first sync is made of, instead of the whole log. */
export const snapshotsPath = '/sync/snapshots';
/** GET, signed over the path and an empty body, with a `Range` of bytes. */
export const chunkPathOf = (sha256: string): string => `/sync/chunks/${sha256}`;
export const chunkPathPattern = '/sync/chunks/:sha256';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What comes first of a scope: names and catalogues (0), patients with their links (1), stock (2), then the rest of the
 * records, those first whose patient was seen last (3).
 */
export const tiers = ['catalogue', 'patients', 'stock', 'records'] as const;

export const chunkEntry = z.strictObject({ sha256, bytes: z.int().min(1), documents: z.int().min(1), tier: z.int().min(0).max(tiers.length - 1) });
export type ChunkEntry = z.infer<typeof chunkEntry>;

/**
 * A scope as it was at number `number`, in chunks that never change. `kinds`: the version of each kind that the county
 * wrote it with. `signature`: the county's Ed25519 over `manifestToSign`, base64.
 */
export const manifest = z.strictObject({
  scope: z.string().max(200),
  epoch: z.string().max(100),
  number: z.int().min(0),
  kinds: z.record(z.string().max(40), z.int().min(1)),
  builtAt: z.string().max(40),
  chunks: z.array(chunkEntry).max(100_000),
  signature: z.string().max(200),
});
export type Manifest = z.infer<typeof manifest>;

export function manifestToSign({ scope, epoch, number, kinds, builtAt, chunks }: Omit<Manifest, 'signature'>): string {
  return jsonHash(['snapshot', scope, epoch, number, kinds, builtAt, chunks.map((chunk) => [chunk.sha256, chunk.bytes, chunk.documents, chunk.tier])]);
}

export const snapshotsRequest = z.strictObject({
  wireVersion: z.int(),
  deviceId,
  epoch: z.string(),
  scopes: z.array(z.string().max(200)).max(5_000),
  /** As in an exchange. */
  kinds: z.record(z.string().max(40), z.int().min(1)).optional(),
});
export type SnapshotsRequest = z.infer<typeof snapshotsRequest>;

/** `log`: read the scope's log from its start. `building`: ask again in a few seconds. */
export const snapshotOffer = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('log') }),
  z.strictObject({ state: z.literal('building') }),
  z.strictObject({ state: z.literal('ready'), manifest }),
]);
export type SnapshotOffer = z.infer<typeof snapshotOffer>;
export const snapshotsResponse = z.strictObject({ epoch: z.string(), scopes: z.record(z.string(), snapshotOffer) });
export type SnapshotsResponse = z.infer<typeof snapshotsResponse>;

/** Documents of one kind and version, by column. */
export interface ChunkTable {
  readonly kind: string;
  readonly version: number;
  readonly revisions: Column;
  readonly bodies: Column;
}

/**
 * A piece of a chunk, some hundred documents. A chunk is brotli over the JSON of its pieces, one on each line, so that whoever
 * unpacks it holds one of them at a time. Each names where it belongs, so that it fits nowhere else.
 */
export interface ChunkPiece {
  readonly scope: string;
  readonly number: number;
  readonly tables: readonly ChunkTable[];
}

/** A document of a snapshot. Its hash is not sent: whoever unpacks it hashes the body, and the chunk's own hash is signed. */
export interface SnapshotDocument {
  readonly kind: string;
  readonly version: number;
  readonly revision: number;
  readonly body: unknown;
}

/**
 * The documents of a piece, one after the other, as they are asked for.
 * @throws Error for a piece that is none, or that belongs elsewhere
 */
export function* documentsOf(piece: unknown, expected: { readonly scope: string; readonly number: number }): Generator<SnapshotDocument> {
  const { scope, number, tables } = piece as ChunkPiece;
  if (scope !== expected.scope || number !== expected.number) throw new Error('a chunk of another snapshot');
  for (const { kind, version, revisions, bodies } of tables) {
    const [counted, read] = [readerOf(revisions), readerOf(bodies)];
    if (counted.count !== read.count) throw new Error('a document without a revision, or a revision without a document');
    for (let at = 0; at < read.count; at += 1) {
      const revision = counted.next();
      if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 1) throw new Error('a document without a revision');
      yield { kind, version, revision, body: read.next() };
    }
  }
}
