import type { Cipheriv } from 'node:crypto';
import { createCipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file's name and what its key is made of. */
export interface SealedName {
  readonly sha256: string;
  readonly salt: Uint8Array;
}

/**
 * Attachments' bytes in files of one folder, each encrypted with AES-256-CTR under a key of its own: any byte can be
 * written and read without the others. Whether they are what was meant, their SHA-256 tells, which documents name.
 */
export interface AttachmentFiles {
  /** Names the key file that the files' keys are made with. */
  readonly keyName: string;
  /** How many bytes are here, from the start; null if there is no file. */
  length(sha256: string): Promise<number | null>;
  /** An empty file, whatever was there. */
  begin(sha256: string): Promise<void>;
  /** Writes what comes, piece by piece, and tells how far the file then goes; what came before the line broke stays. */
  append(file: SealedName, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  read(file: SealedName, from: number, length: number): Promise<Buffer>;
  /** SHA-256 of the plain bytes, hex, and how they begin. */
  digest(file: SealedName): Promise<{ readonly sha256: string; readonly head: Uint8Array }>;
  remove(sha256: string): Promise<void>;
}

const keyBytes = 32;
const blockBytes = 16;
const pieceBytes = 256 * 1024;

/** Opens the folder, and the key file in the folder of the county's keys; makes what is absent. */
export async function openAttachmentFiles(directory: string, keyDir: string): Promise<AttachmentFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const secret = await openSecret(keyDir);
  const keyOf = (salt: Uint8Array): Buffer => Buffer.from(hkdfSync('sha256', secret, salt, 'lianyi attachment', keyBytes));
  const pathOf = (sha256: string): string => join(directory, sha256);
  const read = async ({ sha256, salt }: SealedName, from: number, length: number): Promise<Buffer> => {
    const file = await open(pathOf(sha256), 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, from);
      return cipherAt(keyOf(salt), from).update(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  };
  const length = async (sha256: string): Promise<number | null> =>
    stat(pathOf(sha256)).then(({ size }) => size, (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  return {
    keyName: createHash('sha256').update('lianyi attachment key').update(secret).digest('hex').slice(0, 16),
    length,
    begin: async (sha256) => writeFile(pathOf(sha256), '', { mode: 0o600 }),
    append: async ({ sha256, salt }, offset, bytes) => {
      const file = await open(pathOf(sha256), 'r+');
      let at = offset;
      try {
        const cipher = cipherAt(keyOf(salt), offset);
        for await (const piece of bytes) {
          const sealed = cipher.update(piece);
          // Half a write would shift the keystream: all of it, or an error.
          const { bytesWritten } = await file.writev([sealed], at);
          // A disk that is nearly full takes a part, and says so without an error.
          if (bytesWritten !== sealed.length) throw new Error(`only ${bytesWritten} of ${sealed.length} bytes could be written`);
          at += sealed.length;
        }
        return at;
      } finally {
        await file.sync();
        await file.close();
      }
    },
    read,
    digest: async (file) => {
      const hash = createHash('sha256');
      const size = (await length(file.sha256)) ?? 0;
      const head = await read(file, 0, Math.min(size, 64));
      for (let at = 0; at < size; at += pieceBytes) hash.update(await read(file, at, Math.min(pieceBytes, size - at)));
      return { sha256: hash.digest('hex'), head };
    },
    remove: async (sha256) => rm(pathOf(sha256), { force: true }),
  };
}

/** The keystream from a byte on; under a key that no other file has, the counter begins at zero. */
function cipherAt(key: Uint8Array, offset: number): Cipheriv {
  const counter = Buffer.alloc(blockBytes);
  counter.writeBigUInt64BE(BigInt(Math.floor(offset / blockBytes)), 8);
  const cipher = createCipheriv('aes-256-ctr', key, counter);
  cipher.update(Buffer.alloc(offset % blockBytes));
  return cipher;
}

async function openSecret(keyDir: string): Promise<Buffer> {
  const path = join(keyDir, 'attachments.key');
  const hex = await readFile(path, 'utf8').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    // Another server that starts now may be quicker: its key is the county's.
    await writeFile(path, `${randomBytes(keyBytes).toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).catch((taken: NodeJS.ErrnoException) => {
      if (taken.code !== 'EEXIST') throw taken;
    });
    return readFile(path, 'utf8');
  });
  const secret = Buffer.from(hex.trim(), 'hex');
  if (secret.length !== keyBytes) throw new Error(`${path} is no key`);
  return secret;
}
