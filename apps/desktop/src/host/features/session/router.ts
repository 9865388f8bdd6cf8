import * as z from 'zod';
import { localClockTime } from '@lianyi/schema/basics/dates';
import { documentId } from '@lianyi/schema/basics/ids';
import { TRPCError } from '@trpc/server';
import { canonicalJson } from '@lianyi/schema/basics/canonicalJson';
import type { Proof } from '../../replica/prove.ts';
import { lockedProcedure, procedureFor, router } from '../../trpc.ts';
import type { BackupView, RekeyView, SessionView, UnlockResult } from './views.ts';

export const sessionRouter = router({
  status: lockedProcedure.query(({ ctx }): SessionView => {
    const current = ctx.signedIn();
    return {
      clinicName: ctx.door.clinicName,
      deviceName: ctx.door.deviceName,
      staff: ctx.keyring.slots().map(({ personId, name, role, orgName, lastUnlockedAt, lockedUntil, closedUntil, attemptsLeft }) => ({
        personId, name, role, orgName, lastUnlockedAt, lockedUntil, closedUntil, attemptsLeft,
      })),
      current: current && { personId: current.personId, name: current.name, roles: current.roles },
      line: ctx.door.line(),
      now: localClockTime(ctx.now()),
      secretKind: ctx.door.secretKind,
      isPinPolicy: ctx.door.isPinPolicy,
      lease: ctx.keys.lease(),
      purged: ctx.door.purged(),
      ended: ctx.door.ended(),
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
  /** For this PC's command line only. */
  rekey: procedureFor('clinic.use').input(z.strictObject({ code: z.string().max(40) })).mutation(async ({ ctx, input }): Promise<RekeyView> => {
    if (!ctx.isCommandLine) throw new TRPCError({ code: 'FORBIDDEN', message: 'command line only' });
    return ctx.door.rekey(input.code);
  }),
  /** Sealed with a passphrase, and good for nothing without somebody's PIN; in the audit. For this PC's command line only. */
  backup: procedureFor('record.dump').input(z.strictObject({ path: z.string().max(1000), passphrase: z.string().min(12).max(200) })).mutation(({ ctx, input }): BackupView => {
    if (!ctx.isCommandLine) throw new TRPCError({ code: 'FORBIDDEN', message: 'command line only' });
    return ctx.door.backup(input.path, input.passphrase);
  }),
  /** The scopes that this PC follows, in the order of a dump. For this PC's command line only. */
  scopes: procedureFor('clinic.use').query(({ ctx }): readonly string[] => {
    if (!ctx.isCommandLine) throw new TRPCError({ code: 'FORBIDDEN', message: 'command line only' });
    return ctx.replica.scopes().toSorted();
  }),
  /** Every shown document by id as a line of canonical JSON, a page at a time; in the audit. For this PC's command line only. */
  dump: procedureFor('record.dump')
    .input(z.strictObject({ after: z.string().max(64), limit: z.int().min(1).max(5000) }))
    .query(({ ctx, input }): readonly { readonly id: string; readonly line: string }[] => {
      if (!ctx.isCommandLine) throw new TRPCError({ code: 'FORBIDDEN', message: 'command line only' });
      return ctx.door.dump(input.after, input.limit).map((document) => ({ id: document.id, line: canonicalJson(document) }));
    }),
  /** Whether a document or a bundle is held, without the county. For this PC's command line only. */
  prove: procedureFor('clinic.use').input(z.strictObject({ id: documentId })).query(({ ctx, input }): Proof => {
    if (!ctx.isCommandLine) throw new TRPCError({ code: 'FORBIDDEN', message: 'command line only' });
    return ctx.replica.prove(input.id);
  }),
});
