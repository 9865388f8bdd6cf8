import * as z from 'zod';
import { lockedProcedure, router } from '../../trpc.ts';
import type { SessionView, UnlockResult } from './views.ts';

export const sessionRouter = router({
  status: lockedProcedure.query((): SessionView => { throw new Error('not built'); }),
  unlock: lockedProcedure.input(z.strictObject({ personId: z.string(), pin: z.string().max(64) })).mutation((): Promise<UnlockResult> => { throw new Error('not built'); }),
  /** Locks the screen; the host stays open and goes on exchanging. */
  lock: lockedProcedure.mutation((): { ok: true } => { throw new Error('not built'); }),
});
