import type { inferRouterOutputs } from '@trpc/server';
import type { HostRouter } from '../../contract/router.ts';

/** What each procedure answers once it has come over the wire: `HostOutputs['patients']['chart']`. */
export type HostOutputs = inferRouterOutputs<HostRouter>;
export type ChartView = NonNullable<HostOutputs['patients']['chart']>;
