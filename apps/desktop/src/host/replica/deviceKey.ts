import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto';

/** An Ed25519 key as raw 32 bytes in base64. */
export interface DeviceKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A new device key, made on this PC; the private half lies in the encrypted replica only. */
export function newDeviceKey(): DeviceKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const jwk = privateKey.export({ format: 'jwk' });
  return { publicKey: toBase64(jwk.x ?? ''), privateKey: toBase64(jwk.d ?? '') };
}

/** Signs texts (their UTF-8 bytes) with a device key; signatures are base64. */
export function signerOf(key: DeviceKey): (text: string) => string {
  const privateKey = createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(key.publicKey), d: toBase64Url(key.privateKey) },
    format: 'jwk',
  });
  return (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64');
}

/** Checks signatures under a raw public key; false for whatever is not one. */
export function verifierOf(publicKey: string): (text: string, signature: string) => boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) }, format: 'jwk' });
  return (text, signature) => {
    try {
      return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
    } catch {
      return false;
    }
  };
}

/** SHA-256 of a text in UTF-8, hex. Native: the schema's own runs everywhere but is slower. */
export const digestHex = (text: string | Uint8Array): string => hash('sha256', text, 'hex');

const toBase64 = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('base64');
const toBase64Url = (base64: string): string => Buffer.from(base64, 'base64').toString('base64url');
