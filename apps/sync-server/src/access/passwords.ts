import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

const scrypt = promisify(scryptWithCallback) as (password: string, salt: Buffer, length: number) => Promise<Buffer>;

export interface HashedPassword {
  readonly passwordSalt: string;
  readonly passwordHash: string;
}

export async function hashPassword(password: string): Promise<HashedPassword> {
  const salt = randomBytes(16);
  const hash = await scrypt(password.normalize('NFKC'), salt, 32);
  return { passwordSalt: salt.toString('base64'), passwordHash: hash.toString('base64') };
}

/** @param kept null where there is no such login: it takes as long */
export async function isPassword(password: string, kept: HashedPassword | null): Promise<boolean> {
  const salt = kept === null ? Buffer.alloc(16) : Buffer.from(kept.passwordSalt, 'base64');
  const hash = await scrypt(password.normalize('NFKC'), salt, 32);
  return kept !== null && timingSafeEqual(hash, Buffer.from(kept.passwordHash, 'base64'));
}

export const leastPasswordLength = 10;
export type PasswordFault = 'tooShort' | 'tooLong' | 'common';

const guesser = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
/** What guessing offline still takes long at, with scrypt in the way (zxcvbn's 0 to 4). */
const leastScore = 3;

/** What is wrong with a new password: too short, or among those that are guessed first (lists, names, keys in a row, years). Null if nothing. */
export function passwordFault(password: string, own: readonly string[]): PasswordFault | null {
  const letters = [...password.normalize('NFKC')].length;
  if (letters < leastPasswordLength) return 'tooShort';
  if (letters > 200) return 'tooLong';
  return guesser.check(password.slice(0, 100), [...own, 'lianyi', '联医', 'admin', 'county']).score < leastScore ? 'common' : null;
}
