import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecoverySlot } from '@lianyi/schema/wire/recovery';
import { writeFileAtomically } from './replica/atomicFile.ts';
import type { ReplicaForExchange } from './replica/openReplica.ts';

const pathIn = (dataDir: string): string => join(dataDir, 'recovery.slot');

/**
 * The slot that only the county opens: the replica's key, sealed to the county's key and signed with this PC's, as a parcel
 * is. It is written anew whenever the replica is opened, so that one that was damaged, or names a device that this PC is no
 * longer, does not stay (ADR 0041).
 */
export function keepRecoverySlot(dataDir: string, replica: Pick<ReplicaForExchange, 'identity' | 'sealForCounty'>, replicaKey: Uint8Array): void {
  const held: RecoverySlot = { lianyi: 'recovery 1', deviceId: replica.identity.deviceId, key: Buffer.from(replicaKey).toString('base64') };
  writeFileAtomically(pathIn(dataDir), replica.sealForCounty(Buffer.from(JSON.stringify(held), 'utf8')));
}

/** Null where there is none: a PC of an earlier version that nobody has unlocked since. */
export function readRecoverySlot(dataDir: string): Uint8Array | null {
  return existsSync(pathIn(dataDir)) ? readFileSync(pathIn(dataDir)) : null;
}
