import { initTRPC, TRPCError } from '@trpc/server';
import * as z from 'zod';
import { isPlainJson, isStorable } from '@lianyi/schema/basics/plainJson';
import type { Permission } from '@lianyi/schema/codes/roles';
import { mayAny } from '@lianyi/schema/codes/roles';
import type { AuditAction, AuditActor, AuditBook } from '../../access/audit.ts';
import { askedText, changedNothing, recordAct, recordIn, recordLook, recordOnce } from '../../access/audit.ts';
import type { RecordDecision } from '../../access/deviceActs.ts';
import type { Session } from '../../access/sessions.ts';
import type { SignInParts } from '../../access/signIn.ts';
import type { DemoAccountView } from '../../reports/views.ts';
import type { Attachments } from '../../sync/attachments.ts';
import type { County } from '../../sync/county.ts';

/** What every procedure of the console gets. */
export interface ConsoleContext {
  readonly county: County;
  readonly attachments: Attachments;
  /** Also one that has yet to set its one-time codes up. */
  readonly session: Session | null;
  readonly demoAccounts: readonly DemoAccountView[];
  readonly signIn: SignInParts;
  readonly book: AuditBook;
  readonly ip: string;
  /** As the browser names itself. */
  readonly browser: string;
  /** The cookie that a login to this account left in the browser. */
  browserCookie(login: string): string | null;
  /** The token of the session that the request came with. */
  readonly token: string | null;
  /** Sets the session's cookie, or with null takes it away. */
  setSession(token: string | null): void;
  rememberBrowser(login: string, cookie: string): void;
}

/**
 * What a procedure shows of patients: nobody, or those whom it writes into the audit under this name. And which act of the
 * table of permissions it is: none for those that are open before a login, and for what is one's own.
 */
export interface ProcedureMeta {
  readonly shows?: AuditAction | 'nobody';
  readonly act?: Permission;
}

const t = initTRPC.context<ConsoleContext>().meta<ProcedureMeta>().create({
  // What a person does not need to see, such as a stack or a failed statement, stays here.
  errorFormatter: ({ shape }) => ({ ...shape, message: shape.data.code === 'INTERNAL_SERVER_ERROR' ? 'the county failed' : shape.message, data: { code: shape.data.code, httpStatus: shape.data.httpStatus } }),
});
export const router = t.router;

/** Before anybody has logged in. What the database could not write down is refused before anything is done with it. */
export const openProcedure = t.procedure.meta({ shows: 'nobody' }).use(async ({ getRawInput, next }) => {
  // Some ask for nothing, and bring no body; what cannot be read is refused by whoever reads it.
  const input = await getRawInput().catch(() => undefined);
  if (!isPlainJson(input) || !isStorable(input)) throw new TRPCError({ code: 'BAD_REQUEST', message: 'a text with a null character or half a character' });
  return next();
});

/** Needs a session, also one that awaits its one-time codes. */
export const sessionProcedure = openProcedure.use(({ ctx, next }) => {
  const { session } = ctx;
  if (!session) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'not logged in' });
  const actor: AuditActor = { userId: session.user.id, login: session.user.login, sessionId: session.id };
  return next({ ctx: { ...ctx, session, user: session.user, actor } });
});

/** Needs a county user who has proven all that the post asks for: for what is their own. What they may do else, `procedureFor` asks. */
export const procedure = sessionProcedure.use(({ ctx, next }) => {
  if (ctx.session.awaitsTotp) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'one-time codes are not set up yet' });
  return next();
});

/** Needs a county user whose role may do this act: every procedure that is open to none before a login names its own. */
export const procedureFor = (act: Permission) =>
  procedure.meta({ act }).use(async ({ ctx, next, path }) => {
    if (!mayAny(ctx.user.roles, act)) {
      await recordOnce(ctx.book, ctx.actor, { action: 'act.refused', detail: { procedure: path } });
      throw new TRPCError({ code: 'FORBIDDEN', message: act });
    }
    return next();
  });

/**
 * For what county IT decides about institutions, people, PCs and accounts: `record` writes the decision into the audit in the transaction in which it is
 * made. What was so already is written down after, as what changed nothing; what was refused, too, and why.
 */
export const decidingOn = (act: Permission, action: AuditAction, refused: AuditAction, why: (answer: unknown) => string = whyRefused) =>
  procedureFor(act).use(async ({ ctx, next, path, getRawInput }) => {
    const input = await getRawInput();
    const entry = { about: idIn(input), detail: { procedure: path, asked: askedText(input) } };
    let isWritten = false;
    const record: RecordDecision = async (tx, more) => {
      await recordIn(tx, ctx.book, ctx.actor, { action, about: entry.about, detail: { ...entry.detail, ...more } });
      isWritten = true;
    };
    const answered = await next({ ctx: { record } });
    if (!answered.ok) return answered;
    if (isRefusal(answered.data)) await recordAct(ctx.book, ctx.actor, { action: refused, about: entry.about, detail: { ...entry.detail, refused: why(answered.data) } });
    else if (!isWritten) await recordAct(ctx.book, ctx.actor, { action, about: entry.about, detail: { ...entry.detail, ...changedNothing } });
    return answered;
  });

/** Some answer nothing where there is nothing to do it to. */
const isRefusal = (answer: unknown): boolean => answer === null || (typeof answer === 'object' && 'ok' in answer && answer.ok === false);

/** By the code that the console words. */
function whyRefused(answer: unknown): string {
  const said = z.looseObject({ why: z.string().optional(), reason: z.string().optional(), code: z.string().optional() }).safeParse(answer);
  return said.success ? (said.data.why ?? said.data.reason ?? said.data.code ?? 'notPossible') : 'notPossible';
}

/** Which person, institution or PC a change was about; empty where it is a new one. */
export const idIn = (input: unknown): string => {
  const ids = z.looseObject({ deviceId: z.string().optional(), personId: z.string().optional(), id: z.string().optional(), orgId: z.string().optional() }).safeParse(input);
  return ids.success ? (ids.data.deviceId ?? ids.data.personId ?? ids.data.id ?? ids.data.orgId ?? '') : '';
};

/**
 * Shows patients: whom is on the disk, in the audit, before it is answered.
 * @param idsOf the patients that an answer of the procedure shows
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what a procedure answers is known where it is written
export const showing = <Answer>(action: AuditAction, idsOf: (answer: Answer) => readonly (string | null)[], act: Permission = 'record.find') =>
  procedureFor(act).meta({ shows: action }).use(async ({ ctx, next }) => {
    const answered = await next();
    if (answered.ok) await recordLook(ctx.book, ctx.actor, action, idsOf(answered.data as Answer).filter((id) => id !== null));
    return answered;
  });
