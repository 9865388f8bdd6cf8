/** The county's answers as they arrive: over the wire a value of unknown shape may be missing. */
import type { inferRouterOutputs } from '@trpc/server';
import type { ConsoleRouter } from '../../src/http/console/router.ts';

type Answers = inferRouterOutputs<ConsoleRouter>;

type ChartAnswer = NonNullable<Answers['patients']['get']>;
export type ChartView = Extract<ChartAnswer, { access: 'open' }>['chart'];
export type ClosedChartView = Extract<ChartAnswer, { access: 'closed' }>;
export type ChartDocument = ChartView['documents'][number];
export type ChartUnit = ChartDocument['units'][number];
export type ReviewRow = Answers['reviews']['list'][number];
export type AuditRow = Answers['audit']['page']['rows'][number];
export type ReviewView = ReviewRow['review'];
