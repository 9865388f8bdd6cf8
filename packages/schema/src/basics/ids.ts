import { randomBytes } from '@noble/hashes/utils.js';
import * as z from 'zod';
import { jsonHash } from './digest.ts';

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A UUID of version 7 (by time) or 8 (by hash), lower case. */
export const uuid = z.string().regex(uuidPattern, 'not a version 7 or 8 UUID');

export const organisationId = uuid.brand<'OrganisationId'>();
export const personId = uuid.brand<'PersonId'>();
export const deviceId = uuid.brand<'DeviceId'>();
export const patientId = uuid.brand<'PatientId'>();
export const encounterId = uuid.brand<'EncounterId'>();
export const prescriptionId = uuid.brand<'PrescriptionId'>();
export const dispenseId = uuid.brand<'DispenseId'>();
export const productId = uuid.brand<'ProductId'>();
export const bundleId = uuid.brand<'BundleId'>();
export const documentId = uuid.describe('a document');

export type OrganisationId = z.infer<typeof organisationId>;
export type PersonId = z.infer<typeof personId>;
export type DeviceId = z.infer<typeof deviceId>;
export type PatientId = z.infer<typeof patientId>;
export type EncounterId = z.infer<typeof encounterId>;
export type PrescriptionId = z.infer<typeof prescriptionId>;
export type DispenseId = z.infer<typeof dispenseId>;
export type ProductId = z.infer<typeof productId>;
export type BundleId = z.infer<typeof bundleId>;
export type DocumentId = z.infer<typeof documentId>;

/** A new UUIDv7 (RFC 9562): 48 bits of milliseconds, 74 random bits. */
export function newId(now: number = Date.now()): DocumentId {
  const bytes = randomBytes(16);
  let time = now;
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256;
    time = Math.floor(time / 256);
  }
  return formatUuid(bytes, 0x70);
}

/** The UUIDv8 of a JSON value: the same value gives the same id on every machine. */
export function idFromHash(value: unknown): DocumentId {
  const hex = jsonHash(value).slice(0, 32);
  const bytes = Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
  return formatUuid(bytes, 0x80);
}

function formatUuid(bytes: Uint8Array, version: number): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | version;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
