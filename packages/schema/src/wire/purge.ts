import * as z from 'zod';
import { deviceId } from '../basics/ids.ts';
import { jsonHash } from '../basics/digest.ts';
import { clockTime } from '../documents/parts.ts';

export const purgedPath = '/devices/purged';

/**
 * The county orders a device to delete what it holds of patients. Good for the one answer in which it comes: `nonce` is
 * that with which the device signed the request. `signature` is the county's Ed25519 over `purgeToSign`, base64.
 */
export const purgeOrder = z.strictObject({ deviceId, epoch: z.string(), nonce: z.string(), at: clockTime, signature: z.string() });
export type PurgeOrder = z.infer<typeof purgeOrder>;

export const purgeToSign = ({ deviceId: device, epoch, nonce, at }: Omit<PurgeOrder, 'signature'>): string => jsonHash(['purge', device, epoch, nonce, at]);

/** The device says that it has done so: signed with its key, the last thing that the key signs. `nonce` names the order. */
export const purgedNotice = z.strictObject({ deviceId, nonce: z.string().max(200), at: clockTime, signature: z.string().max(200) });
export type PurgedNotice = z.infer<typeof purgedNotice>;

export const purgedToSign = ({ deviceId: device, nonce, at }: Omit<PurgedNotice, 'signature'>): string => jsonHash(['purged', device, nonce, at]);
