import * as z from 'zod';
import { jsonHash } from '../basics/digest.ts';
import { deviceId } from '../basics/ids.ts';

/** An earlier history, and the number of each scope up to which it is the same as this one. */
export const ancestor = z.strictObject({ epoch: z.string(), forkNumbers: z.record(z.string(), z.int().min(0)) });
export type Ancestor = z.infer<typeof ancestor>;

/**
 * What a restored county tells a device that comes from before: which histories its own goes back to, the newest first,
 * and how far it has the device's chain. `signature` is the county's Ed25519 over `historyToSign`, base64.
 */
export const history = z.strictObject({
  deviceId,
  epoch: z.string(),
  ancestry: z.array(ancestor).max(1000),
  /** The last link of each lane that the county has of this device. */
  heads: z.record(z.string(), z.int().min(0)),
  signature: z.string(),
});
export type History = z.infer<typeof history>;

export function historyToSign({ deviceId: device, epoch, ancestry, heads }: Omit<History, 'signature'>): string {
  return jsonHash(['history', device, epoch, ancestry, heads]);
}

/** How far the histories of a device and of the county are the same, scope by scope; null if the county's does not go back to it. */
export function forkNumbersOf(known: Pick<History, 'ancestry'>, epoch: string): Readonly<Record<string, number>> | null {
  const at = known.ancestry.findIndex((one) => one.epoch === epoch);
  if (at < 0) return null;
  const [first, ...later] = known.ancestry.slice(0, at + 1).toReversed();
  // Each later fork may have cut the common part again.
  return later.reduce<Readonly<Record<string, number>>>(
    (common, { forkNumbers }) => Object.fromEntries(Object.entries(common).map(([scope, number]) => [scope, Math.min(number, forkNumbers[scope] ?? 0)])),
    first?.forkNumbers ?? {},
  );
}
