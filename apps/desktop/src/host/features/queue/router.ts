import * as z from 'zod';
import { procedureFor, router } from '../../trpc.ts';
import type { QueueResult } from './addToQueue.ts';
import { addToQueue } from './addToQueue.ts';
import { leaveQueue, restoreToQueue } from './leaveQueue.ts';

const entry = z.strictObject({ queueEntryId: z.string() });

export const queueRouter = router({
  /** Errors: `patientId` `patientMissing` or `alreadyQueued` with `number`; `reason` `tooLong` with `max`. */
  add: procedureFor('encounter.write').input(z.strictObject({ patientId: z.string(), reason: z.string().max(8_000_000), triage: z.enum(['I', 'II', 'III', 'IV']) }))
    .mutation(({ ctx, input }): QueueResult => addToQueue(ctx.replica, ctx.actor, ctx.now(), input)),
  leave: procedureFor('encounter.write').input(entry).mutation(({ ctx, input }): { ok: boolean } => ({ ok: leaveQueue(ctx.replica, ctx.actor, input.queueEntryId) })),
  /** Takes back an entry that was left, or added by mistake. */
  restore: procedureFor('encounter.write').input(entry).mutation(({ ctx, input }): { ok: boolean } => ({ ok: restoreToQueue(ctx.replica, ctx.actor, input.queueEntryId) })),
});
