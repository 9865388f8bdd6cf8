import type { DeviceId } from '@lianyi/schema/basics/ids';
import type { PurgeOrder } from '@lianyi/schema/wire/purge';
import { purgeToSign } from '@lianyi/schema/wire/purge';
import type { ExchangeParts } from './county.ts';
import type { Asked } from './exchange.ts';

/**
 * The order for a device that is to be purged: only once it says that nothing stays in its outbox, and nothing that it
 * sent waits here for something that may still be with it. Null while that is not so.
 */
export async function purgeOrderFor(county: ExchangeParts, { device, request, nonce }: Asked): Promise<PurgeOrder | null> {
  if (device.status !== 'purge' || request.waiting !== 0) return null;
  const waiting = await county.store.transaction(async (tx) => tx.waitingBundles(device.id));
  if (waiting.length > 0) return null;
  const unsigned = { deviceId: device.id as DeviceId, epoch: county.epoch, nonce, at: county.now().toISOString() };
  await county.store.recordPurgeOrder(device.id, nonce);
  return { ...unsigned, signature: county.key.sign(purgeToSign(unsigned)) };
}
