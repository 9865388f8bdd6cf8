import { TRPCError } from '@trpc/server';
import * as z from 'zod';
import { recordAct, recordIn } from '../../access/audit.ts';
import { offerTotp, sealPurpose, stepOfCode, takeStep } from '../../access/oneTimeCodes.ts';
import type { TotpOffer } from '../../access/oneTimeCodes.ts';
import type { PasswordFault } from '../../access/passwords.ts';
import { hashPassword, isPassword, passwordFault } from '../../access/passwords.ts';
import { makeRecoveryCodes, recoveryCodesLeft } from '../../access/recoveryCodes.ts';
import type { Session } from '../../access/sessions.ts';
import { endOwnSession, endSession, endSessionsOf, ownSessions, startSession } from '../../access/sessions.ts';
import { isStillOpen, isStillProven } from '../../access/stillProven.ts';
import { needsTotp, signIn } from '../../access/signIn.ts';
import { beginAttempt, undoAttempt } from '../../access/loginFailures.ts';
import type { CountyUserView, DemoAccountView, LoginAnswer, SignInView } from '../../reports/views.ts';
import { inTransaction } from '../../store/inTransaction.ts';
import { openProcedure, procedure, router, sessionProcedure } from './trpc.ts';

const password = z.string().max(200);

/** How somebody of the county comes in, and what is theirs to change about it. */
export const sessionRouter = router({
  me: openProcedure.query(({ ctx }): CountyUserView | null => (ctx.session === null ? null : viewOf(ctx.session, ctx.county.now()))),
  demoAccounts: openProcedure.query(({ ctx }): readonly DemoAccountView[] => ctx.demoAccounts),
  login: openProcedure.input(z.strictObject({ login: z.string().max(80), password, code: z.string().max(40).nullable().default(null) }))
    .mutation(async ({ ctx, input }): Promise<LoginAnswer> => {
      const answer = await signIn(ctx.signIn, { ...input, ip: ctx.ip, browser: ctx.browser, browserCookie: ctx.browserCookie(input.login) });
      if (!answer.ok) return answer;
      // Whoever was logged in here is not any more.
      if (ctx.token !== null) await endSession(ctx.county.db, ctx.token);
      ctx.setSession(answer.session.token);
      if (answer.browserCookie !== null) ctx.rememberBrowser(answer.user.login, answer.browserCookie);
      return { ok: true, user: viewOf({ id: answer.session.id, user: answer.user, awaitsTotp: answer.awaitsTotp }, ctx.county.now()) };
    }),
  logout: openProcedure.mutation(async ({ ctx }): Promise<{ ok: true }> => {
    const { token, session } = ctx;
    await inTransaction(ctx.county.db, async (tx) => {
      if (token !== null) await endSession(tx, token);
      if (session !== null) await recordIn(tx, ctx.book, { userId: session.user.id, login: session.user.login, sessionId: session.id }, { action: 'session.logout' });
    });
    ctx.setSession(null);
    return { ok: true };
  }),

  mine: procedure.query(async ({ ctx }): Promise<SignInView> => {
    const { passwordChangedAt } = await ctx.county.db.selectFrom('countyUser').select('passwordChangedAt').where('id', '=', ctx.user.id).executeTakeFirstOrThrow();
    return {
      hasTotp: ctx.user.hasTotp, needsTotp: needsTotp(ctx.signIn.policy, ctx.user), recoveryCodesLeft: await recoveryCodesLeft(ctx.county.db, ctx.user.id),
      passwordChangedAt: passwordChangedAt.toISOString(), sessions: await ownSessions(ctx.county.db, ctx.user.id, ctx.session.id, ctx.county.now()),
    };
  }),
  end: procedure.input(z.strictObject({ sessionId: z.uuid() })).mutation(async ({ ctx, input }): Promise<{ ok: boolean }> => {
    return inTransaction(ctx.county.db, async (tx) => {
      const ok = await endOwnSession(tx, ctx.user.id, input.sessionId);
      if (ok) await recordIn(tx, ctx.book, ctx.actor, { action: 'session.end', about: input.sessionId });
      return { ok };
    });
  }),
  /** Every other session of theirs ends with it, and this one goes on under a new token. */
  changePassword: procedure.input(z.strictObject({ present: password, next: z.string().max(400) })).mutation(async ({ ctx, input }): Promise<{ ok: true } | { ok: false; code: PasswordFault | 'wrong' | 'same' | 'wait' }> => {
    const { county: { db, now }, user } = ctx;
    const place = { login: user.login, ip: ctx.ip, knownBrowser: ctx.session.id };
    if ((await beginAttempt(db, place, now())) !== null) return { ok: false, code: 'wait' };
    const kept = await db.selectFrom('countyUser').select(['id', 'passwordSalt', 'passwordHash', 'totpSealed']).where('id', '=', user.id).executeTakeFirstOrThrow();
    // It counts towards a lock, as it stands counted already.
    if (!(await isPassword(input.present, kept))) {
      await recordAct(ctx.book, ctx.actor, { action: 'session.wrong', about: user.id, detail: { what: 'ownPassword' } });
      return { ok: false, code: 'wrong' };
    }
    await undoAttempt(db, place);
    if (input.next === input.present) return { ok: false, code: 'same' };
    const fault = passwordFault(input.next, [user.login, user.name]);
    if (fault !== null) return { ok: false, code: fault };
    const hashed = await hashPassword(input.next);
    const begun = await inTransaction(db, async (tx) => {
      // Whoever was put out meanwhile, or has typed what county IT has just replaced, changes nothing.
      if (!(await isStillProven(tx, kept) && await isStillOpen(tx, ctx.session))) throw ended();
      await tx.updateTable('countyUser').set({ ...hashed, passwordChangedAt: now() }).where('id', '=', user.id).execute();
      await endSessionsOf(tx, user.id, null);
      const session = await startSession(tx, user, now(), { browser: ctx.browser });
      await recordIn(tx, ctx.book, ctx.actor, { action: 'user.password', about: user.id });
      return session;
    });
    ctx.setSession(begun.token);
    return { ok: true };
  }),

  /** A new secret to set an authenticator up with. The codes of before count until `confirmTotp`. */
  offerTotp: sessionProcedure.input(z.strictObject({ password })).mutation(async ({ ctx, input }): Promise<({ ok: true; sealed: string } & TotpOffer) | { ok: false; code: 'wrong' | 'wait' }> => {
    const { county: { db, now }, user } = ctx;
    const place = { login: user.login, ip: ctx.ip, knownBrowser: ctx.session.id };
    if ((await beginAttempt(db, place, now())) !== null) return { ok: false, code: 'wait' };
    const kept = await db.selectFrom('countyUser').select(['passwordSalt', 'passwordHash']).where('id', '=', user.id).executeTakeFirstOrThrow();
    if (!(await isPassword(input.password, kept))) {
      await recordAct(ctx.book, ctx.actor, { action: 'session.wrong', about: user.id, detail: { what: 'ownPassword' } });
      return { ok: false, code: 'wrong' };
    }
    await undoAttempt(db, place);
    const { sealed, offer } = offerTotp(user.login, ctx.signIn.secretFor(`${sealPurpose} ${user.id}`));
    return { ok: true, sealed, ...offer };
  }),
  /** A code of the new secret shows that the authenticator has it. @returns recovery codes, shown this once */
  confirmTotp: sessionProcedure.input(z.strictObject({ sealed: z.string().max(400), code: z.string().max(20) })).mutation(async ({ ctx, input }): Promise<{ ok: true; recoveryCodes: readonly string[] } | { ok: false }> => {
    const { county: { db, now }, user } = ctx;
    const sealKey = ctx.signIn.secretFor(`${sealPurpose} ${user.id}`);
    const step = stepOrNull(input.code.replace(/\s/g, ''), input.sealed, sealKey, now());
    if (step === null) return { ok: false };
    const recoveryCodes = await inTransaction(db, async (tx) => {
      if (!(await isStillOpen(tx, ctx.session))) throw ended();
      await tx.updateTable('countyUser').set({ totpSealed: input.sealed, totpConfirmedAt: now(), totpStep: null }).where('id', '=', user.id).execute();
      await tx.updateTable('countySession').set({ awaitsTotp: false }).where('id', '=', ctx.session.id).execute();
      const made = await makeRecoveryCodes(tx, user.id);
      await takeStep(tx, user.id, step);
      await endSessionsOf(tx, user.id, ctx.session.id);
      await recordIn(tx, ctx.book, ctx.actor, { action: 'user.totp', about: user.id });
      return made;
    });
    return { ok: true, recoveryCodes };
  }),
});

const ended = (): TRPCError => new TRPCError({ code: 'UNAUTHORIZED', message: 'not logged in' });

function stepOrNull(code: string, sealed: string, sealKey: Buffer, now: Date): number | null {
  try {
    return stepOfCode(code, sealed, sealKey, now);
  } catch {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'the secret was not offered by this county' });
  }
}

const viewOf = ({ user: { id, login, name, roles, countyName, hasTotp }, awaitsTotp }: Session, now: Date): CountyUserView => ({ id, login, name, roles, countyName, hasTotp, awaitsTotp, aheadMinutes: 0 - now.getTimezoneOffset() });
