import { TRPCError } from '@trpc/server';
import { procedureFor, router } from '../../trpc.ts';
import { examine } from './examine.ts';
import type { DoctorReport } from './views.ts';

export const doctorRouter = router({
  /** Looks at everything and mends what can be mended. For this PC's command line only. */
  examine: procedureFor('clinic.use').mutation(async ({ ctx }): Promise<DoctorReport> => {
    if (!ctx.isCommandLine) throw new TRPCError({ code: 'FORBIDDEN', message: 'command line only' });
    return examine(ctx.replica, ctx.replication);
  }),
});
