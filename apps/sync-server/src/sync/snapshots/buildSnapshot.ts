import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { contentHash } from '@lianyi/schema/documents/contentHash';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import { toColumn } from '@lianyi/schema/wire/columns';
import type { Json } from '@lianyi/schema/wire/columns';
import type { Chunk, ChunkEntry, Manifest } from '@lianyi/schema/wire/snapshot';
import { manifestToSign } from '@lianyi/schema/wire/snapshot';
import type { PackedChunk, SnapshotRow } from '../../store/snapshots.ts';
import { readScope, writeSnapshot } from '../../store/snapshots.ts';
import type { County } from '../county.ts';

const pack = promisify(brotliCompress);

/** About so many characters of JSON make a chunk: some hundred kilobytes packed, which a thin line brings in a minute. */
const chunkCharacters = 8_000_000;
/** The first chunk of a tier is small: over a thin line somebody is shown soon. */
const firstCharacters = 1_000_000;
/** 16 MB: the whole of a chunk is seen at once. */
const windowBits = 24;

/** Builds, signs and stores a snapshot of a scope as it is now, a chunk in memory at a time. */
export async function buildSnapshot(county: County, scope: ScopeId): Promise<Manifest> {
  const kinds = Object.fromEntries(Object.entries(county.kinds.rules).map(([kind, rules]) => [kind, rules.version]));
  const { number, entries, packed } = await readScope(county.db, scope, async (atNumber, pieces) => {
    const chunks: PackedChunk[] = [];
    const listed: ChunkEntry[] = [];
    for await (const rows of inChunks(wholeRows(county, scope, pieces))) {
      const chunk = await packChunk(scope, atNumber, rows);
      chunks.push(chunk);
      listed.push({ sha256: chunk.sha256, bytes: chunk.bytes.length, documents: rows.length, tier: rows[0]?.tier ?? 0 });
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
async function* wholeRows(county: County, scope: ScopeId, pieces: AsyncGenerator<readonly SnapshotRow[]>): AsyncGenerator<readonly SnapshotRow[]> {
  for await (const piece of pieces) {
    yield piece.filter(({ id, hash, body }) => {
      if (contentHash(body) === hash) return true;
      county.hears.alarm('a document is not what its hash says', { document: id, scope });
      return false;
    });
  }
}

/** Rows of one tier, until they are enough for a chunk. */
async function* inChunks(pieces: AsyncGenerator<readonly SnapshotRow[]>): AsyncGenerator<readonly SnapshotRow[]> {
  let rows: SnapshotRow[] = [];
  let characters = 0;
  let most = firstCharacters;
  for await (const piece of pieces) {
    for (const row of piece) {
      const isOtherTier = row.tier !== rows[0]?.tier;
      if (rows.length > 0 && (isOtherTier || characters >= most)) {
        yield rows;
        most = isOtherTier ? firstCharacters : chunkCharacters;
        rows = [];
        characters = 0;
      }
      rows.push(row);
      characters += JSON.stringify(row.body).length;
    }
  }
  if (rows.length > 0) yield rows;
}

async function packChunk(scope: ScopeId, number: number, rows: readonly SnapshotRow[]): Promise<PackedChunk> {
  const tables = Map.groupBy(rows, ({ kind, version }) => `${kind} ${version}`);
  const chunk: Chunk = {
    scope, number,
    tables: [...tables.values()].flatMap((table) => {
      const [first] = table;
      return first === undefined ? [] : [{ kind: first.kind, version: first.version, revisions: toColumn(table.map((row) => row.revision)), bodies: toColumn(table.map((row) => row.body as Json)) }];
    }),
  };
  const plain = Buffer.from(JSON.stringify(chunk));
  const bytes = await pack(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: windowBits, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}
