import { usualLeaseDays } from '@lianyi/schema/wire/lease';
import type { Database, Tx } from './database.ts';

/** What county IT has decided for all PCs. */
export interface DevicePolicy {
  /** Days that a PC may be opened without having heard from the county. */
  readonly leaseDays: number;
  /** Whether a PIN is enough where a PC has no system key store. */
  readonly pinsAllowed: boolean;
}

export async function devicePolicy(db: Database): Promise<DevicePolicy> {
  return (await db.selectFrom('devicePolicy').select(['leaseDays', 'pinsAllowed']).executeTakeFirst()) ?? { leaseDays: usualLeaseDays, pinsAllowed: false };
}

export async function setDevicePolicy(db: Database | Tx, policy: Partial<DevicePolicy>): Promise<void> {
  await db.insertInto('devicePolicy').values(policy).onConflict((conflict) => conflict.column('onlyRow').doUpdateSet(policy)).execute();
}
