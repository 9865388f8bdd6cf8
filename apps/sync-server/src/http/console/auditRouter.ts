import * as z from 'zod';
import { recordAct, recordOnce } from '../../access/audit.ts';
import { auditExport } from '../../reports/auditExport.ts';
import type { AuditFilter } from '../../reports/audit.ts';
import { auditPage } from '../../reports/audit.ts';
import { auditSubjects } from '../../reports/auditSubjects.ts';
import type { AuditExport, AuditPage, AuditSubject } from '../../reports/views.ts';
import { aMoment, anId, aTimeCursor } from './inputs.ts';
import { procedureFor, router, showing } from './trpc.ts';

const filter = z.strictObject({
  patientId: anId.nullable(), personId: anId.nullable(), deviceId: anId.nullable(),
  from: aMoment.nullable(), until: aMoment.nullable(),
  what: z.enum(['all', 'reads', 'glass', 'changes', 'access']),
});
/** More is too much for a browser to hold at once; `county -- audit --csv` has no such bound. */
const mostExported = 100_000;

/** For the auditor: who looked at what and who did what, never the chart. That they looked is in the audit as well. */
export const auditRouter = router({
  page: procedureFor('audit.read').meta({ shows: 'audit.read' }).input(filter.extend({ direction: z.enum(['forward', 'backward']).optional(), cursor: aTimeCursor.nullish() })).query(async ({ ctx, input: { cursor, direction: _direction, ...asked } }): Promise<AuditPage> => {
    // With a cursor, too: nothing keeps anybody from beginning with one.
    await recordOnce(ctx.book, ctx.actor, { action: 'audit.read', ...actOf(asked) });
    return auditPage(ctx.county.db, asked, cursor ?? null, 50);
  }),
  /** Whom to look for: those found are written down as shown. */
  find: showing<readonly AuditSubject[]>('audit.find', (found) => found.map(({ kind, id }) => (kind === 'patient' ? id : null)), 'audit.read').input(z.strictObject({ query: z.string().max(60) }))
    .query(async ({ ctx, input }) => auditSubjects(ctx.county.db, input.query)),
  export: procedureFor('audit.read').meta({ shows: 'audit.export' }).input(filter).mutation(async ({ ctx, input }): Promise<AuditExport> => {
    await recordAct(ctx.book, ctx.actor, { action: 'audit.export', ...actOf(input) });
    return auditExport(ctx.county.db, input, mostExported);
  }),
});

const actOf = ({ patientId, personId, deviceId, from, until, what }: AuditFilter) => ({
  ...(patientId !== null && { patientIds: [patientId] }),
  detail: { what, ...(personId !== null && { personId }), ...(deviceId !== null && { deviceId }), ...(from !== null && { from }), ...(until !== null && { until }) },
});
