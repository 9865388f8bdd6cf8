import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign, timingSafeEqual, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Opened, ToOpen } from '@lianyi/schema/wire/sealedParcel';
import { openParcel } from '@lianyi/schema/wire/sealedParcel';

/** The county's Ed25519 key: signs receipts, and makes the nonces that devices sign. */
export interface CountyKey {
  /** Raw 32 bytes, base64: what receipts are checked with. */
  readonly publicKey: string;
  /** Ed25519 over the text in UTF-8, base64. */
  sign(text: string): string;
  /** The nonce of an answer at a time: good for ten minutes at any server that has this key. */
  nonce(deviceId: string, now: Date): string;
  isFresh(nonce: string, deviceId: string, now: Date): boolean;
  /** When a nonce was made; null for what is none. */
  nonceTime(nonce: string): Date | null;
  /** 32 bytes for one purpose: the same at every server that has this key, and saying nothing of it. */
  secretFor(purpose: string): Buffer;
  /** A parcel that was sealed to the county. */
  open(file: Uint8Array, isSignedBySender: ToOpen['isSignedBySender']): Opened;
}

const nonceLifeMs = 10 * 60_000;
/** Servers' clocks differ a little. */
export const nonceSkewMs = 60_000;

/** Reads `county.key` in a folder that only the server may read, or makes it. */
export async function openCountyKey(keyDir: string): Promise<CountyKey> {
  await mkdir(keyDir, { recursive: true, mode: 0o700 });
  const file = join(keyDir, 'county.key');
  const pem = await readFile(file, 'utf8').catch(async () => {
    const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    // Another server that starts now may be quicker: its key is the county's.
    await writeFile(file, made, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return readFile(file, 'utf8');
  });
  return countyKeyOf(createPrivateKey(pem));
}

/** The key in memory, as a simulation makes it. */
export function countyKeyOf(privateKey: KeyObject): CountyKey {
  const secretFor = (purpose: string): Buffer => createHmac('sha256', privateKey.export({ type: 'pkcs8', format: 'der' })).update(purpose).digest();
  const secret = secretFor('lianyi nonce');
  // Half of the MAC (RFC 2104, 5): each request and each answer carries it.
  const mac = (deviceId: string, time: string): string => createHmac('sha256', secret).update(`${deviceId}\n${time}`).digest().subarray(0, 16).toString('base64url');
  const nonce = (deviceId: string, now: Date): string => `${now.getTime().toString(36)}.${mac(deviceId, now.getTime().toString(36))}`;
  const publicKey = Buffer.from(rawPublicKey(createPublicKey(privateKey)), 'base64');
  return {
    publicKey: publicKey.toString('base64'),
    open: (file, isSignedBySender) => openParcel(file, { publicKey, seed: Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'), isSignedBySender }),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    nonce,
    nonceTime,
    secretFor,
    isFresh: (candidate, deviceId, now) => {
      const [time = '', given = ''] = candidate.split('.');
      const madeAt = nonceTime(candidate)?.getTime();
      if (madeAt === undefined || madeAt > now.getTime() + nonceSkewMs || now.getTime() - madeAt > nonceLifeMs) return false;
      const wanted = Buffer.from(mac(deviceId, time));
      const got = Buffer.from(given);
      return wanted.length === got.length && timingSafeEqual(wanted, got);
    },
  };
}

const nonceTime = (nonce: string): Date | null => {
  const madeAt = new Date(Number.parseInt(nonce.split('.')[0] ?? '', 36));
  return Number.isNaN(madeAt.getTime()) ? null : madeAt;
};

/** True if the base64 signature is this key's (raw 32 bytes, base64) over the text. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(text), publicKeyOf(publicKey), Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** @returns whether the text is a raw Ed25519 public key of 32 bytes in base64 */
export function isPublicKey(publicKey: string): boolean {
  try {
    return Buffer.from(publicKey, 'base64').length === 32 && rawPublicKey(publicKeyOf(publicKey)) === publicKey;
  } catch {
    return false;
  }
}

/** Keys seen lately, parsed: a device signs each of its bundles. */
const parsedKeys = new Map<string, KeyObject>();

function publicKeyOf(raw: string): KeyObject {
  const known = parsedKeys.get(raw);
  if (known) return known;
  const parsed = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw, 'base64').toString('base64url') }, format: 'jwk' });
  if (parsedKeys.size >= 500) parsedKeys.clear();
  parsedKeys.set(raw, parsed);
  return parsed;
}

const rawPublicKey = (key: KeyObject): string => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
