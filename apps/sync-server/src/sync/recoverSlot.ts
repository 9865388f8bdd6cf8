import { randomBytes } from 'node:crypto';
import { deviceId, personId } from '@lianyi/schema/basics/ids';
import type { Recovered, RecoverRequest } from '@lianyi/schema/wire/recovery';
import { recoverySlot } from '@lianyi/schema/wire/recovery';
import { sealParcel, senderOf } from '@lianyi/schema/wire/sealedParcel';
import type { Device } from '../store/devices.ts';
import type { CountyKey } from './countyKey.ts';
import { isSignedBy } from './countyKey.ts';

/**
 * Opens a PC's slot for the county, if that PC sealed it, and seals what is in it to the key that the PC made for this
 * request. The county keeps nothing of it.
 * @param person for whom a PIN may be set with it
 * @returns the parcel for the PC, or null for a slot that is not this device's, or not for this county
 */
export function recoverSlot(key: CountyKey, device: Device, { slot, to }: Pick<RecoverRequest, 'slot' | 'to'>, person: string): Uint8Array | null {
  const file = Buffer.from(slot, 'base64');
  const opened = key.open(file, (text, signature) => senderOf(file) === device.id && isSignedBy(device.publicKey, text, signature));
  const held = opened.ok ? recoverySlot.safeParse(jsonOf(opened.content)) : null;
  if (held?.success !== true || held.data.deviceId !== device.id) return null;
  const answer: Recovered = { lianyi: 'recovered 1', deviceId: deviceId.parse(device.id), personId: personId.parse(person), key: held.data.key };
  return sealParcel(Buffer.from(JSON.stringify(answer)), { from: 'county', to: Buffer.from(to, 'base64'), sign: (text) => key.sign(text), secret: randomBytes(32) });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
