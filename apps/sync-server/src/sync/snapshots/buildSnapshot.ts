import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import { toColumn } from '@lianyi/schema/wire/columns';
import type { Json } from '@lianyi/schema/wire/columns';
import type { ChunkEntry, ChunkPiece, Manifest } from '@lianyi/schema/wire/snapshot';
import { manifestToSign } from '@lianyi/schema/wire/snapshot';
import type { PackedChunk, SnapshotRow } from '../../store/snapshots.ts';
import { readScope, writeSnapshot } from '../../store/snapshots.ts';
import type { County } from '../county.ts';

/** What a snapshot is built with. */
export type SnapshotParts = Pick<County, 'db' | 'epoch' | 'key' | 'kinds' | 'now' | 'hears'>;

const pack = promisify(brotliCompress);

/** About so many characters of JSON make a chunk: some hundred kilobytes packed, which a thin line brings in a minute. */
const chunkCharacters = 8_000_000;
/** The first chunk of a tier is small: over a thin line somebody is shown soon. */
const firstCharacters = 1_000_000;
/** And so many a piece of it: what a clinic has unpacked at a time. In smaller ones less is alike. */
const pieceCharacters = 1_000_000;
/** 4 MB, which whoever unpacks it has to hold: a larger one saves nothing. */
const windowBits = 22;
/** A tenth smaller than with 9, for three times the work, which is done once for all clinics. */
const quality = 10;

/** Builds, signs and stores a snapshot of a scope as it is now; in memory are one chunk's documents at a time, and what is packed of all. */
export async function buildSnapshot(county: SnapshotParts, scope: ScopeId): Promise<Manifest> {
  const kinds = Object.fromEntries(Object.entries(county.kinds.rules).map(([kind, rules]) => [kind, rules.version]));
  const { number, entries, packed } = await readScope(county.db, scope, async (atNumber, rows) => {
    const chunks: PackedChunk[] = [];
    const listed: ChunkEntry[] = [];
    for await (const { tier, documents, pieces } of inChunks(wholeRows(county, scope, rows))) {
      const chunk = await packChunk(scope, atNumber, pieces);
      chunks.push(chunk);
      listed.push({ sha256: chunk.sha256, bytes: chunk.bytes.length, documents, tier });
    }
    return { number: atNumber, entries: listed, packed: chunks };
  });
  const unsigned = { scope, epoch: county.epoch, number, kinds, builtAt: county.now().toISOString(), chunks: entries };
  const manifest = { ...unsigned, signature: county.key.sign(manifestToSign(unsigned)) };
  await writeSnapshot(county.db, manifest, packed, county.now());
  return manifest;
}

/**
 * Without the rows whose content is not what its hash says: no clinic would take one from a page either. A clinic misses it
 * when it compares, and hears that it could not be mended.
 */
async function* wholeRows(county: SnapshotParts, scope: ScopeId, fetched: AsyncGenerator<readonly SnapshotRow[]>): AsyncGenerator<readonly SnapshotRow[]> {
  for await (const rows of fetched) {
    yield rows.filter(({ id, hash, body }) => {
      if (contentHash(body) === hash) return true;
      county.hears.alarm('a document is not what its hash says', { document: id, scope });
      return false;
    });
  }
}

interface RowsOfChunk {
  readonly tier: number;
  readonly documents: number;
  readonly pieces: readonly (readonly SnapshotRow[])[];
}

/** Rows of one tier, until they are enough for a chunk, in pieces. */
async function* inChunks(fetched: AsyncGenerator<readonly SnapshotRow[]>): AsyncGenerator<RowsOfChunk> {
  let begun: { tier: number; documents: number; pieces: SnapshotRow[][] } = { tier: 0, documents: 0, pieces: [] };
  let [characters, ofPiece, most] = [0, 0, firstCharacters];
  for await (const rows of fetched) {
    for (const row of rows) {
      const isOtherTier = row.tier !== begun.tier;
      if (begun.documents > 0 && (isOtherTier || characters >= most)) {
        yield begun;
        most = isOtherTier ? firstCharacters : chunkCharacters;
        begun = { tier: row.tier, documents: 0, pieces: [] };
        characters = 0;
      }
      begun.tier = row.tier;
      if (begun.pieces.length === 0 || ofPiece >= pieceCharacters) {
        begun.pieces.push([]);
        ofPiece = 0;
      }
      begun.pieces.at(-1)?.push(row);
      begun.documents += 1;
      const length = JSON.stringify(row.body).length;
      characters += length;
      ofPiece += length;
    }
  }
  if (begun.documents > 0) yield begun;
}

async function packChunk(scope: ScopeId, number: number, pieces: readonly (readonly SnapshotRow[])[]): Promise<PackedChunk> {
  const plain = Buffer.from(pieces.map((rows) => JSON.stringify(pieceOf(scope, number, rows))).join('\n'));
  const bytes = await pack(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: windowBits, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

function pieceOf(scope: ScopeId, number: number, rows: readonly SnapshotRow[]): ChunkPiece {
  const tables = Map.groupBy(rows, ({ kind, version }) => `${kind} ${version}`);
  return {
    scope, number,
    tables: [...tables.values()].flatMap((table) => {
      const [first] = table;
      return first === undefined ? [] : [{ kind: first.kind, version: first.version, revisions: toColumn(table.map((row) => row.revision)), bodies: toColumn(table.map((row) => row.body as Json)) }];
    }),
  };
}
