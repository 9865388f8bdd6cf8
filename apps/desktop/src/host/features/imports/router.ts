import { homedir } from 'node:os';
import * as z from 'zod';
import { procedureFor, router } from '../../trpc.ts';
import { importFhir } from './fhir/importFhir.ts';
import { importProgress, startImport } from './importJobs.ts';
import { importRoster } from './roster/importRoster.ts';
import type { ImportProgress } from './views.ts';

export const importsRouter = router({
  /** The resident roster of a village, CSV or XLSX. Goes on by itself: ask for its progress. */
  roster: procedureFor('import').input(z.strictObject({ path: z.string().max(4000) })).mutation(({ ctx, input }): { id: string } => {
    const roster = { path: input.path, fallbackDir: homedir(), actor: ctx.actor, now: ctx.now };
    return { id: startImport(ctx.replica, (progress) => importRoster(ctx.replica, roster, progress)) };
  }),
  /** FHIR R4 bundles of another institution. Goes on by itself: ask for its progress. */
  fhir: procedureFor('import').input(z.strictObject({ paths: z.array(z.string().max(4000)).min(1).max(10_000) })).mutation(({ ctx, input }): { id: string } => {
    const bundles = { paths: input.paths, fallbackDir: homedir(), actor: ctx.actor, now: ctx.now };
    return { id: startImport(ctx.replica, (progress) => importFhir(ctx.replica, bundles, progress)) };
  }),
  progress: procedureFor('import').input(z.strictObject({ id: z.string() })).query(({ ctx, input }): ImportProgress | null => importProgress(ctx.replica, input.id)),
});
