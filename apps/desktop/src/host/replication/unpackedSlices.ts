import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createBrotliDecompress } from 'node:zlib';
import type { ChunkEntry, SnapshotDocument } from '@lianyi/schema/wire/snapshot';
import { documentsOf } from '@lianyi/schema/wire/snapshot';

/** A chunk has some megabytes of JSON, and its pieces have some hundred kilobytes. */
const maxUnpackedBytes = 64 << 20;
const lineEnd = '\n'.charCodeAt(0);

interface Promised extends Pick<ChunkEntry, 'sha256' | 'documents'> {
  readonly scope: string;
  readonly number: number;
}

/** What came of a chunk is not what the manifest promised. */
export class NotAsPromised extends Error {}

/**
 * The documents of a chunk that is here whole, after the first `skip` of them, so many at a time: neither its text nor its
 * documents are ever held together.
 * @throws NotAsPromised before the first slice if the chunk came damaged; later only where the county packed what it had not said
 */
export async function* unpackedSlices(packed: Uint8Array, promised: Promised, { skip, size }: { readonly skip: number; readonly size: number }): AsyncGenerator<readonly SnapshotDocument[]> {
  if (hash('sha256', packed, 'hex') !== promised.sha256) throw new NotAsPromised('a chunk that came damaged');
  let documents = 0;
  let slice: SnapshotDocument[] = [];
  for await (const line of linesOf(packed)) {
    for (const document of documentsIn(line, promised)) {
      documents += 1;
      if (documents > promised.documents) throw otherNumber();
      if (documents <= skip) continue;
      slice.push(document);
      if (slice.length < size) continue;
      yield slice;
      slice = [];
    }
  }
  if (documents !== promised.documents) throw otherNumber();
  if (slice.length > 0) yield slice;
}

const otherNumber = (): NotAsPromised => new NotAsPromised('another number of documents than were promised');

function* documentsIn(line: Buffer, promised: Promised): Generator<SnapshotDocument> {
  try {
    yield* documentsOf(JSON.parse(line.toString('utf8')), promised);
  } catch (error) {
    throw new NotAsPromised(error instanceof Error ? error.name : '');
  }
}

async function* linesOf(packed: Uint8Array): AsyncGenerator<Buffer> {
  let begun: Uint8Array[] = [];
  let unpackedBytes = 0;
  for await (const bytes of unpacked(packed)) {
    unpackedBytes += bytes.length;
    if (unpackedBytes > maxUnpackedBytes) throw new NotAsPromised('larger than a chunk may be');
    let from = 0;
    for (let end = bytes.indexOf(lineEnd); end >= 0; end = bytes.indexOf(lineEnd, from)) {
      yield Buffer.concat([...begun, bytes.subarray(from, end)]);
      begun = [];
      from = end + 1;
    }
    begun.push(bytes.subarray(from));
  }
  yield Buffer.concat(begun);
}

async function* unpacked(packed: Uint8Array): AsyncGenerator<Uint8Array> {
  const stream = Readable.from([packed]).pipe(createBrotliDecompress());
  try {
    for await (const bytes of stream) yield bytes as Uint8Array;
  } catch (error) {
    throw new NotAsPromised(error instanceof Error ? error.name : '');
  } finally {
    stream.destroy();
  }
}
