import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { eraseFile, writeFileAtomically } from './replica/atomicFile.ts';
import type { DeviceKey } from './replica/deviceKey.ts';
import { newDeviceKey } from './replica/deviceKey.ts';
import type { KeyStore } from './replica/keyStore.ts';
import { openSealedKey, sealKey } from './replica/slotSeal.ts';

const keysFile = z.array(z.strictObject({
  publicKey: z.string(),
  key: z.strictObject({ salt: z.string(), nonce: z.string(), sealed: z.string(), scrypt: z.strictObject({ N: z.int(), r: z.int(), p: z.int() }) }),
}));
type SealedKeys = z.infer<typeof keysFile>;

/**
 * The keys that this PC asks the county with, from before a code is sent until the PC is a clinic's: a code is good for one key,
 * so that what fails after it was sent (a program that ends, a full disk, a name that is not on the roster) is done again with
 * the same code and the same key, and no second PC stands at the county. Each is sealed with its code, which lies nowhere, and
 * the key store's secret. That a key is on the disk before its code travels shows as well that the folder can be written.
 */
export interface EnrolmentKeys {
  /** The key of this code, which has no spaces and hyphens. @throws where it cannot be written */
  of(code: string): Promise<DeviceKey>;
  /** The county made no device of it. */
  drop(key: DeviceKey): void;
}

export function enrolmentKeys(dataDir: string, keyStore: KeyStore): EnrolmentKeys {
  const path = pathIn(dataDir);
  return {
    of: async (code) => {
      const secret = await keyStore.secret();
      const kept = keysIn(path);
      for (const { publicKey, key } of kept) {
        const opened = await openSealedKey(key, code, secret, publicKey);
        if (opened !== null) return { publicKey, privateKey: Buffer.from(opened).toString('base64') };
      }
      const made = newDeviceKey();
      const key = await sealKey(Buffer.from(made.privateKey, 'base64'), code, secret, made.publicKey);
      writeKeys(path, [...kept, { publicKey: made.publicKey, key }]);
      return made;
    },
    drop: ({ publicKey }) => { writeKeys(path, keysIn(path).filter((one) => one.publicKey !== publicKey)); },
  };
}

/** The PC is a clinic's: its key lies in the replica from now on. What cannot be erased now is at the next start. */
export function forgetEnrolmentKeys(dataDir: string): void {
  try {
    eraseFile(pathIn(dataDir));
  } catch {
    // A clinic that is enrolled opens all the same.
  }
}

const pathIn = (dataDir: string): string => join(dataDir, 'enrolling.json');

/** A damaged file is as good as none: with another code all begins anew. */
function keysIn(path: string): SealedKeys {
  if (!existsSync(path)) return [];
  try {
    return keysFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
}

function writeKeys(path: string, keys: SealedKeys): void {
  if (keys.length === 0) eraseFile(path);
  else writeFileAtomically(path, `${JSON.stringify(keys)}\n`);
}
