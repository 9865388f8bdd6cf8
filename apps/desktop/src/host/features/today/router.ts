import { localDay } from '@lianyi/schema/basics/dates';
import { listProcedure, router } from '../../trpc.ts';
import { dueFollowUps } from './due.ts';
import { lunarDay } from './lunarDay.ts';
import { seenRows, takings } from './seen.ts';
import { stockAlerts } from './stockAlerts.ts';
import type { TodayView } from './views.ts';
import { waitingRows } from './waiting.ts';

export const todayRouter = router({
  overview: listProcedure.query(({ ctx }): TodayView => {
    const clinicDay = { orgId: ctx.person.orgId, day: localDay(ctx.now()), now: ctx.now() };
    const seen = seenRows(ctx.replica, clinicDay);
    return {
      day: clinicDay.day,
      lunar: lunarDay(clinicDay.day),
      waiting: waitingRows(ctx.replica, clinicDay),
      seen,
      drafts: seen.filter((row) => row.state === 'draft').length,
      ...dueFollowUps(ctx.replica, clinicDay.day),
      stockAlerts: stockAlerts(ctx.replica, clinicDay),
      takings: takings(ctx.replica, clinicDay, seen),
    };
  }),
});
