import { initTRPC, TRPCError } from '@trpc/server';
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

const t = initTRPC.context<ConsoleContext>().create({
  // What a person does not need to see, such as a stack or a failed statement, stays here.
  errorFormatter: ({ shape }) => ({ ...shape, message: shape.data.code === 'INTERNAL_SERVER_ERROR' ? 'the county failed' : shape.message, data: { code: shape.data.code, httpStatus: shape.data.httpStatus } }),
});
export const router = t.router;

/** Before anybody has logged in. */
export const openProcedure = t.procedure;

/** Needs a county user. */
export const procedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'not logged in' });
  return next({ ctx: { ...ctx, user: ctx.user } });
});

/** Needs somebody of county IT: who enrols, blocks and retires PCs. */
export const countyItProcedure = procedure.use(({ ctx, next }) => {
  if (ctx.user.role !== 'countyIt') throw new TRPCError({ code: 'FORBIDDEN', message: 'only county IT may do this' });
  return next({ ctx });
});
