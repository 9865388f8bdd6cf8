import { sql } from 'kysely';
import type { Database, DeviceStatus } from '../store/database.ts';

/** @returns false if there is no such device */
export async function setDeviceStatus(db: Database, deviceId: string, status: DeviceStatus): Promise<boolean> {
  const { numAffectedRows } = await sql`update device set status = ${status} where id::text = ${deviceId}`.execute(db);
  return numAffectedRows === 1n;
}
