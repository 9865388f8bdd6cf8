import { brotliCompressSync, constants } from 'node:zlib';
import type { AnyDocument } from '@lianyi/schema/documents/kinds';
import type { Json } from '@lianyi/schema/wire/columns';
import { toColumn } from '@lianyi/schema/wire/columns';
import type { BenchRow } from '../../bench.ts';
import { reported } from '../../bench.ts';
import { filledCounty } from '../filledCounty.ts';
import type { Source } from '../sourceDocuments.ts';
import { allBatches } from '../sourceDocuments.ts';
import type { FirstSyncOverLine } from './firstSyncs.ts';
import { firstSyncOver, firstSyncRows } from './firstSyncs.ts';
import { linesFor } from './lines.ts';

/** What the documents of a kind come to. */
export interface KindSize {
  readonly kind: string;
  readonly documents: number;
  readonly plainBytes: number;
  /** By column and brotli as in a chunk, but each kind for itself. */
  readonly packedBytes: number;
}

/** A village with years of work: by kind, and its first sync over poor lines. */
export interface Village {
  readonly source: Source;
  readonly sizes: readonly KindSize[];
  readonly snapshotBytes: number;
  readonly builtS: number;
  readonly syncs: readonly FirstSyncOverLine[];
}

export async function villageOverLines(source: Source): Promise<Village> {
  const county = await filledCounty(source);
  try {
    const syncs: FirstSyncOverLine[] = [];
    for (const line of linesFor.many) syncs.push(await firstSyncOver(line, county, source));
    return { source, sizes: kindSizes(source), snapshotBytes: county.chunkBytes.reduce((sum, bytes) => sum + bytes, 0), builtS: county.builtS, syncs };
  } finally {
    await county.close();
  }
}

export function villageRows({ source, sizes, snapshotBytes, syncs }: Village): readonly BenchRow[] {
  const at = `${source.residents} residents, ${source.years ?? 0} years of work`;
  return [
    ...sizes.map(({ kind, documents, packedBytes }) => reported(`${at}: ${documents} of ${kind}, packed`, packedBytes / 1e3, 'kB')),
    reported(`${at}: the snapshot`, snapshotBytes / 1e3, 'kB'),
    ...firstSyncRows(source, syncs),
  ];
}

function kindSizes(source: Source): readonly KindSize[] {
  const ofKind = Map.groupBy([...allBatches(source)].flat(), ({ kind }) => kind);
  return [...ofKind].map(([kind, documents]) => {
    const plain = Buffer.from(JSON.stringify(toColumn(documents.map((document: AnyDocument) => document as unknown as Json))));
    const packed = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 } });
    return { kind, documents: documents.length, plainBytes: Buffer.byteLength(JSON.stringify(documents)), packedBytes: packed.length };
  });
}
