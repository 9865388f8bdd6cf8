import type { Cipheriv } from 'node:crypto';
import { createCipheriv, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SealedName } from './newFile.ts';

/** Files whose bytes are encrypted with AES-256-CTR: any byte can be added without the others. Whether they are right, their SHA-256 tells. */
export interface SealedFiles {
  /** Writes a file whole, synced. @throws the file system's error, and then nothing of it is left */
  write(file: SealedName, bytes: Uint8Array): void;
  append(file: SealedName, offset: number, bytes: Uint8Array): void;
  read(file: SealedName): Buffer;
  /** 0 if there is no such file. */
  length(name: string): number;
  remove(name: string): void;
  names(): readonly string[];
}

const blockBytes = 16;
export const newSealedName = (): SealedName => ({ name: randomBytes(16).toString('hex'), key: new Uint8Array(randomBytes(32)) });

/** Beside the replica, in a folder that only its user may read. */
export const attachmentFolder = 'attachments';

export function sealedFilesIn(dataDir: string): SealedFiles {
  const folder = join(dataDir, attachmentFolder);
  const pathOf = (name: string): string => join(folder, name);
  const writing = (name: string, flags: string, work: (file: number) => void): void => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = openSync(pathOf(name), flags, 0o600);
    try {
      work(file);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  };
  return {
    write: ({ name, key }, bytes) => {
      try {
        writing(name, 'w', (file) => writeFileSync(file, cipherAt(key, 0).update(bytes)));
      } catch (error) {
        rmSync(pathOf(name), { force: true });
        throw error;
      }
    },
    append: ({ name, key }, offset, bytes) => {
      const sealed = cipherAt(key, offset).update(bytes);
      writing(name, existsSync(pathOf(name)) ? 'r+' : 'w', (file) => {
        // A full disk may take a part of it: that part is told, the rest follows or fails.
        for (let done = 0; done < sealed.length;) done += writeSync(file, sealed, done, sealed.length - done, offset + done);
      });
    },
    read: ({ name, key }) => cipherAt(key, 0).update(readFileSync(pathOf(name))),
    length: (name) => statSync(pathOf(name), { throwIfNoEntry: false })?.size ?? 0,
    remove: (name) => rmSync(pathOf(name), { force: true }),
    names: () => (existsSync(folder) ? readdirSync(folder) : []),
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
