import * as z from 'zod';
import { completenessOf } from '../../chart/completeness.ts';
import { procedureFor, router, showing } from '../../trpc.ts';
import { discardEncounter } from './discardEncounter.ts';
import { encounterView } from './encounterView.ts';
import { openEncounter } from './openEncounter.ts';
import { saveDraft } from './saveDraft.ts';
import { signEncounter } from './signEncounter.ts';
import type { DiscardResult, EncounterView, SaveDraftResult, SignResult } from './views.ts';

/** Sections of a draft as the form has them, each from the value it started with. */
const sectionChanges = z.array(z.strictObject({ unit: z.enum(['complaint', 'history', 'examination', 'vitals', 'diagnoses', 'plan']), before: z.unknown(), after: z.unknown() })).max(6);

export const encountersRouter = router({
  /** The open draft of this patient by this person today, or a new one; takes the patient from the queue. */
  open: procedureFor('encounter.write').input(z.strictObject({ patientId: z.string(), queueEntryId: z.string().nullable() }))
    .mutation(({ ctx, input }): { encounterId: string } => openEncounter(ctx.replica, ctx.actor, input, ctx.now())),
  get: showing<EncounterView | null>('visit', ({ encounter: { patientId } }) => patientId).input(z.strictObject({ encounterId: z.string() }))
    .query(({ ctx, input }): EncounterView | null => encounterView(ctx.replica, input.encounterId, ctx.now(), completenessOf(ctx.replication.line()))),
  save: procedureFor('encounter.write').input(z.strictObject({ encounterId: z.string(), changes: sectionChanges }))
    .mutation(({ ctx, input }): SaveDraftResult => saveDraft(ctx.replica, ctx.actor, input.encounterId, input.changes)),
  /** Takes back a visit in which nothing has been written. Whoever may sign may: at the county it is the same act. */
  discard: procedureFor('encounter.sign').input(z.strictObject({ encounterId: z.string() }))
    .mutation(({ ctx, input }): DiscardResult => discardEncounter(ctx.replica, ctx.actor, input.encounterId, ctx.now())),
  /** Signs the visit without a prescription (with one: `prescriptions.sign`). */
  sign: procedureFor('encounter.sign').input(z.strictObject({ encounterId: z.string(), changes: sectionChanges }))
    .mutation(({ ctx, input }): SignResult => signEncounter(ctx.replica, ctx.actor, input.encounterId, input.changes, ctx.now())),
});
