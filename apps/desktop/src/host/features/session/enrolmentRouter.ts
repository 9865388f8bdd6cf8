import * as z from 'zod';
import { enrolmentProcedure, router } from '../../trpc.ts';
import type { EnrolmentBegun, EnrolmentFinished, EnrolmentView } from './enrolmentViews.ts';

/** How a PC becomes a clinic's. It is the only thing that a PC answers before it is one. */
export const enrolmentRouter = router({
  state: enrolmentProcedure.query(({ ctx }): EnrolmentView => ctx.enrolment.state()),
  begin: enrolmentProcedure.input(z.strictObject({ countyUrl: z.string().max(300), code: z.string().max(40), deviceName: z.string().trim().min(1).max(60) }))
    .mutation(async ({ ctx, input }): Promise<EnrolmentBegun> => ctx.enrolment.begin(input)),
  finish: enrolmentProcedure.input(z.strictObject({ personId: z.string().max(64), secret: z.string().max(64) }))
    .mutation(async ({ ctx, input }): Promise<EnrolmentFinished> => ctx.enrolment.finish(input)),
});
