import { rightsOf } from '../access/permissions.ts';
import type { Database } from '../store/database.ts';
import { deviceById } from '../store/devices.ts';
import type { Released } from '../sync/releaseBundle.ts';
import { releaseBundle } from '../sync/releaseBundle.ts';
import { openCounty } from './openCounty.ts';

interface Asked {
  readonly bundleId: string;
  readonly reason: string;
  /** Who asks, for the record. */
  readonly by: string;
}

/**
 * Judges a bundle in quarantine again beside the running server: the transaction takes the same locks as an exchange.
 * @returns null without the county's key
 * @throws Error if the keys are another county's
 */
export async function release(db: Database, databaseUrl: string, { bundleId, reason, by }: Asked): Promise<Released | null> {
  const opened = await openCounty(db, databaseUrl);
  if (opened === null) return null;
  try {
    const row = await db.selectFrom('bundle').select('deviceId').where('claimedId', '=', bundleId).where('outcome', '=', 'quarantined').executeTakeFirst();
    const device = row?.deviceId ? await deviceById(db, row.deviceId) : undefined;
    if (!device) return { ok: false, why: 'notInQuarantine' };
    return await releaseBundle(opened.county, { device, permission: await rightsOf(db, device), bundleId, reason, releasedBy: by });
  } finally {
    await opened.close();
  }
}
