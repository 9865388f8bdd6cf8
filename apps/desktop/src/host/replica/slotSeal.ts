import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto';

/** The replica's key, sealed with a PIN and the key store's secret together. Texts are base64. */
export interface SealedKey {
  readonly salt: string;
  readonly nonce: string;
  /** AES-256-GCM ciphertext and tag. */
  readonly sealed: string;
  readonly scrypt: { readonly N: number; readonly r: number; readonly p: number };
}

/**
 * The most work that keeps an unlock under a second of CPU on a PC half as fast as the one that measures
 * (`npm run bench -- unlock`), and 64 MiB, which a PC with 2 GB still bears. OWASP's least is twice that where nothing
 * else guards a password; here the key store's secret does, or a passphrase. Each slot keeps what it was made with, and is
 * made again with this at its next unlock.
 */
export const usualCost = { N: 2 ** 16, r: 8, p: 1 } as const;
/** What a slot costs here: in tests less. */
export const cost = { ...usualCost, N: scryptN(usualCost.N) };
/** What slots of an earlier version were made with. */
const leastN = cost.N / 2;

/**
 * Tests unlock hundreds of times, at half a second each: run from these sources they may ask for less work by
 * `LIANYI_TEST_SCRYPT_N`. A built program is no `.ts`, and does not look.
 */
export function scryptN(usual: number): number {
  const asked = import.meta.url.endsWith('.ts') ? Number(process.env['LIANYI_TEST_SCRYPT_N']) : NaN;
  return Number.isSafeInteger(Math.log2(asked)) ? asked : usual;
}

/** Whether a slot was made with less work than one is now. */
export const isOutdated = ({ scrypt: { N } }: SealedKey): boolean => N < cost.N;

/**
 * Seals `key` so that neither the PIN nor the key store's secret opens it alone; `about` is sealed with it and must be the
 * same to open it.
 * @param work other than what a slot costs now, to measure it
 */
export async function sealKey(key: Uint8Array, pin: string, secret: Uint8Array, about: string, work: SealedKey['scrypt'] = cost): Promise<SealedKey> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await wrappingKey(pin, secret, salt, work), nonce).setAAD(Buffer.from(about, 'utf8'));
  const sealed = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { salt: salt.toString('base64'), nonce: nonce.toString('base64'), sealed: sealed.toString('base64'), scrypt: work };
}

/** The key, or null when PIN, secret or `about` are not those it was sealed with: which, cannot be told. */
export async function openSealedKey(slot: SealedKey, pin: string, secret: Uint8Array, about: string): Promise<Uint8Array | null> {
  const wrapping = await wrappingKey(pin, secret, Buffer.from(slot.salt, 'base64'), slot.scrypt);
  const sealed = Buffer.from(slot.sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(slot.nonce, 'base64')).setAAD(Buffer.from(about, 'utf8'));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  } catch {
    return null;
  }
}

/** Takes as long as a real one, so that a person without a slot is not told apart by time. */
export async function openNothing(pin: string, secret: Uint8Array): Promise<null> {
  await wrappingKey(pin, secret, randomBytes(16), cost);
  return null;
}

async function wrappingKey(pin: string, secret: Uint8Array, salt: Uint8Array, parameters: SealedKey['scrypt']): Promise<Uint8Array> {
  const stretched = await new Promise<Uint8Array>((resolve, reject) => {
    // A slots file that asks for less work or for all memory is not one that we wrote.
    const { N, r, p } = parameters;
    if (N < leastN || N > 2 ** 20 || r !== 8 || p < 1 || p > 4) {
      reject(new Error('the slots file is damaged'));
      return;
    }
    scrypt(pin.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
  return new Uint8Array(hkdfSync('sha256', Buffer.concat([stretched, secret]), salt, 'lianyi slot 1', 32));
}
