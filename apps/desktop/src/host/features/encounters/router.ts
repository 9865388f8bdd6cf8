import * as z from 'zod';
import { procedure, procedureFor, router } from '../../trpc.ts';
import type { EncounterView, SaveDraftResult, SignResult } from './views.ts';

/** Sections of a draft as the form has them, each from the value it started with. */
const sectionChanges = z.array(z.strictObject({ unit: z.enum(['complaint', 'history', 'examination', 'vitals', 'diagnoses', 'plan']), before: z.unknown(), after: z.unknown() })).max(6);

export const encountersRouter = router({
  /** The open draft of this patient by this person today, or a new one; takes the patient from the queue. */
  open: procedureFor('encounter.write').input(z.strictObject({ patientId: z.string(), queueEntryId: z.string().nullable() })).mutation((): { encounterId: string } => { throw new Error('not built'); }),
  get: procedure.input(z.strictObject({ encounterId: z.string() })).query((): EncounterView | null => { throw new Error('not built'); }),
  save: procedureFor('encounter.write').input(z.strictObject({ encounterId: z.string(), changes: sectionChanges })).mutation((): SaveDraftResult => { throw new Error('not built'); }),
  /** Signs the visit without a prescription (with one: `prescriptions.sign`). */
  sign: procedureFor('encounter.sign').input(z.strictObject({ encounterId: z.string(), changes: sectionChanges })).mutation((): SignResult => { throw new Error('not built'); }),
});
