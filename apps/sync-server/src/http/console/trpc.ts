import { initTRPC, TRPCError } from '@trpc/server';
import type { Permission } from '@lianyi/schema/codes/roles';
import { mayDo } from '@lianyi/schema/codes/roles';
import type { CountyUserView, DemoAccountView } from '../../reports/views.ts';
import type { County } from '../../sync/county.ts';

/** What every procedure of the console gets. */
export interface ConsoleContext {
  readonly county: County;
  readonly user: CountyUserView | null;
  readonly demoAccounts: readonly DemoAccountView[];
  readonly ip: string;
  /** The token of the session that the request came with. */
  readonly token: string | null;
  /** Sets the session's cookie, or with null takes it away. */
  setSession(token: string | null): void;
}

/** Which act of the table of permissions a procedure is: none for those that are open before a login. */
export interface ProcedureMeta {
  readonly act: Permission;
}

const t = initTRPC.context<ConsoleContext>().meta<ProcedureMeta>().create({
  // What a person does not need to see, such as a stack or a failed statement, stays here.
  errorFormatter: ({ shape }) => ({ ...shape, message: shape.data.code === 'INTERNAL_SERVER_ERROR' ? 'the county failed' : shape.message, data: { code: shape.data.code, httpStatus: shape.data.httpStatus } }),
});
export const router = t.router;

/** Before anybody has logged in. */
export const openProcedure = t.procedure;

/** Needs a county user. What they may do, `procedureFor` asks. */
const procedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'not logged in' });
  return next({ ctx: { ...ctx, user: ctx.user } });
});

/** Needs a county user whose role may do this act: every procedure that is open to none before a login names its own. */
export const procedureFor = (act: Permission) =>
  procedure.meta({ act }).use(({ ctx, next }) => {
    if (!mayDo(ctx.user.role, act)) throw new TRPCError({ code: 'FORBIDDEN', message: act });
    return next();
  });
