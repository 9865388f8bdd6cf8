import * as z from 'zod';
import { procedure, procedureFor, router } from '../../trpc.ts';
import type { QuarantineRow, ReviewList, ReviewView } from './views.ts';
import type { FieldError } from '../../chart/views.ts';

export const reviewsRouter = router({
  list: procedure.query((): ReviewList => { throw new Error('not built'); }),
  get: procedure.input(z.strictObject({ reviewId: z.string() })).query((): ReviewView | null => { throw new Error('not built'); }),
  /** `both` is offered for phones: the losing one becomes the contact's. */
  resolve: procedureFor('review.resolve').input(z.strictObject({ reviewId: z.string(), choice: z.enum(['keep', 'useLosing', 'both', 'seen']), saw: z.unknown(), reason: z.string().max(1000) }))
    .mutation((): { ok: true; savedAt: string } | { ok: false; errors: readonly FieldError[] } => { throw new Error('not built'); }),
  quarantined: procedure.query((): readonly QuarantineRow[] => { throw new Error('not built'); }),
});
