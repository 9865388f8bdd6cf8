import * as z from 'zod';
import { deviceId, documentId } from '../basics/ids.ts';
import { sha256Hex } from '../basics/digest.ts';
import { countyDocument } from './exchange.ts';

/** Signed like an exchange: which scopes differ, and what is in their differing buckets. */
export const checksumsPath = '/sync/checksums';
export const repairPath = '/sync/repair';

export const bucketCount = 256;
/** By the last byte of the id: chance, in ids made by time and by hash alike. */
export const bucketOf = (id: string): number => Number.parseInt(id.slice(-2), 16);

/** What stands for a document in a checksum, as text that is hashed: its id, and the county's revision and content hash. */
export const markText = (id: string, revision: number, hash: string): string => `${id} ${revision} ${hash}`;

/** Of the hash of a mark so many hexadecimal digits count: 60 bits, which a database adds up as an integer. */
export const markDigits = 15;

/** A scope's 256 buckets, added up in any order and in slices. */
export class BucketSums {
  readonly #counts = new Int32Array(bucketCount);
  readonly #sums = Array.from({ length: bucketCount }, () => 0n);

  /** @param markHash SHA-256 of `markText`, hexadecimal */
  add(id: string, markHash: string): void {
    this.addMany(bucketOf(id), 1, BigInt(`0x${markHash.slice(0, markDigits)}`));
  }

  addMany(bucket: number, count: number, sum: bigint): void {
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    this.#sums[bucket] = (this.#sums[bucket] ?? 0n) + sum;
  }

  /** Each bucket as a short text: how many documents, and the sum of their marks. */
  texts(): readonly string[] {
    return this.#sums.map((sum, bucket) => (sum === 0n ? '' : `${this.#counts[bucket]}.${sum.toString(36)}`));
  }

  documents(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }
}

/** What all buckets of a scope come to. */
export const bucketsDigest = (buckets: readonly string[]): string => sha256Hex(buckets.join('\n'));

export const checksumsRequest = z.strictObject({
  wireVersion: z.int(),
  deviceId,
  epoch: z.string(),
  /** The cursor at which each scope was added up, and what its buckets come to. */
  scopes: z.record(z.string(), z.strictObject({ number: z.int().min(0), digest: z.string().max(64) })),
});
export type ChecksumsRequest = z.infer<typeof checksumsRequest>;

/** `behind`: the county's log goes on after that cursor, so there is nothing to compare. */
export const scopeStanding = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('same') }),
  z.strictObject({ state: z.literal('behind') }),
  z.strictObject({ state: z.literal('differs'), buckets: z.array(z.string()).length(bucketCount) }),
]);
export type ScopeStanding = z.infer<typeof scopeStanding>;

export const checksumsResponse = z.strictObject({ epoch: z.string(), scopes: z.record(z.string(), scopeStanding) });
export type ChecksumsResponse = z.infer<typeof checksumsResponse>;

/** The most documents that one repair names or brings; buckets that hold more come in several answers. */
export const maxRepairHave = 20_000;
export const maxRepairDocuments = 300;

export const repairRequest = z.strictObject({
  wireVersion: z.int(),
  deviceId,
  epoch: z.string(),
  scope: z.string(),
  /** The cursor of the scope. */
  number: z.int().min(0),
  buckets: z.array(z.int().min(0).max(bucketCount - 1)).min(1).max(bucketCount),
  /** All that the device has in these buckets of the scope, by the content that it really has. */
  have: z.array(z.strictObject({ id: documentId, revision: z.int().min(0), hash: z.string().max(64) })).max(maxRepairHave),
});
export type RepairRequest = z.infer<typeof repairRequest>;

export const repairResponse = z.strictObject({
  epoch: z.string(),
  /** The scope's number at the county, in the same moment as the rest: another than asked, and nothing of it counts. */
  number: z.int().min(0),
  /** What the device lacks or has otherwise, as the county has it; at most `maxRepairDocuments`. */
  documents: z.array(countyDocument),
  /** Documents that the county has, but no longer in this scope: the only ones that a repair takes away. */
  gone: z.array(documentId),
  /** Documents that the county does not know at all: the device keeps them, and offers them as a witness. */
  unknown: z.array(documentId),
  /** More documents differ: apply these and ask again. */
  more: z.boolean(),
});
export type RepairResponse = z.infer<typeof repairResponse>;
