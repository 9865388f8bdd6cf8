import { TRPCClientError } from '@trpc/client';

/** Why a call to the county failed, as far as the words need to tell them apart. */
export type CountyFailure = 'signedOut' | 'forbidden' | 'tooMany' | 'invalid' | 'missing' | 'unreachable' | 'fault';

export function countyFailure(error: unknown): CountyFailure {
  if (!(error instanceof TRPCClientError)) return 'fault';
  const data: unknown = error.data;
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined;
  switch (code) {
    // Nothing that tRPC wrote: the line, or a proxy on the way, answered.
    case undefined: return 'unreachable';
    case 'UNAUTHORIZED': return 'signedOut';
    case 'FORBIDDEN': return 'forbidden';
    case 'TOO_MANY_REQUESTS': return 'tooMany';
    case 'BAD_REQUEST': return 'invalid';
    case 'NOT_FOUND': return 'missing';
    case 'SERVICE_UNAVAILABLE': return 'unreachable';
    default: return 'fault';
  }
}
