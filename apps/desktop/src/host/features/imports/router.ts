import * as z from 'zod';
import { procedure, procedureFor, router } from '../../trpc.ts';
import type { ImportProgress } from './views.ts';

export const importsRouter = router({
  roster: procedureFor('import').input(z.strictObject({ path: z.string().max(4000) })).mutation((): { id: string } => { throw new Error('not built'); }),
  fhir: procedureFor('import').input(z.strictObject({ paths: z.array(z.string().max(4000)).min(1).max(10_000) })).mutation((): { id: string } => { throw new Error('not built'); }),
  progress: procedure.input(z.strictObject({ id: z.string() })).query((): ImportProgress | null => { throw new Error('not built'); }),
});
