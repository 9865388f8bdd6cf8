import type { LookupAnswer, LookupRequest } from '@lianyi/schema/wire/lookup';
import { lookupAnswer, lookupPath } from '@lianyi/schema/wire/lookup';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { LookedUp } from './lookedUp.ts';
import type { NonceHolder } from './signedPost.ts';
import { signedPost } from './signedPost.ts';
import type { Transport } from './transport.ts';

interface LookUpParts {
  readonly replica: ReplicaForExchange;
  readonly transport: Transport;
  readonly nonces: NonceHolder;
}

const silenceMs = 20_000;

/** Asks the county for the record of somebody who lives elsewhere. What comes is handed on, and kept nowhere. */
export async function lookUp({ replica, transport, nonces }: LookUpParts, asked: Omit<LookupRequest, 'deviceId'>): Promise<LookedUp> {
  const posted = await signedPost({
    replica, transport, nonces, path: lookupPath, json: { deviceId: replica.identity.deviceId, ...asked } satisfies LookupRequest, silenceMs, signal: new AbortController().signal,
  });
  if (!posted.ok) return { result: posted.problem.code === 'offline' ? 'offline' : posted.raw?.status === 429 ? 'tooMany' : 'refused' };
  const answer = lookupAnswer.safeParse(posted.json);
  return answer.success ? (answer.data satisfies LookupAnswer) : { result: 'refused' };
}
