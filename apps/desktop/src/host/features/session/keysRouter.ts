import * as z from 'zod';
import { personId } from '@lianyi/schema/basics/ids';
import { lockedProcedure, procedureFor, router } from '../../trpc.ts';
import type { KeyHolders, LeaseExtended, SecretChanged, SecretRecovered, SecretSet } from './keyViews.ts';

const secret = z.string().max(64);

/** PINs, and the lease: who may open this PC, and for how long. */
export const keysRouter = router({
  holders: procedureFor('clinic.use').query(({ ctx }): KeyHolders => ctx.keys.holders(ctx.person)),
  change: procedureFor('clinic.use').input(z.strictObject({ old: secret, secret }))
    .mutation(async ({ ctx, input }): Promise<SecretChanged> => ctx.keys.change(ctx.person, input.old, input.secret)),
  /** The first PIN of somebody who has none here (by whom: `firstSecret.ts`), or a new one in place of one that was forgotten. */
  set: procedureFor('clinic.use').input(z.strictObject({ personId, secret, reason: z.string().max(300) }))
    .mutation(async ({ ctx, input }): Promise<SecretSet> => ctx.keys.set(ctx.person, input)),
  /** With a one-time code of the county, on a PC that nobody here can open. */
  recover: lockedProcedure.input(z.strictObject({ personId: z.string().max(64), code: z.string().max(40), secret }))
    .mutation(async ({ ctx, input }): Promise<SecretRecovered> => ctx.keys.recover(input)),
  /** Somebody is at the screen, and wants it locked after so many minutes without them. */
  stillHere: procedureFor('clinic.use').input(z.strictObject({ lockAfterMinutes: z.int().min(1).max(120) }))
    .mutation(({ ctx, input }): { ok: true } => {
      ctx.door.stillHere(input.lockAfterMinutes);
      return { ok: true };
    }),
  /** With a code of the county, on a PC without a line. */
  extendLease: lockedProcedure.input(z.strictObject({ code: z.string().max(400) }))
    .mutation(({ ctx, input }): LeaseExtended => ctx.keys.extendLease(input.code)),
});
