import { recordAct } from '../../access/audit.ts';
import { listsReach } from '../../access/chartAccess.ts';
import { mayAny } from '@lianyi/schema/codes/roles';
import { glassReason } from '@lianyi/schema/documents/alertValues';
import { saysTooLittle, saysWhy } from '@lianyi/schema/wire/lookup';
import * as z from 'zod';
import { organisationRows } from '../../reports/organisations.ts';
import { searchedNumber, searchPatients } from '../../reports/patients.ts';
import { quarantineRows } from '../../reports/quarantine.ts';
import { reviewRows } from '../../reports/reviews.ts';
import { todayOf } from '../../reports/today.ts';
import { within } from '../../store/reach.ts';
import type { AttachmentsHere, ChartAnswer, PatientRow, ReviewRow, TodayView } from '../../reports/views.ts';
import { accountRouter } from './accountRouter.ts';
import { auditRouter } from './auditRouter.ts';
import { deviceRouter } from './deviceRouter.ts';
import { directoryRouter } from './directoryRouter.ts';
import { anId } from './inputs.ts';
import { attachmentsFor, breakGlass, chartFor } from './glass.ts';
import { sessionRouter } from './sessionRouter.ts';
import { procedureFor, router, showing } from './trpc.ts';

const aPatient = z.strictObject({ patientId: anId });

/**
 * What the console asks. Of documents it writes the directory, and the notice to a clinic that a chart of theirs was
 * opened; all others are written by clinics and imports.
 */
export const consoleRouter = router({
  session: sessionRouter,
  audit: auditRouter,
  today: showing<TodayView>('today.read', ({ todo }) => todo.map((row) => row.patient?.id ?? null), 'county.figures').query(async ({ ctx }) => {
    const today = await todayOf(ctx.county.db, listsReach(ctx.user), ctx.county.now());
    // Whoever may not look a patient up is told of the work, and not whose record it is about.
    return mayAny(ctx.user.roles, 'record.find') ? today : { ...today, todo: today.todo.map((row) => ({ ...row, patient: null })) };
  }),
  directory: directoryRouter,
  organisations: router({
    list: procedureFor('county.figures').query(async ({ ctx }) => organisationRows(ctx.county.db, ctx.county.now())),
  }),
  patients: router({
    search: showing<readonly PatientRow[]>('patients.search', (rows) => rows.map(({ id }) => id)).input(z.strictObject({ query: z.string().max(100) })).query(async ({ ctx, input }) => {
      const found = await within(ctx.county.db, listsReach(ctx.user), async (read) => searchPatients(read, input.query));
      // Whoever tries numbers is told of most that nobody has them: each is written down, whoever was shown.
      const number = searchedNumber(input.query);
      if (number !== null) await recordAct(ctx.book, ctx.actor, { action: 'patients.search', patientIds: found.map(({ id }) => id), detail: { numberEnd: number } });
      return found;
    }),
    get: showing<ChartAnswer | null>('chart.read', (answer) => (answer?.access === 'open' ? [answer.chart.patient.id] : [])).input(aPatient).query(async ({ ctx, input }) => chartFor({ ...ctx, ...input })),
    attachments: showing<AttachmentsHere | null>('chart.read', (answer) => [answer?.patientId ?? null]).input(aPatient).query(async ({ ctx, input }) => attachmentsFor({ ...ctx, ...input }, ctx.attachments)),
    /** Opens a chart that the post does not cover: to read, for a while, and the patient's clinic is told. */
    breakGlass: procedureFor('record.find').input(aPatient.extend({ reason: glassReason, text: z.string().trim().max(300).refine(saysWhy, saysTooLittle) }))
      .mutation(async ({ ctx, input: { patientId, ...glass } }) => breakGlass({ ...ctx, patientId }, glass)),
  }),
  reviews: router({
    list: showing<readonly ReviewRow[]>('reviews.read', (rows) => rows.map(({ patient }) => patient?.id ?? null)).input(z.strictObject({ state: z.enum(['open', 'resolved']) })).query(async ({ ctx, input }) => within(ctx.county.db, listsReach(ctx.user), async (read) => reviewRows(read, input.state))),
  }),
  quarantine: router({
    list: procedureFor('county.overview').query(async ({ ctx }) => quarantineRows(ctx.county.db)),
  }),
  devices: deviceRouter,
  accounts: accountRouter,
});
export type ConsoleRouter = typeof consoleRouter;
