import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { DeviceKey } from '@lianyi/desktop/host/replica/deviceKey';
import type { Random } from './random.ts';

const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An Ed25519 key from chance: the same in every run of a seed. */
export function seededKey(chance: Random): KeyObject {
  const seed = Buffer.from(Array.from({ length: 32 }, () => chance.below(256)));
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
}

export function deviceKeyOf(key: KeyObject): DeviceKey {
  const { d = '' } = key.export({ format: 'jwk' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return { publicKey: Buffer.from(x, 'base64url').toString('base64'), privateKey: Buffer.from(d, 'base64url').toString('base64') };
}
