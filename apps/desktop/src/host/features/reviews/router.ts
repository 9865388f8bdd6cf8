import * as z from 'zod';
import { completenessOf } from '../../chart/completeness.ts';
import { listProcedure, procedureFor, router, showing } from '../../trpc.ts';
import type { CorrectResult } from './correctBundle.ts';
import { correctBundle } from './correctBundle.ts';
import { quarantinedBundles, quarantinedSave } from './quarantinedBundles.ts';
import type { ResolveResult } from './resolveReview.ts';
import { resolveReview } from './resolveReview.ts';
import { reviewList, reviewView } from './reviewViews.ts';
import type { QuarantinedSave, QuarantineRow, ReviewList, ReviewView } from './views.ts';

export const reviewsRouter = router({
  list: listProcedure.query(({ ctx }): ReviewList => reviewList(ctx.replica, ctx.now())),
  get: showing<ReviewView | null>('review', ({ review: { patientId } }) => patientId).input(z.strictObject({ reviewId: z.string() }))
    .query(({ ctx, input }): ReviewView | null => reviewView(ctx.replica, ctx.replica.identity, input.reviewId, ctx.now(), completenessOf(ctx.replication.line()))),
  /** `both` is offered for phones: the losing one becomes the contact's. `saw` and `present` are the losing value and the one in use, as they were shown. */
  resolve: procedureFor('review.resolve').input(z.strictObject({ reviewId: z.string(), choice: z.enum(['keep', 'useLosing', 'both', 'seen']), saw: z.unknown(), present: z.unknown(), reason: z.string().max(1000) }))
    .mutation(({ ctx, input }): ResolveResult => resolveReview(ctx.replica, ctx.actor, input, ctx.now())),
  quarantined: listProcedure.query(({ ctx }): readonly QuarantineRow[] => quarantinedBundles(ctx.replica)),
  quarantinedSave: showing<QuarantinedSave | null, { bundleId: string }>('quarantine', (_answer, read, { bundleId }) => quarantinedBundles(read).find((row) => row.bundleId === bundleId)?.patientId).input(z.strictObject({ bundleId: z.string() }))
    .query(({ ctx, input }): QuarantinedSave | null => quarantinedSave(ctx.replica, input.bundleId)),
  /** Whether the person may do what the bundle does, the county asks. */
  correct: procedureFor('clinic.use').input(z.strictObject({
    bundleId: z.string(), reason: z.string().max(1000), withdraw: z.boolean(),
    edits: z.array(z.strictObject({ path: z.array(z.string()).max(20).readonly(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) })).max(2000),
  })).mutation(({ ctx, input }): CorrectResult => correctBundle(ctx.replica, ctx.actor, input)),
});
