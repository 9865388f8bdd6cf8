import * as z from 'zod';
import { completenessOf } from '../../chart/completeness.ts';
import { listProcedure, procedureFor, router, showing } from '../../trpc.ts';
import { dispense } from './dispense.ts';
import type { DispenseDraft } from './dispenseDraft.ts';
import { asideOf, dispenseDraft, keptDraft } from './dispenseDraft.ts';
import { dispensePlan } from './dispensePlan.ts';
import { dispenseQueue } from './dispenseQueue.ts';
import type { DispensePlan, DispenseQueueItem, DispenseResult } from './views.ts';

export const dispensingRouter = router({
  queue: listProcedure.query(({ ctx }): readonly DispenseQueueItem[] => dispenseQueue(ctx.replica, ctx.replica.identity.orgId, ctx.now())),
  /** Lots first expired first out, from the given owner's stock (default: where the prescription was written). */
  plan: showing<DispensePlan | null, { prescriptionId: string }>('dispense', (_answer, read, { prescriptionId }) => read.document('prescription', prescriptionId)?.patientId).input(z.strictObject({ prescriptionId: z.string(), ownerId: z.string().nullable() }))
    .query(({ ctx, input }): DispensePlan | null => dispensePlan(ctx.replica, ctx.replica.identity.orgId, input, ctx.now(), completenessOf(ctx.replication.line()))),
  /** What the person at this PC had entered for a prescription, kept from `keepDraft`. */
  draft: procedureFor('record.read').input(z.strictObject({ prescriptionId: z.string() })).query(({ ctx, input }): DispenseDraft | null => keptDraft(ctx.replica, ctx.person.personId, input.prescriptionId)),
  /** Keeps what is entered on the disk, as it is; null takes it away. */
  keepDraft: procedureFor('dispense').input(z.strictObject({ prescriptionId: z.string().max(64), draft: dispenseDraft.nullable() }))
    .mutation(({ ctx, input }): { ok: true } => {
      ctx.replica.keepAside(asideOf(ctx.person.personId, input.prescriptionId), input.draft);
      return { ok: true };
    }),
  dispense: procedureFor('dispense').input(z.strictObject({
    prescriptionId: z.string(),
    ownerId: z.string(),
    lines: z.array(z.strictObject({ itemNo: z.int(), productId: z.string(), lotNumber: z.string(), expiry: z.string(), quantity: z.number() })).max(80),
    payment: z.enum(['insurance', 'cash', 'scan']),
    checkedBy: z.string().nullable(),
  })).mutation(({ ctx, input }): DispenseResult => dispense(ctx.replica, ctx.actor, input, ctx.now())),
});
