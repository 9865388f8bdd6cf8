import { wireVersion } from '@lianyi/schema/wire/exchange';
import * as z from 'zod';
import { asideIn } from '../replica/aside.ts';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { ParcelRead, StickFileRefusal } from './parcelViews.ts';

/** Which state of a file of the county's is meant, and what became of it. */
export interface CountysFile {
  readonly stamp: string;
  /** Infinity of what cannot be got at. */
  readonly mtimeMs: number;
  refusal: StickFileRefusal | null;
  isDue: boolean;
  /** It waits for its turn, or is being read. */
  isReading: boolean;
  /** What it was read by. */
  under: Under | null;
}

/** What may change of this PC, so that a file is worth another look. */
export interface Under {
  readonly epoch: string | null;
  readonly wireVersion: number;
  /** Of a restored county only receipts were taken. */
  readonly isWitness: boolean;
}

export const conditionsOf = (replica: ReplicaForExchange): Under => ({ epoch: replica.epoch(), wireVersion, isWitness: replica.isWitness() });

/** What may be read later, once another has been or there is room, is tried again. */
const passing: ReadonlySet<string> = new Set(['beginsLater', 'interrupted', 'diskFull'] satisfies readonly StickFileRefusal[]);

/** @param begun what was so when the reading began */
export function noteRead(file: CountysFile, result: ParcelRead, begun: Under): void {
  file.refusal = result.ok ? null : result.reason;
  file.isDue = !result.ok && passing.has(result.reason);
  file.under = begun;
}

/** Whether there is more in a file now than when it was read, though it is the same: it is of the history that this PC has gone over to, or its pages were left. */
export function isWorthAnotherLook({ refusal, under: then }: CountysFile, replica: ReplicaForExchange): boolean {
  if (then === null) return false;
  if (refusal === 'otherHistory') return then.epoch !== replica.epoch();
  if (refusal === 'unreadable') return then.wireVersion !== wireVersion;
  return refusal === null && then.isWitness && !replica.isWitness();
}

const aside = 'parcelFiles';
/** Not `damaged`, `cutShort` and `unreadable`, which a stick, or a PC short of memory, may bring about at one reading alone. */
const kept = z.enum(['noParcel', 'tooLarge', 'ownParcel', 'forCounty', 'notForUs', 'notSigned', 'otherHistory', 'snapshotUnusable'] satisfies readonly StickFileRefusal[]);
const keptFile = z.object({
  name: z.string(), stamp: z.string(), mtimeMs: z.number(), refusal: kept.nullable(),
  under: z.object({ epoch: z.string().nullable(), wireVersion: z.int(), isWitness: z.boolean() }),
});
const memory = z.object({ takenUpToMs: z.number(), files: z.array(keptFile) });

/** What is known of the county's files on the stick, by name, and when the newest was made that was taken. */
export interface StickMemory {
  readonly known: Map<string, CountysFile>;
  readonly takenUpToMs: number;
}

/** As it was when the program ended: a file that was taken, or refused for good, is not read again at each start. */
export function rememberedStick(replica: ReplicaForExchange): StickMemory {
  const read = memory.safeParse(asideIn(replica, aside));
  if (!read.success) return { known: new Map(), takenUpToMs: 0 };
  return { known: new Map(read.data.files.map(({ name, ...file }) => [name, { ...file, isDue: false, isReading: false }])), takenUpToMs: read.data.takenUpToMs };
}

/** Written only when it is another than before: it costs a sync to disk. */
export function rememberStick(replica: ReplicaForExchange, { known, takenUpToMs }: StickMemory): void {
  const files = [...known].flatMap(([name, { stamp, mtimeMs, refusal, isDue, under: readUnder }]) => {
    const file = keptFile.safeParse({ name, stamp, mtimeMs, refusal, under: readUnder });
    return !isDue && file.success ? [file.data] : [];
  });
  const value = { takenUpToMs, files } satisfies z.infer<typeof memory>;
  const before = memory.safeParse(asideIn(replica, aside));
  if (JSON.stringify(before.success ? before.data : { takenUpToMs: 0, files: [] }) !== JSON.stringify(value)) replica.keepAside(aside, value);
}
