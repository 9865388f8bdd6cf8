import * as z from 'zod';
import { personId } from '@lianyi/schema/basics/ids';
import type { AccountAct, AccountActed } from '../../access/accountActs.ts';
import { actOnAccount } from '../../access/accountActs.ts';
import type { AuditAction } from '../../access/audit.ts';
import type { AccountView } from '../../reports/views.ts';
import { decidingOn, procedureFor, router } from './trpc.ts';

const ofSomebody = z.strictObject({ personId });

const decided = (act: AccountAct, action: AuditAction) => decidingOn('county.keep', action, 'user.refused').input(ofSomebody)
  .mutation(async ({ ctx, input }): Promise<AccountActed> => actOnAccount(ctx.county.db, { personId: input.personId, act, byUserId: ctx.user.id, now: ctx.county.now() }, ctx.record));

/** Accounts of the console, as `county -- user` keeps them: county IT lets nobody in by a login that was stolen, from wherever they are. */
export const accountRouter = router({
  of: procedureFor('county.keep').input(ofSomebody).query(async ({ ctx, input }): Promise<AccountView | null> => {
    const row = await ctx.county.db.selectFrom('countyUser').select(['login', 'active', 'totpConfirmedAt']).where('personId', '=', input.personId).executeTakeFirst();
    return row === undefined ? null : { login: row.login, isBlocked: !row.active, hasTotp: row.totpConfirmedAt !== null };
  }),
  block: decided('block', 'user.block'),
  unblock: decided('unblock', 'user.unblock'),
  resetTotp: decided('resetTotp', 'user.totpReset'),
  newPassword: decided('newPassword', 'user.password'),
});
