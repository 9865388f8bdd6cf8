import { TRPCError } from '@trpc/server';
import * as z from 'zod';
import { localClockTime } from '@lianyi/schema/basics/dates';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import { completenessOf } from '../../chart/completeness.ts';
import { asideOf } from '../../chart/unfinishedRows.ts';
import type { Reader } from '../../replica/replica.ts';
import { procedureFor, router, showing } from '../../trpc.ts';
import { checkOrder } from './checkOrder.ts';
import type { OrderDraft } from './inputs.ts';
import { ofEncounter, rowsOfEncounter } from './inputs.ts';
import { lastOrder } from './lastOrder.ts';
import type { SaveResult } from './savePrescription.ts';
import { savePrescription } from './savePrescription.ts';
import type { SignResult } from './signPrescription.ts';
import { signPrescription } from './signPrescription.ts';
import { slip } from './slip.ts';
import type { StopResult } from './stopPrescription.ts';
import { stopPrescription } from './stopPrescription.ts';
import type { CheckResult, SlipView } from './views.ts';

export const prescriptionsRouter = router({
  /** Alerts, quantities and prices as they type; saves nothing. */
  check: showing<CheckResult, { encounterId: string }>('visit', (_answer, read, { encounterId }) => read.document('encounter', encounterId)?.patientId).input(ofEncounter).query(({ ctx, input }): CheckResult => ({
    ...checkOrder({ read: ctx.replica, catalogue: ctx.catalogue, person: ctx.person, orgId: ctx.replica.identity.orgId, now: ctx.now() }, encounterOf(ctx.replica, input.encounterId), input.order).result,
    isHistoryComing: completenessOf(ctx.replication.line()).state === 'coming',
  })),
  /** Keeps the draft on the disk. */
  save: procedureFor('encounter.write').input(ofEncounter)
    .mutation(({ ctx, input }): SaveResult => savePrescription(ctx.replica, ctx.actor, input.encounterId, input.order, ctx.now())),
  /** Keeps the rows that are not written out yet, all of them; none takes away what was kept. */
  keepRows: procedureFor('encounter.write').input(rowsOfEncounter)
    .mutation(({ ctx, input }): { ok: true; savedAt: string } => {
      encounterOf(ctx.replica, input.encounterId);
      ctx.replica.keepAside(asideOf(input.encounterId), input.rows.length === 0 ? null : input.rows);
      return { ok: true, savedAt: localClockTime(ctx.now()) };
    }),
  /** Signs visit and prescription in one bundle. */
  sign: procedureFor('prescription.sign').input(ofEncounter)
    .mutation(({ ctx, input }): SignResult => signPrescription(ctx.replica, ctx.actor, { catalogue: ctx.catalogue, person: ctx.person, orgId: ctx.replica.identity.orgId, now: ctx.now() }, input.encounterId, input.order)),
  stop: procedureFor('prescription.sign').input(z.strictObject({ prescriptionId: z.string(), reason: z.string().max(400) }))
    .mutation(({ ctx, input }): StopResult => stopPrescription(ctx.replica, ctx.actor, input.prescriptionId, input.reason, ctx.now())),
  /** The last prescription of this patient, as a draft to begin from. */
  last: showing<OrderDraft | null, { patientId: string }>('prescription', (_answer, _read, { patientId }) => patientId).input(z.strictObject({ patientId: z.string() })).query(({ ctx, input }): OrderDraft | null => lastOrder(ctx.replica, input.patientId)),
  slip: showing<SlipView | null, { prescriptionId: string }>('prescription', (_answer, read, { prescriptionId }) => read.document('prescription', prescriptionId)?.patientId).input(z.strictObject({ prescriptionId: z.string() })).query(({ ctx, input }): SlipView | null => slip(ctx.replica, input.prescriptionId, ctx.now())),
});

function encounterOf(read: Reader, encounterId: string): Encounter {
  const encounter = read.document('encounter', encounterId);
  if (!encounter) throw new TRPCError({ code: 'NOT_FOUND', message: 'encounter' });
  return encounter;
}
