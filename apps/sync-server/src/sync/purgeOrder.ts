import type { DeviceId } from '@lianyi/schema/basics/ids';
import type { PurgeOrder } from '@lianyi/schema/wire/purge';
import { purgeToSign } from '@lianyi/schema/wire/purge';
import type { Device } from '../store/devices.ts';
import type { ExchangeParts } from './county.ts';

/**
 * The order for a device that is to be purged: only once it says that nothing stays in its outbox, and nothing that it
 * sent waits here for something that may still be with it. Null while that is not so.
 * @param waitingThere bundles that stay in its outbox; undefined where it did not say
 * @param nonce that the request was signed with
 */
export async function purgeOrderFor(county: ExchangeParts, device: Device, waitingThere: number | undefined, nonce: string): Promise<PurgeOrder | null> {
  if (device.status !== 'purge' || waitingThere !== 0) return null;
  const waiting = await county.store.transaction(async (tx) => tx.waitingBundles(device.id));
  if (waiting.length > 0) return null;
  const unsigned = { deviceId: device.id as DeviceId, epoch: county.epoch, nonce, at: county.now().toISOString() };
  await county.store.recordPurgeOrder(device.id, nonce);
  return { ...unsigned, signature: county.key.sign(purgeToSign(unsigned)) };
}
