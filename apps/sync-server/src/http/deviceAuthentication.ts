import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { uuid } from '@lianyi/schema/basics/ids';
import { deviceHeader, nonceHeader, requestToSign, signatureHeader } from '@lianyi/schema/wire/exchange';
import type { AskingDevice } from '../store/devices.ts';
import { deviceById } from '../store/devices.ts';
import type { County } from '../sync/county.ts';
import { isSignedBy, nonceSkewMs } from '../sync/countyKey.ts';
import { bytesOf } from './body.ts';
import { ProblemError } from './problem.ts';

export interface Authenticated {
  readonly device: AskingDevice;
  readonly nonce: string;
}

/**
 * The device that signed the request: method, path, the body's bytes as sent, and the nonce of the county's last answer.
 * Checked before anything of the body is unpacked or parsed.
 * @throws ProblemError `unknownDevice`, `staleNonce` with a fresh one, `badSignature`
 */
export async function authenticateDevice(county: County, request: FastifyRequest): Promise<Authenticated> {
  const { device, nonce } = await askingDevice(county, request);
  const bodySha256 = createHash('sha256').update(bytesOf(request)).digest('hex');
  const path = request.url.split('?')[0] ?? '';
  if (!isSignedBy(device.publicKey, requestToSign(request.method, path, bodySha256, nonce), header(request, signatureHeader))) {
    throw new ProblemError(401, 'badSignature', 'the signature does not fit the request');
  }
  return { device, nonce };
}

/** The device that the request names, with a nonce that is good. Whether it signed, only the whole body shows. */
async function askingDevice(county: County, request: FastifyRequest): Promise<Authenticated> {
  const id = uuid.safeParse(header(request, deviceHeader));
  const device = id.success ? await deviceById(county.db, id.data) : undefined;
  if (!device) throw new ProblemError(401, 'unknownDevice', 'no such device');
  const nonce = header(request, nonceHeader);
  if (!county.key.isFresh(nonce, device.id, county.now())) throw stale(county, device);
  return { device, nonce };
}

/** What is read of a body from whoever sends it: more than most requests have. */
export const strangersBytes = 65_536;

/**
 * Before the body is read: only for who names a device, with a nonce that is good, does the county hold a large one.
 * Otherwise as many as like could have it hold eight megabytes each.
 * @throws ProblemError `unknownDevice`, `staleNonce` with a fresh one
 */
export async function admitBody(county: County, request: FastifyRequest): Promise<void> {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (coding !== undefined || Number(length ?? 0) > strangersBytes) await askingDevice(county, request);
}

/**
 * What a device signed that has asked under a later nonce since is a copy of a request that was answered, or one that
 * was long on its way: nobody waits for its answer. The last one may come again, as where its answer was lost. After the
 * county's own clock went back, the order of nonces says nothing, and is not asked.
 * @throws ProblemError `staleNonce` with one that is good
 */
export function refuseRepeat(county: County, { device, nonce }: Authenticated): void {
  const [newest, madeAt] = [newestNonceAt(county, device), county.key.nonceTime(nonce)];
  if (newest !== null && madeAt !== null && madeAt.getTime() < newest.getTime()) throw stale(county, device);
}

/** Servers' clocks differ a little: the nonce is later than the newest, whichever server made that one. */
function stale(county: County, device: AskingDevice): ProblemError {
  const at = new Date(Math.max(county.now().getTime(), (newestNonceAt(county, device)?.getTime() ?? 0) + 1));
  return new ProblemError(401, 'staleNonce', 'sign the request again with this nonce', { nonce: county.key.nonce(device.id, at) });
}

const newestNonceAt = (county: County, { nonceAt }: AskingDevice): Date | null =>
  nonceAt === null || nonceAt.getTime() > county.now().getTime() + nonceSkewMs ? null : nonceAt;

function header(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
