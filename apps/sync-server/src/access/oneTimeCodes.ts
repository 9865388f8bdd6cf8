import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { Database, Tx } from '../store/database.ts';

/** What a person sets an authenticator app up with. */
export interface TotpOffer {
  /** Base32, to be typed where there is no camera. */
  readonly secret: string;
  /** The same as a QR code, an SVG as a data address: made here, told to nobody. */
  readonly qrCode: string;
}

/** What the key that a person's secret is sealed with is for; their id follows it, so that one cannot be put in the place of another's. */
export const sealPurpose = 'lianyi one-time codes';

/** Begins anew: the codes of before count on until a code of the new secret has confirmed it. @returns the secret, sealed, and what to show */
export function offerTotp(login: string, sealKey: Buffer): { readonly sealed: string; readonly offer: TotpOffer } {
  const secret = new Secret({ size: 20 });
  const svg = renderSVG(totpOf(secret, login).toString(), { border: 2 });
  return { sealed: seal(secret.base32, sealKey), offer: { secret: secret.base32, qrCode: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` } };
}

/** RFC 6238: SHA-1, six digits, 30 seconds, one step of tolerance to both sides. @returns the time step of a right code, or null */
export function stepOfCode(code: string, sealed: string, sealKey: Buffer, now: Date): number | null {
  const totp = totpOf(Secret.fromBase32(unseal(sealed, sealKey)), '');
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

/** Takes the step for good: a code is taken once, at whichever server, and none before it after it. */
export async function takeStep(db: Database | Tx, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db.updateTable('countyUser').set({ totpStep: step })
    .where('id', '=', userId).where((where) => where.or([where('totpStep', 'is', null), where('totpStep', '<', step)])).executeTakeFirst();
  return numUpdatedRows === 1n;
}

const totpOf = (secret: Secret, label: string): TOTP => new TOTP({ issuer: 'Lianyi 联医', label, algorithm: 'SHA1', digits: 6, period: 30, secret });

function seal(text: string, key: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** @throws Error if it was sealed with another county's key, or altered */
function unseal(sealed: string, key: Buffer): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}
