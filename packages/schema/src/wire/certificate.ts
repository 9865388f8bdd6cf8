import * as z from 'zod';
import { jsonHash } from '../basics/digest.ts';
import { deviceId } from '../basics/ids.ts';
import { ancestor, history } from './history.ts';

/** Where a PC shows who it is and what it comes from, to a county that was restored and knows one of them no more. */
export const readmissionPath = '/sync/readmissions';

/** A link of a chain: its number in its lane, and its hash. */
export const chainPoint = z.strictObject({ number: z.int32().min(1), linkHash: z.string().max(64) });

/** Where a chain stands in each lane; null before its first link. */
export const chainPoints = z.strictObject({ routine: chainPoint.nullable(), urgent: chainPoint.nullable() });
export type ChainPoints = z.infer<typeof chainPoints>;

/**
 * The county's word that it enrolled a device, kept by that device: a county that was restored from a backup made
 * before takes it in again by it. `signature` is the county's Ed25519 over `certificateToSign`, base64.
 */
export const deviceCertificate = z.strictObject({
  deviceId,
  orgId: z.uuid(),
  name: z.string().max(200),
  /** Ed25519, raw 32 bytes, base64. */
  publicKey: z.string().max(100),
  /** The devices whose place it took, the oldest first. */
  formerIds: z.array(deviceId).max(1000),
  /** Where its chain goes on from that of the device whose place it took. */
  continues: chainPoints,
  /** The history in which it was enrolled, and those that it went back to. */
  epoch: z.string().max(100),
  ancestry: z.array(ancestor).max(1000),
  signature: z.string().max(200),
});
export type DeviceCertificate = z.infer<typeof deviceCertificate>;

export function certificateToSign({ deviceId: device, orgId, name, publicKey, formerIds, continues, epoch, ancestry }: Omit<DeviceCertificate, 'signature'>): string {
  return jsonHash(['certificate', device, orgId, name, publicKey, formerIds, continues.routine, continues.urgent, epoch, ancestry]);
}

/**
 * The county's own words, as a PC keeps them: the certificates of the devices that it has been, the oldest first, and
 * what it was told of the history that it goes by, if it went over to one. Whoever repeats them gains nothing.
 */
export const readmissionRequest = z.strictObject({ deviceId, certificates: z.array(deviceCertificate).max(100), history: history.nullable() });
export type ReadmissionRequest = z.infer<typeof readmissionRequest>;
/** How many of the devices the county did not know and has taken in (they pull nothing before county IT confirms them); what it says of its history now. */
export const readmissionAnswer = z.strictObject({ admitted: z.int().min(0), history });
export type ReadmissionAnswer = z.infer<typeof readmissionAnswer>;
