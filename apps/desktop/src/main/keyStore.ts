import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { safeStorage } from 'electron';

export type SystemSecret =
  | { readonly kind: 'system'; readonly secret: string }
  /** No key store of the system serves this directory: a file of the host's holds the secret. */
  | { readonly kind: 'file' }
  /** The secret is sealed by a key store that does not open here: another user, or another machine. */
  | { readonly kind: 'sealed' };

/**
 * The secret that a PIN needs beside it, base64 of 32 bytes, as the system's key store sealed it. A directory keeps to
 * the store that it was enrolled with. After `ready`.
 */
export function systemSecretOf(dataDir: string): SystemSecret {
  const sealedFile = join(dataDir, 'keystore.sealed');
  if (existsSync(sealedFile)) return unseal(sealedFile);
  if (existsSync(join(dataDir, 'keystore')) || !hasSystemKeyStore()) return { kind: 'file' };
  const secret = randomBytes(32).toString('base64');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(`${sealedFile}.new`, safeStorage.encryptString(secret), { mode: 0o600, flush: true });
  renameSync(`${sealedFile}.new`, sealedFile);
  return { kind: 'system', secret };
}

function unseal(sealedFile: string): SystemSecret {
  if (!hasSystemKeyStore()) return { kind: 'sealed' };
  try {
    return { kind: 'system', secret: safeStorage.decryptString(readFileSync(sealedFile)) };
  } catch {
    return { kind: 'sealed' };
  }
}

/** On Linux, `basic_text` means a password that everybody knows. */
function hasSystemKeyStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}
