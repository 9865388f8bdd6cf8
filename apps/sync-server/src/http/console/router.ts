import * as z from 'zod';
import { mayDo } from '@lianyi/schema/codes/roles';
import { checkLogin } from '../../access/countyUsers.ts';
import { endSession, startSession } from '../../access/sessions.ts';
import { chartOf } from '../../reports/chart.ts';
import { organisationRows } from '../../reports/organisations.ts';
import { searchPatients } from '../../reports/patients.ts';
import { quarantineRows } from '../../reports/quarantine.ts';
import { reviewRows } from '../../reports/reviews.ts';
import { todayOf } from '../../reports/today.ts';
import type { CountyUserView, DemoAccountView } from '../../reports/views.ts';
import { attempts } from '../attempts.ts';
import { directoryRouter } from './directoryRouter.ts';
import { openProcedure, procedureFor, router } from './trpc.ts';
import { deviceRouter } from './deviceRouter.ts';

const wrongPasswords = attempts({ most: 10, perMs: 5 * 60_000 });

const sessionRouter = router({
  me: openProcedure.query(({ ctx }): CountyUserView | null => ctx.user),
  demoAccounts: openProcedure.query(({ ctx }): readonly DemoAccountView[] => ctx.demoAccounts),
  login: openProcedure.input(z.strictObject({ login: z.string().max(80), password: z.string().max(200) }))
    .mutation(async ({ ctx, input }): Promise<{ ok: true; user: CountyUserView } | { ok: false; code: 'wrong' | 'wait' }> => {
      if (wrongPasswords.areSpent(ctx.ip) || wrongPasswords.areSpent(input.login)) return { ok: false, code: 'wait' };
      const user = await checkLogin(ctx.county.db, input.login, input.password);
      if (!user) {
        wrongPasswords.count(ctx.ip);
        wrongPasswords.count(input.login);
        return { ok: false, code: 'wrong' };
      }
      ctx.setSession(await startSession(ctx.county.db, user.id, ctx.county.now()));
      return { ok: true, user };
    }),
  logout: openProcedure.mutation(async ({ ctx }): Promise<{ ok: true }> => {
    if (ctx.token !== null) await endSession(ctx.county.db, ctx.token);
    ctx.setSession(null);
    return { ok: true };
  }),
});

/** What the console asks. Of documents it writes the directory alone: organisations and people; all others are written by clinics and imports. */
export const consoleRouter = router({
  session: sessionRouter,
  today: procedureFor('county.figures').query(async ({ ctx }) => {
    const today = await todayOf(ctx.county.db, ctx.county.now());
    // Whoever may not look a patient up is told of the work, and not whose record it is about.
    return mayDo(ctx.user.role, 'record.find') ? today : { ...today, todo: today.todo.map((row) => ({ ...row, patient: null })) };
  }),
  directory: directoryRouter,
  organisations: router({
    list: procedureFor('county.figures').query(async ({ ctx }) => organisationRows(ctx.county.db, ctx.county.now())),
  }),
  patients: router({
    search: procedureFor('record.find').input(z.strictObject({ query: z.string().max(100) })).query(async ({ ctx, input }) => searchPatients(ctx.county.db, input.query)),
    get: procedureFor('record.find').input(z.strictObject({ patientId: z.uuid() })).query(async ({ ctx, input }) => chartOf(ctx.county.db, input.patientId)),
  }),
  reviews: router({
    list: procedureFor('record.find').input(z.strictObject({ state: z.enum(['open', 'resolved']) })).query(async ({ ctx, input }) => reviewRows(ctx.county.db, input.state)),
  }),
  quarantine: router({
    list: procedureFor('county.overview').query(async ({ ctx }) => quarantineRows(ctx.county.db)),
  }),
  devices: deviceRouter,
});
export type ConsoleRouter = typeof consoleRouter;
