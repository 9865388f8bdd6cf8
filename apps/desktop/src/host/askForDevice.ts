import { certificateToSign } from '@lianyi/schema/wire/certificate';
import type { EnrolResponse, Succession } from '@lianyi/schema/wire/exchange';
import { enrolPath, enrolResponse, problem } from '@lianyi/schema/wire/exchange';
import type { NoDeviceReason } from './features/session/enrolmentViews.ts';
import { verifierOf } from './replica/deviceKey.ts';
import type { Answer } from './replication/transport.ts';
import { httpTransport } from './replication/transport.ts';

export interface DeviceAsked {
  readonly countyUrl: string;
  /** The one-time code of county IT. */
  readonly code: string;
  readonly deviceName: string;
  readonly publicKey: string;
  readonly replaces?: Succession;
}

/** The county gave no device. */
export interface NoDevice {
  readonly ok: false;
  readonly reason: NoDeviceReason;
  readonly detail: string;
}

const silenceMs = 30_000;

/** Asks the county to make this key a device, with a code of county IT; why not is told apart as far as somebody can act on it. */
export async function askForDevice(asked: DeviceAsked): Promise<{ readonly ok: true; readonly response: EnrolResponse } | NoDevice> {
  const { countyUrl, code, deviceName, publicKey, replaces } = asked;
  const transport = httpTransport(countyUrl);
  try {
    const answer = await transport.post({
      path: enrolPath,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ code, publicKey, name: deviceName, ...(replaces && { replaces }) }), 'utf8'),
      silenceMs,
      signal: new AbortController().signal,
    });
    if (answer.status !== 200) return refusalIn(answer);
    const response = enrolResponse.safeParse(jsonIn(answer));
    if (!response.success) return { ok: false, reason: 'unreadable', detail: response.error.issues[0]?.path.join('.') ?? '' };
    if (!isOwnWord(response.data, publicKey)) return { ok: false, reason: 'wrongKey', detail: response.data.countyKey };
    return { ok: true, response: response.data };
  } catch (error) {
    return { ok: false, reason: noDeviceReasonOf(error), detail: error instanceof Error ? error.message : 'no answer' };
  } finally {
    transport.close();
  }
}

function refusalIn(answer: Answer): NoDevice {
  const found = problem.safeParse(jsonIn(answer));
  // A gateway in front of a county that is down answers for it.
  if (answer.status >= 500) return { ok: false, reason: 'offline', detail: `status ${answer.status}` };
  if (!found.success) return { ok: false, reason: 'notCounty', detail: `status ${answer.status}` };
  const detail = found.data.detail ?? found.data.title;
  if (answer.status === 429) return { ok: false, reason: 'tooMany', detail };
  return { ok: false, reason: found.data.code === 'notAllowed' ? 'refused' : 'unreadable', detail };
}

function jsonIn({ body }: Answer): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Somebody in between who puts a key of their own in the county's place would have to sign with it too. */
function isOwnWord({ certificate, countyKey, deviceId }: EnrolResponse, publicKey: string): boolean {
  return certificate.publicKey === publicKey && certificate.deviceId === deviceId && verifierOf(countyKey)(certificateToSign(certificate), certificate.signature);
}

const clockCodes: readonly string[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/** By Node's own codes of what went wrong on the line. */
export function noDeviceReasonOf(error: unknown): NoDeviceReason {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (clockCodes.includes(code)) return 'clock';
  if (/CERT|ISSUER|SIGNATURE|SELF_SIGNED/.test(code)) return 'untrusted';
  // No HTTP at all, or TLS where there is none.
  return /^HPE_|EPROTO|ERR_SSL/.test(code) ? 'notCounty' : 'offline';
}
