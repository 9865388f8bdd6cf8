import * as z from 'zod';
import { procedure, router } from '../../trpc.ts';
import type { DiagnosisHit, DrugHit } from './views.ts';

const search = z.strictObject({ query: z.string().max(100), limit: z.int().min(1).max(50) });

export const catalogueRouter = router({
  diagnoses: procedure.input(search).query((): readonly DiagnosisHit[] => { throw new Error('not built'); }),
  drugs: procedure.input(search).query((): readonly DrugHit[] => { throw new Error('not built'); }),
  /** One product, as a search would find it: for an alternative that was taken, or an item of an earlier prescription. */
  drug: procedure.input(z.strictObject({ productId: z.string() })).query((): DrugHit | null => { throw new Error('not built'); }),
  /** Allergy classes with their names, for the allergy picker. */
  allergyClasses: procedure.query((): readonly { code: string; zh: string; en: string }[] => { throw new Error('not built'); }),
});
