import type { Lane } from '@lianyi/schema/wire/exchange';
import type { Device } from '../store/devices.ts';
import type { ExchangeTransaction } from '../store/exchangeStore.ts';
import type { LostLinks } from '../store/lostLinks.ts';
import type { ExchangeParts } from './county.ts';
import type { DevicePermission } from './permission.ts';
import { judgeWaiting } from './receiveSubmissions.ts';
import type { Recorded } from './recordJudgements.ts';

export interface GapToGiveUp {
  readonly lane: Lane;
  /** Any number in the gap. */
  readonly number: number;
  readonly reason: string;
}

export interface GivenUp {
  readonly firstNumber: number;
  readonly lastNumber: number;
  /** How the bundles ended that had waited. */
  readonly outcomes: Recorded['outcomes'];
}

/**
 * County IT gives up a gap in a device's chain: what stands behind it is judged now, and so is what else of the device
 * waits for a need that nobody has. Giving up the same gap again judges again. What is lost is taken if it comes after all.
 * @returns null when nothing waits behind a gap with that number
 */
export async function declareGapLost(county: ExchangeParts, device: Device, permission: DevicePermission, gap: GapToGiveUp): Promise<GivenUp | null> {
  const ended = await county.store.transaction(async (tx) => {
    const found = await gapAt(tx, device.id, gap);
    if (found === null) return null;
    if (!found.isGivenUp) {
      await tx.recordLost({ ...found.links, deviceId: device.id, reason: gap.reason, declaredAt: county.now() });
      await tx.writeChainHeads(device.id, new Map([[gap.lane, { number: found.links.lastNumber, linkHash: found.links.linkHash }]]));
    }
    return { ...found.links, recorded: await judgeWaiting(tx, county, device, permission) };
  });
  if (ended === null) return null;
  county.hears.alarm('a gap was given up', { device: device.id, lane: gap.lane });
  county.bell.ring(ended.recorded.scopes);
  for (const { outcome, reason } of ended.recorded.outcomes) county.hears.bundle(outcome, reason);
  return { firstNumber: ended.firstNumber, lastNumber: ended.lastNumber, outcomes: ended.recorded.outcomes };
}

interface Gap {
  readonly links: LostLinks;
  readonly isGivenUp: boolean;
}

/** Between the lane's head and the first bundle that waits behind it; or one that was given up before. */
async function gapAt(tx: ExchangeTransaction, deviceId: string, { lane, number }: GapToGiveUp): Promise<Gap | null> {
  const head = (await tx.lockChain(deviceId)).get(lane)?.number ?? 0;
  const behind = (await tx.waitingBundles(deviceId))
    .filter((row) => row.lane === lane && row.reason === 'predecessorMissing')
    .toSorted((a, b) => a.linkNumber - b.linkNumber);
  const next = behind[0];
  if (next && next.previous !== null && number > head && number < next.linkNumber) {
    return { links: { lane, firstNumber: head + 1, lastNumber: next.linkNumber - 1, linkHash: next.previous }, isGivenUp: false };
  }
  const known = (await tx.lostLinks(deviceId)).find((links) => links.lane === lane && links.firstNumber <= number && number <= links.lastNumber);
  return known ? { links: known, isGivenUp: true } : null;
}
