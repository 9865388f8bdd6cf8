import { deviceId } from '@lianyi/schema/basics/ids';
import type { LeaseGrant } from '@lianyi/schema/wire/lease';
import { leaseToSign, toMinute } from '@lianyi/schema/wire/lease';
import type { Device } from '../store/devices.ts';
import type { ExchangeParts } from './county.ts';
import type { CountyKey } from './countyKey.ts';

/** The leave to open an active PC for as many days as county IT has set, counted from now. Null for any other: it ends by itself. */
export async function renewedLease(county: ExchangeParts, device: Device): Promise<LeaseGrant | null> {
  if (device.status !== 'active') return null;
  return grantLease(county.key, device.id, county.now().toISOString(), await county.store.leaseDays());
}

/** For a PC without a line, to be written as a code: from this minute. */
export const extendLease = (key: CountyKey, device: string, now: Date, days: number): LeaseGrant => grantLease(key, device, toMinute(now), days);

function grantLease(key: CountyKey, device: string, at: string, days: number): LeaseGrant {
  const unsigned = { deviceId: deviceId.parse(device), at, days };
  return { ...unsigned, signature: key.sign(leaseToSign(unsigned)) };
}
