import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { uuid } from '@lianyi/schema/basics/ids';
import { deviceHeader, nonceHeader, requestToSign, signatureHeader } from '@lianyi/schema/wire/exchange';
import type { Device } from '../store/devices.ts';
import { deviceById } from '../store/devices.ts';
import type { County } from '../sync/county.ts';
import { isSignedBy } from '../sync/countyKey.ts';
import { bytesOf } from './body.ts';
import { ProblemError } from './problem.ts';

/**
 * The device that signed the request: method, path, the body's bytes as sent, and the nonce of the county's last answer.
 * Checked before anything of the body is unpacked or parsed.
 * @throws ProblemError `unknownDevice`, `staleNonce` with a fresh one, `badSignature`
 */
export async function authenticateDevice(county: County, request: FastifyRequest): Promise<{ readonly device: Device; readonly nonce: string }> {
  const id = uuid.safeParse(header(request, deviceHeader));
  const device = id.success ? await deviceById(county.db, id.data) : undefined;
  if (!device) throw new ProblemError(401, 'unknownDevice', 'no such device');
  const now = county.now();
  const nonce = header(request, nonceHeader);
  if (!county.key.isFresh(nonce, device.id, now)) {
    throw new ProblemError(401, 'staleNonce', 'sign the request again with this nonce', { nonce: county.key.nonce(device.id, now) });
  }
  const bodySha256 = createHash('sha256').update(bytesOf(request)).digest('hex');
  const path = request.url.split('?')[0] ?? '';
  if (!isSignedBy(device.publicKey, requestToSign(request.method, path, bodySha256, nonce), header(request, signatureHeader))) {
    throw new ProblemError(401, 'badSignature', 'the signature does not fit the request');
  }
  return { device, nonce };
}

function header(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
