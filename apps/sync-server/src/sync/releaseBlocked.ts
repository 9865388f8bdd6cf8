import type { ExchangeParts } from './county.ts';
import type { Release } from './releaseBundle.ts';
import { releaseBundle } from './releaseBundle.ts';

/** What became of a device's bundles that had been kept aside. */
export interface ReleasedBlocked {
  readonly taken: number;
  /** Judged for themselves, they belong in quarantine. */
  readonly kept: number;
}

/**
 * The device that was reported stolen was in good hands: what it sent meanwhile is judged now, bundle by bundle in the
 * order of saving, as if it came.
 * @param bundleIds see `blockedBundles`
 */
export async function releaseBlocked(county: ExchangeParts, release: Omit<Release, 'bundleId'>, bundleIds: readonly string[]): Promise<ReleasedBlocked> {
  let [taken, kept] = [0, 0];
  for (const bundleId of bundleIds) {
    const released = await releaseBundle(county, { ...release, bundleId });
    // One that needed an earlier one has left the quarantine with it.
    if (!released.ok) taken += released.why === 'notInQuarantine' ? 1 : 0;
    else if (released.outcome === 'quarantined') kept += 1;
    else taken += 1;
  }
  return { taken, kept };
}
