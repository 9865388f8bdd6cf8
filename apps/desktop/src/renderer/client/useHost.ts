import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { HostRouter } from '../../contract/router.ts';

const host = createTRPCContext<HostRouter>();

export const HostProvider = host.TRPCProvider;

/**
 * The host's procedures as options for TanStack Query: `useQuery(useHost().patients.search.queryOptions({ … }))`,
 * `useMutation(host.queue.add.mutationOptions({ onSuccess }))`. Whatever changes on the host (a save here, an
 * exchange) refetches what is on the screen.
 */
export const useHost = host.useTRPC;

/** The bare client, for a call outside of TanStack Query: `useHostClient().session.lock.mutate()`. */
export const useHostClient = host.useTRPCClient;
