import * as z from 'zod';
import { procedureFor, router } from '../../trpc.ts';
import type { FieldError } from '../../chart/views.ts';

export const queueRouter = router({
  add: procedureFor('encounter.write').input(z.strictObject({ patientId: z.string(), reason: z.string().max(1000), triage: z.enum(['I', 'II', 'III', 'IV']) }))
    .mutation((): { ok: true; queueEntryId: string; number: number } | { ok: false; errors: readonly FieldError[] } => { throw new Error('not built'); }),
  leave: procedureFor('encounter.write').input(z.strictObject({ queueEntryId: z.string() })).mutation((): { ok: boolean } => { throw new Error('not built'); }),
  /** Takes back an entry that was left, or added by mistake. */
  restore: procedureFor('encounter.write').input(z.strictObject({ queueEntryId: z.string() })).mutation((): { ok: boolean } => { throw new Error('not built'); }),
});
