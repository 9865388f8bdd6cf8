import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { ConsoleRouter } from '../../src/http/console/router.ts';

const county = createTRPCContext<ConsoleRouter>();

export const CountyProvider = county.TRPCProvider;

/** The county's procedures as options for TanStack Query: `useQuery(useCounty().patients.search.queryOptions({ … }))`. */
export const useCounty = county.useTRPC;

/** The bare client, for a call outside of TanStack Query. */
export const useCountyClient = county.useTRPCClient;
