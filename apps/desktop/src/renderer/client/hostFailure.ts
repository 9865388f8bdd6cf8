import { TRPCClientError } from '@trpc/client';

/** Why a call to the host failed, as far as the words need to tell them apart. */
export type HostFailure = 'locked' | 'forbidden' | 'diskFull' | 'invalid' | 'unreachable' | 'moved' | 'fault';

/** A full disk is named by the host in the error's message: SQLite's own code. */
export function hostFailure(error: unknown): HostFailure {
  if (!(error instanceof TRPCClientError)) return 'fault';
  const data: unknown = error.data;
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined;
  switch (code) {
    case undefined: return 'unreachable';
    case 'UNAUTHORIZED': return 'locked';
    case 'FORBIDDEN': return 'forbidden';
    case 'BAD_REQUEST': return 'invalid';
    case 'PRECONDITION_FAILED': return 'moved';
    default: return /SQLITE_FULL|ENOSPC|disk/i.test(error.message) ? 'diskFull' : 'fault';
  }
}
