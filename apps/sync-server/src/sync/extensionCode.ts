import { uuid } from '@lianyi/schema/basics/ids';
import { grantToCode } from '@lianyi/schema/wire/lease';
import { deviceById } from '../store/devices.ts';
import type { County } from './county.ts';
import { extendLease } from './lease.ts';

export type ExtensionCode = { readonly ok: true; readonly code: string } | { readonly ok: false; readonly reason: 'unknownDevice' | 'endedDevice' };

/** A code that renews the lease of an active PC without a line; nothing of it is kept. */
export async function makeExtensionCode({ db, key }: Pick<County, 'db' | 'key'>, deviceId: string, days: number, now: Date): Promise<ExtensionCode> {
  const device = uuid.safeParse(deviceId).success ? await deviceById(db, deviceId) : undefined;
  if (device === undefined) return { ok: false, reason: 'unknownDevice' };
  if (device.status !== 'active') return { ok: false, reason: 'endedDevice' };
  const grant = extendLease(key, device.id, now, days);
  return { ok: true, code: grantToCode({ ...grant, signature: Buffer.from(grant.signature, 'base64') }) };
}
