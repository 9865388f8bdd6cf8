import { sql } from 'kysely';
import type { Database, DeviceStatus } from '../store/database.ts';

/** An order to purge that was given before counts for nothing then. @returns false if there is no such device */
export async function setDeviceStatus(db: Database, deviceId: string, status: DeviceStatus): Promise<boolean> {
  const { numAffectedRows } = await sql`update device set status = ${status}, purge_nonce = null, purged_at = null where id::text = ${deviceId}`.execute(db);
  return numAffectedRows === 1n;
}
