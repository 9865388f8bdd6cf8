import { sql } from 'kysely';
import type { Lane } from '@lianyi/schema/wire/exchange';
import type { Tx } from './database.ts';

/** A gap in a chain, from its first to its last number, that county IT has given up. */
export interface LostLinks {
  readonly lane: Lane;
  readonly firstNumber: number;
  readonly lastNumber: number;
  /** Of the last of them, as the bundle behind the gap names it. */
  readonly linkHash: string;
}

export interface LostLinksRow extends LostLinks {
  readonly deviceId: string;
  readonly reason: string;
  readonly declaredAt: Date;
}

/** The device's gaps that were given up, by lane and number. Asked with the device's chain locked. */
export async function lostLinks(tx: Tx, deviceId: string): Promise<readonly LostLinks[]> {
  const { rows } = await sql<LostLinks>`
    select lane, first_number, last_number, link_hash from lost_link where device_id = ${deviceId} order by lane, first_number`.execute(tx);
  return rows;
}

/** Gives a gap up. One that begins at the same number of the lane must not be there already. */
export async function recordLost(tx: Tx, row: LostLinksRow): Promise<void> {
  await tx.insertInto('lostLink').values(row).execute();
}
