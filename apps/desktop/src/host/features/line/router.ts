import * as z from 'zod';
import type { LineView } from '../../replication/lineView.ts';
import { lockedProcedure, procedure, router } from '../../trpc.ts';

export const lineRouter = router({
  state: lockedProcedure.query((): LineView => { throw new Error('not built'); }),
  /** Answers when the line's version is no longer the given one, or after 20 s. */
  changed: lockedProcedure.input(z.strictObject({ version: z.int() })).query((): Promise<LineView> => { throw new Error('not built'); }),
  exchangeNow: procedure.mutation((): Promise<LineView> => { throw new Error('not built'); }),
});
