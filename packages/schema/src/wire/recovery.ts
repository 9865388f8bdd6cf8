import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import * as z from 'zod';
import { deviceId, personId } from '../basics/ids.ts';
import { jsonHash } from '../basics/digest.ts';

export const recoverPath = '/devices/recover';

const base64 = (most: number) => z.string().max(most).regex(/^[\w+/=-]*$/);

/** What the slot for the county holds, sealed to it as a parcel is and signed with the device's key: the replica's key, base64. */
export const recoverySlot = z.strictObject({ lianyi: z.literal('recovery 1'), deviceId, key: base64(64) });
export type RecoverySlot = z.infer<typeof recoverySlot>;

/**
 * A PC that is locked asks the county to open its slot. It cannot sign, since its own key lies behind the one that it asks
 * for: a one-time code of county IT stands for it. The code itself does not travel; `proof` shows it and binds the request
 * to it, so that nobody on the way can have the answer sealed to themselves.
 */
export const recoverRequest = z.strictObject({
  deviceId,
  /** The slot for the county, base64. */
  slot: base64(4000),
  /** An Ed25519 key made for this request, raw 32 bytes, base64: the answer is sealed to it. */
  to: base64(100),
  codeId: z.string().regex(/^[0-9a-f]{64}$/),
  proof: z.string().regex(/^[0-9a-f]{64}$/),
});
export type RecoverRequest = z.infer<typeof recoverRequest>;

/** A parcel from the county to `to`, base64. */
export const recoverAnswer = z.strictObject({ sealed: base64(8000) });
export type RecoverAnswer = z.infer<typeof recoverAnswer>;

/** What that parcel holds: the key, and for whom a PIN may be set with it. */
export const recovered = z.strictObject({ lianyi: z.literal('recovered 1'), deviceId, personId, key: base64(64) });
export type Recovered = z.infer<typeof recovered>;

/** Codes are typed by people: case, spaces and hyphens do not matter. */
const plainCode = (code: string): string => code.toUpperCase().replace(/[^0-9A-Z]/g, '');

/** By what the county finds a code. */
export const recoveryCodeId = (code: string): string => jsonHash(['recovery code', plainCode(code)]);

/** What the county keeps of a code, to check a proof with. */
export const recoveryProofKey = (code: string): string => jsonHash(['recovery proof', plainCode(code)]);

export const recoveryProof = (proofKey: string, { deviceId: device, slot, to, codeId }: Omit<RecoverRequest, 'proof'>): string =>
  bytesToHex(hmac(sha256, utf8ToBytes(proofKey), utf8ToBytes(jsonHash([device, slot, to, codeId]))));
