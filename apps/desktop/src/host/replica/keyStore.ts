import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { eraseFile, writeFileAtomically } from './atomicFile.ts';

/** Where the secret lies that a PIN needs beside it. */
export interface KeyStore {
  /** `system`: the operating system's key store. `file`: a file that only its user may read, which protects less. */
  readonly kind: 'system' | 'file';
  /** The secret of 32 bytes, made on the first call. */
  secret(): Promise<Uint8Array>;
  /** Destroys the secret, where it is a file of ours: what it helped to seal cannot be opened any more. */
  forget?(): void;
}

/** The key store of the web shell and of a bare Linux. */
export function fileKeyStore(path: string): KeyStore {
  return {
    kind: 'file',
    secret: () => {
      if (!existsSync(path)) writeFileAtomically(path, `${randomBytes(32).toString('base64')}\n`);
      const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
      return secret.length === 32 ? Promise.resolve(secret) : Promise.reject(new Error('the key store file is damaged'));
    },
    forget: () => eraseFile(path),
  };
}
