import type { DeviceId } from '@lianyi/schema/basics/ids';
import { problem } from '@lianyi/schema/wire/exchange';
import type { Recovered } from '@lianyi/schema/wire/recovery';
import { recoverAnswer, recovered, recoverPath, recoveryCodeId, recoveryProof, recoveryProofKey } from '@lianyi/schema/wire/recovery';
import { openParcel } from '@lianyi/schema/wire/sealedParcel';
import type { DeviceKey } from './replica/deviceKey.ts';
import type { Transport } from './replication/transport.ts';

export type RecoveryAnswered =
  /** `isSignedBy`: asked once the key that came has opened the replica, where the county's key lies. */
  | { readonly ok: true; readonly recovered: Recovered; readonly isSignedBy: (isSignedByCounty: IsSigned) => boolean }
  | { readonly ok: false; readonly reason: 'refused' | 'offline' | 'damaged'; readonly detail: string };

type IsSigned = (text: string, signature: string) => boolean;

interface RecoveryAsked {
  readonly transport: Transport;
  readonly deviceId: DeviceId;
  readonly slot: Uint8Array;
  readonly code: string;
  /** Made for this code: should the answer be lost, the county gives it again to this key alone. */
  readonly key: DeviceKey;
}

const silenceMs = 30_000;

/** Has the county open the slot that is sealed to it, on the strength of a one-time code; the code itself does not travel. */
export async function askRecovery({ transport, deviceId, slot, code, key }: RecoveryAsked): Promise<RecoveryAnswered> {
  const unproven = { deviceId, slot: Buffer.from(slot).toString('base64'), to: key.publicKey, codeId: recoveryCodeId(code) };
  const body = Buffer.from(JSON.stringify({ ...unproven, proof: recoveryProof(recoveryProofKey(code), unproven) }), 'utf8');
  try {
    const answer = await transport.post({ path: recoverPath, headers: { 'content-type': 'application/json' }, body, silenceMs, signal: new AbortController().signal });
    const json = JSON.parse(Buffer.from(answer.body).toString('utf8')) as unknown;
    if (answer.status === 200) return opened(json, key);
    const found = problem.safeParse(json);
    return { ok: false, reason: answer.status === 409 ? 'damaged' : 'refused', detail: found.success ? (found.data.detail ?? found.data.title) : `status ${answer.status}` };
  } catch (error) {
    return { ok: false, reason: 'offline', detail: error instanceof Error ? error.message : 'no answer' };
  }
}

function opened(json: unknown, key: DeviceKey): RecoveryAnswered {
  const damaged = { ok: false, reason: 'damaged', detail: 'the answer cannot be opened' } as const;
  const answer = recoverAnswer.safeParse(json);
  if (!answer.success) return damaged;
  const file = Buffer.from(answer.data.sealed, 'base64');
  const open = (isSignedBySender: IsSigned) => openParcel(file, { publicKey: Buffer.from(key.publicKey, 'base64'), seed: Buffer.from(key.privateKey, 'base64'), isSignedBySender });
  const content = open(() => true);
  const parsed = content.ok ? recovered.safeParse(jsonOf(content.content)) : null;
  return parsed?.success === true ? { ok: true, recovered: parsed.data, isSignedBy: (isSignedByCounty) => open(isSignedByCounty).ok } : damaged;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
