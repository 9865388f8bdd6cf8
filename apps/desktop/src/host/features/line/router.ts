import * as z from 'zod';
import type { CheckReport } from '../../replica/repair/checkReport.ts';
import type { DayTraffic } from '../../replication/trafficViews.ts';
import type { LineView } from '../../replication/lineView.ts';
import { lockedProcedure, procedureFor, router } from '../../trpc.ts';

const longestWaitMs = 20_000;

export const lineRouter = router({
  state: lockedProcedure.query(({ ctx }): LineView => ctx.door.line()),
  /** Answers when the line's version is no longer the given one, or after 20 s. */
  changed: lockedProcedure
    .input(z.strictObject({ version: z.int() }))
    .query(async ({ ctx, input }): Promise<LineView> => ctx.door.lineChanged(input.version, longestWaitMs)),
  /** By whichever road there is: a stick that stays in this PC is looked at as well. */
  exchangeNow: procedureFor('clinic.use').mutation(async ({ ctx }): Promise<LineView> => {
    ctx.parcels.lookNow();
    return ctx.replication.exchangeNow();
  }),
  /** Bytes by day, the newest first, for a month. */
  traffic: procedureFor('clinic.use').query(({ ctx }): readonly DayTraffic[] => ctx.traffic.days()),
  /** What the last comparison with the county came to; null before the first. */
  lastCheck: procedureFor('clinic.use').query(({ ctx }): CheckReport | null => ctx.replica.lastCheck()),
});
