import type { RecordDecision } from '../access/deviceActs.ts';
import { rightsOf } from '../access/permissions.ts';
import type { Database } from '../store/database.ts';
import { deviceById } from '../store/devices.ts';
import { postgresStore } from '../store/postgresStore.ts';
import type { Released } from '../sync/releaseBundle.ts';
import { releaseBundle, releaseDetail, releasesIn } from '../sync/releaseBundle.ts';
import { recordCommandIn } from './recordCommand.ts';
import { openCounty } from './openCounty.ts';

interface Asked {
  readonly bundleId: string;
  readonly reason: string;
  /** Who asks, for the record. */
  readonly by: string;
  /** In the transaction in which it is judged. */
  readonly record: RecordDecision;
}

/**
 * Judges a bundle in quarantine again beside the running server: the transaction takes the same locks as an exchange.
 * @returns null without the county's key
 * @throws Error if the keys are another county's
 */
export async function release(db: Database, databaseUrl: string, { bundleId, reason, by, record }: Asked): Promise<Released | null> {
  const opened = await openCounty(db, databaseUrl);
  if (opened === null) return null;
  try {
    const row = await db.selectFrom('bundle').select('deviceId').where('claimedId', '=', bundleId).where('outcome', '=', 'quarantined').executeTakeFirst();
    const device = row?.deviceId ? await deviceById(db, row.deviceId) : undefined;
    if (!device) return { ok: false, why: 'notInQuarantine' };
    const { county } = opened;
    const store = postgresStore(db, async (tx, worked) => {
      const [first, ...others] = releasesIn(worked);
      if (first !== undefined) await record(tx, releaseDetail(first));
      for (const one of others) await recordCommandIn(tx, county.key, 'bundle.release', one.bundleId, { procedure: 'release', ...releaseDetail(one) });
    });
    return await releaseBundle({ ...county, store }, { device, permission: await rightsOf(db, device), bundleId, reason, releasedBy: by });
  } finally {
    await opened.close();
  }
}
