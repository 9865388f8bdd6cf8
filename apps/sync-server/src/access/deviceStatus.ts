import { sql } from 'kysely';
import type { Database } from '../store/database.ts';

/** County IT has looked through the devices: all may pull again. @returns how many had waited */
export async function confirmDevices(db: Database): Promise<number> {
  const { numAffectedRows } = await sql`update device set awaits_confirmation = false where awaits_confirmation`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/**
 * It may pull again; of one that may already, a fork of its chain is settled: no other copy of it is in use.
 * @returns false if there is no such device, or neither was the case
 */
export async function confirmDevice(db: Database, deviceId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update device set awaits_confirmation = false, forked_at = case when awaits_confirmation then forked_at end where id::text = ${deviceId} and (awaits_confirmation or forked_at is not null)`.execute(db);
  return numAffectedRows === 1n;
}
