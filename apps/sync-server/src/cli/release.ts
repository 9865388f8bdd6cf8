import { rightsOf } from '../access/permissions.ts';
import type { Database } from '../store/database.ts';
import { deviceById } from '../store/devices.ts';
import { openHistory } from '../store/history.ts';
import { postgresStore } from '../store/postgresStore.ts';
import { openCountyKey } from '../sync/countyKey.ts';
import type { Released } from '../sync/releaseBundle.ts';
import { releaseBundle } from '../sync/releaseBundle.ts';
import { scopeBell } from '../sync/scopeBell.ts';
import { newId } from '@lianyi/schema/basics/ids';

interface Asked {
  readonly bundleId: string;
  readonly reason: string;
  /** Who asks, for the record. */
  readonly by: string;
}

/**
 * Judges a bundle in quarantine again beside the running server: the transaction takes the same locks as an exchange.
 * Clinics that wait for news hear of it when their waiting ends.
 * @throws Error if the keys are another county's
 */
export async function release(db: Database, keyDir: string, { bundleId, reason, by }: Asked): Promise<Released> {
  const key = await openCountyKey(keyDir);
  const { epoch } = await openHistory(db, key.publicKey, newId());
  const row = await db.selectFrom('bundle').select('deviceId').where('claimedId', '=', bundleId).where('outcome', '=', 'quarantined').executeTakeFirst();
  const device = row?.deviceId ? await deviceById(db, row.deviceId) : undefined;
  if (!device) return { ok: false, why: 'notInQuarantine' };
  const permission = await rightsOf(db, device);
  const hears = { bundle: () => undefined, alarm: () => undefined, bug: (error: unknown) => { throw error; } };
  return releaseBundle({ store: postgresStore(db), epoch, key, bell: scopeBell(), now: () => new Date(), hears }, { device, permission, bundleId, reason, releasedBy: by });
}
