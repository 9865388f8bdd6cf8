import type { inferRouterOutputs } from '@trpc/server';
import type { HostRouter } from '../../../contract/router.ts';

type Answers = inferRouterOutputs<HostRouter>['reviews'];

/** The views of reviews as they come over the wire, where a value that is undefined is absent. */
export type ReviewRow = Answers['list']['open'][number];
export type ReviewView = NonNullable<Answers['get']>;
export type Review = ReviewRow['review'];
export type AttributedValue = Review['kept'];
