import * as z from 'zod';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { TRPCError } from '@trpc/server';
import type { DumpedDocument } from '../../replica/dump.ts';
import { lockedProcedure, procedure, router } from '../../trpc.ts';
import type { SessionView, UnlockResult } from './views.ts';

export const sessionRouter = router({
  status: lockedProcedure.query(({ ctx }): SessionView => {
    const current = ctx.signedIn();
    return {
      clinicName: ctx.door.clinicName,
      deviceName: ctx.door.deviceName,
      staff: ctx.keyring.slots().map(({ personId, name, role, orgName, lastUnlockedAt, lockedUntil, closedUntil, attemptsLeft }) => ({
        personId, name, role, orgName, lastUnlockedAt, lockedUntil, closedUntil, attemptsLeft,
      })),
      current: current && { personId: current.personId, name: current.name, role: current.role },
      line: ctx.door.line(),
      now: localClockTime(ctx.now()),
      secretKind: ctx.door.secretKind,
    };
  }),
  unlock: lockedProcedure
    .input(z.strictObject({ personId: z.string().max(64), pin: z.string().max(64) }))
    .mutation(async ({ ctx, input }): Promise<UnlockResult> => ctx.door.unlock(input.personId, input.pin)),
  /** Locks the screen; the host stays open and goes on exchanging. */
  lock: lockedProcedure.mutation(({ ctx }): { ok: true } => {
    ctx.door.lock();
    return { ok: true };
  }),
  /** Every shown document by id, a page at a time. For this PC's command line only. */
  dump: procedure
    .input(z.strictObject({ after: z.string().max(64), limit: z.int().min(1).max(5000) }))
    .query(({ ctx, input }): readonly DumpedDocument[] => {
      if (!ctx.isCommandLine) throw new TRPCError({ code: 'FORBIDDEN', message: 'command line only' });
      return ctx.replica.dump(input.after, input.limit);
    }),
});
