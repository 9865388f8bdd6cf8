import * as z from 'zod';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { TRPCError } from '@trpc/server';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import { lockedProcedure, procedure, router } from '../../trpc.ts';
import type { SessionView, UnlockResult } from './views.ts';

export const sessionRouter = router({
  status: lockedProcedure.query(({ ctx }): SessionView => {
    const current = ctx.signedIn();
    return {
      clinicName: ctx.door.clinicName,
      deviceName: ctx.door.deviceName,
      staff: ctx.keyring.slots().map(({ personId, name, role, orgName, lastUnlockedAt, lockedUntil }) => ({
        personId, name, role, orgName, lastUnlockedAt, lockedUntil,
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
  /** The scopes that this PC follows, in the order of a dump. For this PC's command line only. */
  scopes: procedure.query(({ ctx }): readonly string[] => {
    if (!ctx.isCommandLine) throw new TRPCError({ code: 'FORBIDDEN', message: 'command line only' });
    return ctx.replica.scopes().toSorted();
  }),
  /** Every shown document by id as a line of canonical JSON, a page at a time. For this PC's command line only. */
  dump: procedure
    .input(z.strictObject({ after: z.string().max(64), limit: z.int().min(1).max(5000) }))
    .query(({ ctx, input }): readonly { readonly id: string; readonly line: string }[] => {
      if (!ctx.isCommandLine) throw new TRPCError({ code: 'FORBIDDEN', message: 'command line only' });
      return ctx.replica.dump(input.after, input.limit).map((document) => ({ id: document.id, line: canonicalJson(document) }));
    }),
});
