import { gcm } from '@noble/ciphers/aes.js';
import { bytesToUtf8 } from '@noble/ciphers/utils.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import * as z from 'zod';
import { jsonHash } from '../basics/digest.ts';

const hexKey = z.string().regex(/^[0-9a-f]{64}$/);

/** The first line of a parcel, in the clear: from whom it is, and the keys that it is sealed with. */
const parcelHeader = z.strictObject({
  lianyi: z.literal('parcel 1'),
  /** `county`, or the id of a device. */
  from: z.string().max(64),
  /** The receiver's Ed25519 public key, hex. */
  to: hexKey,
  /** An X25519 public key made for this parcel, hex. */
  ephemeral: hexKey,
});

const innerLine = z.strictObject({ signature: z.string().max(200) });

export interface ToSeal {
  readonly from: string;
  /** The receiver's Ed25519 public key, raw 32 bytes. */
  readonly to: Uint8Array;
  /** Ed25519 with the sender's key over a text, base64. */
  readonly sign: (text: string) => string;
  /** 32 bytes that nobody can guess and that are used for nothing else. */
  readonly secret: Uint8Array;
}

/**
 * A file for one receiver: signed within, and sealed to the receiver's own Ed25519 key as `age` does with such keys
 * (X25519 of the same curve, HKDF-SHA-256, AES-256-GCM over the header). The key is of this parcel alone.
 */
export function sealParcel(content: Uint8Array, { from, to, sign, secret }: ToSeal): Uint8Array {
  const ephemeral = x25519.getPublicKey(secret);
  const header = { lianyi: 'parcel 1', from, to: bytesToHex(to), ephemeral: bytesToHex(ephemeral) } satisfies z.infer<typeof parcelHeader>;
  const headerLine = utf8ToBytes(`${JSON.stringify(header)}\n`);
  const inner = concatBytes(utf8ToBytes(`${JSON.stringify({ signature: sign(parcelToSign(from, header.to, content)) })}\n`), content);
  const shared = x25519.getSharedSecret(secret, ed25519.utils.toMontgomery(to));
  return concatBytes(headerLine, gcm(keyOf(shared, ephemeral, to), onlyNonce, headerLine).encrypt(inner));
}

/**
 * What a file without a header is: an empty one, or one that begins as a parcel does and ends within its header, was cut short
 * (a stick that is pulled out too early leaves such); one that begins so and goes on otherwise is damaged.
 */
export function whyNoHeader(file: Uint8Array): 'noParcel' | 'cutShort' | 'damaged' {
  const expected = utf8ToBytes(beginning);
  // What was not written any more may read as nothing, or as zeros.
  if (file.subarray(0, longestHeader).every((byte) => byte === 0)) return 'cutShort';
  if (!expected.subarray(0, file.length).every((byte, at) => file[at] === byte)) return 'noParcel';
  return file.length < longestHeader && !file.includes(lineEnd) ? 'cutShort' : 'damaged';
}

/** From whom a file says that it is; null if it is no parcel. */
export function senderOf(file: Uint8Array): string | null {
  return readHeader(file)?.header.from ?? null;
}

export type Opened = { readonly ok: true; readonly content: Uint8Array } | { readonly ok: false; readonly reason: 'noParcel' | 'cutShort' | 'notForUs' | 'damaged' | 'notSigned' };

/** What a runtime does many times faster than this package: of a large file that is felt by whoever is at work. */
export interface ParcelPrimitives {
  readonly sha256: (content: Uint8Array) => Uint8Array;
  /** AES-256-GCM, its tag at the end. @throws where the seal is broken */
  readonly decrypt: (sealed: Uint8Array, by: { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly associated: Uint8Array }) => Uint8Array;
}

const ownPrimitives: ParcelPrimitives = { sha256, decrypt: (sealed, { key, nonce, associated }) => gcm(key, nonce, associated).decrypt(sealed) };

export interface ToOpen {
  /** The receiver's Ed25519 key: raw public key and seed, 32 bytes each. */
  readonly publicKey: Uint8Array;
  readonly seed: Uint8Array;
  /** Whether the base64 signature is the sender's over a text. */
  readonly isSignedBySender: (text: string, signature: string) => boolean;
  readonly primitives?: ParcelPrimitives;
}

/** Opens a file that was sealed for this receiver by this sender; nothing of one that was altered comes out. */
export function openParcel(file: Uint8Array, { publicKey, seed, isSignedBySender, primitives = ownPrimitives }: ToOpen): Opened {
  const read = readHeader(file);
  if (read === null) return { ok: false, reason: whyNoHeader(file) };
  const { header, headerLine } = read;
  if (header.to !== bytesToHex(publicKey)) return { ok: false, reason: 'notForUs' };
  const ephemeral = hexToBytes(header.ephemeral);
  const inner = unsealed(() => {
    const key = keyOf(x25519.getSharedSecret(ed25519.utils.toMontgomerySecret(seed), ephemeral), ephemeral, publicKey);
    return primitives.decrypt(file.subarray(headerLine.length), { key, nonce: onlyNonce, associated: headerLine });
  });
  const end = inner?.indexOf(lineEnd) ?? -1;
  const line = inner === null || end < 0 ? null : innerLine.safeParse(jsonOf(inner.subarray(0, end)));
  if (inner === null || line?.success !== true) return { ok: false, reason: 'damaged' };
  const content = inner.subarray(end + 1);
  return isSignedBySender(parcelToSign(header.from, header.to, content, primitives), line.data.signature) ? { ok: true, content } : { ok: false, reason: 'notSigned' };
}

const lineEnd = 10;
/** The key is used once. */
const onlyNonce = new Uint8Array(12);
const longestHeader = 1_000;
const beginning = '{"lianyi":"parcel';

const parcelToSign = (from: string, to: string, content: Uint8Array, primitives = ownPrimitives): string => jsonHash(['parcel', from, to, bytesToHex(primitives.sha256(content))]);

const keyOf = (shared: Uint8Array, ephemeral: Uint8Array, to: Uint8Array): Uint8Array => hkdf(sha256, shared, concatBytes(ephemeral, to), utf8ToBytes('lianyi parcel 1'), 32);

function readHeader(file: Uint8Array): { readonly header: z.infer<typeof parcelHeader>; readonly headerLine: Uint8Array } | null {
  const end = file.subarray(0, longestHeader).indexOf(lineEnd);
  const header = parcelHeader.safeParse(end < 0 ? null : jsonOf(file.subarray(0, end)));
  return header.success ? { header: header.data, headerLine: file.subarray(0, end + 1) } : null;
}

/** Null where the seal is broken: which bit, nobody can tell. */
function unsealed(open: () => Uint8Array): Uint8Array | null {
  try {
    return open();
  } catch {
    return null;
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(bytesToUtf8(bytes)) as unknown;
  } catch {
    return null;
  }
}
