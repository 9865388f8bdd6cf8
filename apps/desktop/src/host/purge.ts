import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { purgedNotice, purgedPath, purgeOrder } from '@lianyi/schema/wire/purge';
import { doorTrailFile } from './doorTrail.ts';
import { attachmentFolder } from './replica/attachments/sealedFiles.ts';
import { eraseFile, writeFileAtomically } from './replica/atomicFile.ts';
import type { KeyStore } from './replica/keyStore.ts';
import { replicaFile } from './replica/openReplica.ts';
import type { Farewell } from './replica/purge.ts';
import type { Transport } from './replication/transport.ts';

/** `purged.json`: that this PC was told to delete what it held of patients, and how far that went. No patient data, no secret. */
const purgeReceipt = z.strictObject({
  version: z.literal(1),
  order: purgeOrder,
  notice: purgedNotice,
  bundlesHeld: z.int(),
  /** False while the deletion is under way: a start finishes it. */
  isDone: z.boolean(),
  /** The county has heard of it. */
  isConfirmed: z.boolean(),
});
export type PurgeReceipt = z.infer<typeof purgeReceipt>;

const pathIn = (dataDir: string): string => join(dataDir, 'purged.json');

/** Null where nothing was purged. @throws Error when the file is not ours */
export function readPurge(dataDir: string): PurgeReceipt | null {
  return existsSync(pathIn(dataDir)) ? purgeReceipt.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8'))) : null;
}

const write = (dataDir: string, receipt: PurgeReceipt): PurgeReceipt => {
  writeFileAtomically(pathIn(dataDir), `${JSON.stringify(receipt, undefined, 2)}\n`);
  return receipt;
};

/** From here on the deletion goes through, whatever happens: the receipt is on the disk before the first key is gone. */
export const beginPurge = (dataDir: string, farewell: Farewell): PurgeReceipt => write(dataDir, { version: 1, ...farewell, isDone: false, isConfirmed: false });

/**
 * Destroys the keys first, and then the files. The replica must be closed. Doing it again finishes what was cut off.
 */
export function finishPurge(dataDir: string, keyStore: KeyStore, receipt: PurgeReceipt): PurgeReceipt {
  const files = readdirSync(dataDir);
  for (const file of files.filter(isOfKeys)) eraseFile(join(dataDir, file));
  keyStore.forget?.();
  for (const file of files.filter(isOfReplica)) rmSync(join(dataDir, file), { force: true });
  rmSync(join(dataDir, doorTrailFile), { force: true });
  rmSync(join(dataDir, attachmentFolder), { recursive: true, force: true });
  return write(dataDir, { ...receipt, isDone: true });
}

/** Slots of now and of a PC that was enrolled here before, the slot for the county, the other half in either key store; and what a power cut left of writing one of them. */
const isOfKeys = (file: string): boolean => /^(before-\d+-)?(slots\.json|recovery\.slot|keystore|keystore\.sealed)(\.new)?$/.test(file);
/** The replica, its log, a copy that a power cut left, and the replica of a PC that was enrolled here before. */
const isOfReplica = (file: string): boolean => file.replace(/^before-\d+-/, '').startsWith(replicaFile);

const silenceMs = 30_000;

/** Tells the county; without a line, or while it does not take it, the receipt stays as it is and this is tried again. */
export async function confirmPurge(dataDir: string, transport: Transport, receipt: PurgeReceipt): Promise<PurgeReceipt> {
  if (receipt.isConfirmed) return receipt;
  try {
    const answer = await transport.post({
      path: purgedPath, headers: {}, body: Buffer.from(JSON.stringify(receipt.notice), 'utf8'), silenceMs, signal: new AbortController().signal,
    });
    return answer.status === 200 ? write(dataDir, { ...receipt, isConfirmed: true }) : receipt;
  } catch {
    return receipt;
  }
}
