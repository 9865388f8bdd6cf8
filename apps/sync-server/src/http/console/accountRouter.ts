import * as z from 'zod';
import { personId } from '@lianyi/schema/basics/ids';
import type { AccountAct, AccountActed } from '../../access/accountActs.ts';
import { actOnAccount } from '../../access/accountActs.ts';
import type { AuditAction } from '../../access/audit.ts';
import { loginTrouble } from '../../access/loginFailures.ts';
import type { AccountView } from '../../reports/views.ts';
import { decidingOn, procedureFor, router } from './trpc.ts';

const ofSomebody = z.strictObject({ personId });

const decided = (act: AccountAct, action: AuditAction) => decidingOn('county.keep', action, 'user.refused').input(ofSomebody)
  .mutation(async ({ ctx, input }): Promise<AccountActed> => actOnAccount(ctx.county.db, { personId: input.personId, act, byUserId: ctx.user.id, now: ctx.county.now() }, ctx.record));

/** Accounts of the console, as `county -- user` keeps them: county IT lets nobody in by a login that was stolen, from wherever they are. */
export const accountRouter = router({
  of: procedureFor('county.keep').input(ofSomebody).query(async ({ ctx, input }): Promise<AccountView | null> => {
    const row = await ctx.county.db.selectFrom('countyUser').select(['login', 'active', 'totpConfirmedAt']).where('personId', '=', input.personId).executeTakeFirst();
    if (row === undefined) return null;
    const { waits, wrongTries } = await loginTrouble(ctx.county.db, row.login, ctx.county.now());
    return {
      login: row.login, isBlocked: !row.active, hasTotp: row.totpConfirmedAt !== null, wrongTries, waits: waits && { until: waits.until.toISOString(), isEverywhere: waits.isEverywhere },
      isOwn: row.login === ctx.user.login,
    };
  }),
  block: decided('block', 'user.block'),
  unblock: decided('unblock', 'user.unblock'),
  endWait: decided('endWait', 'user.endWait'),
  resetTotp: decided('resetTotp', 'user.totpReset'),
  newPassword: decided('newPassword', 'user.password'),
});
