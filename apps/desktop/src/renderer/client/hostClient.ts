import { createTRPCClient, type TRPCClient, type TRPCLink } from '@trpc/client';
import type { HostRouter } from '../../contract/router.ts';

/** The typed client of a host that these links lead to. */
export function newHostClient(links: readonly TRPCLink<HostRouter>[]): TRPCClient<HostRouter> {
  return createTRPCClient<HostRouter>({ links: [...links] });
}
