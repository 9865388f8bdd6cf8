/** The county's answers as they arrive: over the wire a value of unknown shape may be missing. */
import type { inferRouterOutputs } from '@trpc/server';
import type { ConsoleRouter } from '../../src/http/console/router.ts';

type Answers = inferRouterOutputs<ConsoleRouter>;

export type ChartView = NonNullable<Answers['patients']['get']>;
export type ChartDocument = ChartView['documents'][number];
export type ChartUnit = ChartDocument['units'][number];
export type ReviewRow = Answers['reviews']['list'][number];
export type ReviewView = ReviewRow['review'];
