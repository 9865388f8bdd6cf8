import type { History } from '@lianyi/schema/wire/history';
import { historyToSign } from '@lianyi/schema/wire/history';
import { deviceId } from '@lianyi/schema/basics/ids';
import type { Device } from '../store/devices.ts';
import type { ExchangeParts } from './county.ts';

/** This history and those that it goes back to: what was saved under one of them is taken. */
export const epochsOf = (county: Pick<ExchangeParts, 'epoch' | 'ancestry'>): ReadonlySet<string> => new Set([county.epoch, ...county.ancestry.map((one) => one.epoch)]);

/** What a device from before a restore is told: where the histories part, and how far the county has its chain. */
export async function historyFor(county: ExchangeParts, device: Device): Promise<History> {
  const heads = await county.store.chainHeads(device.id);
  const unsigned = {
    deviceId: deviceId.parse(device.id), epoch: county.epoch, ancestry: [...county.ancestry],
    heads: Object.fromEntries([...heads].map(([lane, head]) => [lane, head.number])),
  };
  return { ...unsigned, signature: county.key.sign(historyToSign(unsigned)) };
}
