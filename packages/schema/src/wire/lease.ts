import * as z from 'zod';
import { deviceId } from '../basics/ids.ts';
import { jsonHash } from '../basics/digest.ts';
import { clockTime } from '../documents/parts.ts';

/** Days that a PC may be opened without having heard from the county, where county IT has set no others. */
export const usualLeaseDays = 30;
export const mostLeaseDays = 366;

/**
 * The county's leave to open a PC for so many days from `at`, by the county's clock, with or without a line. `signature`
 * is the county's Ed25519 over `leaseToSign`, base64.
 */
export const leaseGrant = z.strictObject({ deviceId, at: clockTime, days: z.int().min(1).max(mostLeaseDays), signature: z.string().max(200) });
export type LeaseGrant = z.infer<typeof leaseGrant>;

export const leaseToSign = ({ deviceId: device, at, days }: Omit<LeaseGrant, 'signature'>): string => jsonHash(['lease', device, at, days]);

/** 4 bytes of minutes since 1970, 2 of days, 64 of the signature: 112 characters. */
const codeBytes = 70;
const codeCharacters = (codeBytes * 8) / 5;
/** Crockford's: what is read out over a telephone is not taken for something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const minuteMs = 60_000;

/** `at` to the whole minute: what a grant that is written as a code can say. */
export const toMinute = (at: Date): string => new Date(Math.floor(at.getTime() / minuteMs) * minuteMs).toISOString();

/** A grant without the PC, which knows its own id. */
export interface CodedGrant extends Pick<LeaseGrant, 'at' | 'days'> {
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/** A grant as a person types it, in groups of four. Its `at` is a whole minute. */
export function grantToCode({ at, days, signature }: CodedGrant): string {
  const bytes = new Uint8Array(codeBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Date.parse(at) / minuteMs);
  view.setUint16(4, days);
  bytes.set(signature, 6);
  const number = BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`);
  const digits = number.toString(32).padStart(codeCharacters, '0');
  return (digits.match(/.{4}/g) ?? []).map((group) => [...group].map((digit) => alphabet[Number.parseInt(digit, 32)]).join('')).join('-');
}

/** Null if it is not the length or the letters of one. Case, spaces and hyphens do not matter, nor O for 0, I and L for 1. */
export function codeToGrant(code: string): CodedGrant | null {
  const letters = [...code.toUpperCase().replace(/[\s-]/g, '')].map((letter) => (letter === 'O' ? '0' : letter === 'I' || letter === 'L' ? '1' : letter));
  const values = letters.map((letter) => alphabet.indexOf(letter));
  if (values.length !== codeCharacters || values.includes(-1)) return null;
  const hex = values.reduce((sum, value) => sum * 32n + BigInt(value), 0n).toString(16).padStart(codeBytes * 2, '0');
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const view = new DataView(bytes.buffer);
  return { at: new Date(view.getUint32(0) * minuteMs).toISOString(), days: view.getUint16(4), signature: bytes.slice(6) };
}
