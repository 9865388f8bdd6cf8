import { localDay } from '@lianyi/schema/basics/dates';
import { glassReason } from '@lianyi/schema/documents/alertValues';
import { saysTooLittle, saysWhy } from '@lianyi/schema/wire/lookup';
import * as z from 'zod';
import { completenessOf } from '../../chart/completeness.ts';
import type { LookedUp } from '../../replication/lookedUp.ts';
import { listProcedure, procedureFor, router, showing } from '../../trpc.ts';
import { changePatient } from './change/changePatient.ts';
import { patientCard, patientChart } from './chart/patientChart.ts';
import { checkWithDuplicates } from './draft/duplicatesWhileTyping.ts';
import { patientDraft, unitChanges } from './inputs.ts';
import { linkPatients, unlinkPatients } from './link/linkPatients.ts';
import { institutions } from './move/institutions.ts';
import { lastMove } from './move/lastMove.ts';
import { movePatient } from './move/movePatient.ts';
import { registerPatient } from './register.ts';
import { searchPatients } from './search/searchPatients.ts';
import type { ChangeResult, DraftCheck, InstitutionChoice, LinkResult, MoveResult, MoveView, PatientCard, PatientChart, RegisterResult, SearchResult, VillageChoice } from './views.ts';
import { villages } from './villages.ts';

const patient = z.strictObject({ patientId: z.string() });
const link = z.strictObject({ patientId: z.string(), otherId: z.string(), reason: z.string().max(1000) });

const lookup = z.strictObject({ documentNumber: z.string().trim().min(1).max(40), reason: glassReason, text: z.string().trim().max(300).refine(saysWhy, saysTooLittle) });

export const patientsRouter = router({
  search: listProcedure.input(z.strictObject({ query: z.string().max(200), limit: z.int().min(1).max(100), onlyHere: z.boolean() }))
    .query(({ ctx, input }): SearchResult => searchPatients(ctx.replica, { ...input, orgId: ctx.person.orgId, day: localDay(ctx.now()) })),
  card: showing<PatientCard | null>('card', ({ patient: { id } }) => id).input(patient)
    .query(({ ctx, input }): PatientCard | null => patientCard(ctx.replica, input.patientId, { day: localDay(ctx.now()), completeness: completenessOf(ctx.replication.line()) })),
  chart: showing<PatientChart | null>('chart', ({ patient: { id } }) => id).input(patient)
    .query(({ ctx, input }): PatientChart | null => patientChart(ctx.replica, input.patientId, { day: localDay(ctx.now()), completeness: completenessOf(ctx.replication.line()) })),
  /** Villages that addresses are chosen from: this clinic's first. */
  villages: procedureFor('record.read').query(({ ctx }): readonly VillageChoice[] => villages(ctx.replica, ctx.person.orgId)),
  /** While typing: each field's errors, what the identity number says, and who may be the same person. */
  checkDraft: listProcedure.input(patientDraft).query(({ ctx, input }): DraftCheck => {
    const { errors, fromIdentityNumber, duplicates } = checkWithDuplicates(ctx.replica, input, localDay(ctx.now()));
    return { errors, fromIdentityNumber, duplicates };
  }),
  /** `seenDuplicates`: the ids that the person has looked at and found to be others. */
  register: procedureFor('patient.write').input(z.strictObject({ draft: patientDraft, seenDuplicates: z.array(z.string()).max(100) }))
    .mutation(({ ctx, input }): RegisterResult => registerPatient(ctx.replica, ctx.actor, ctx.now(), input.draft, input.seenDuplicates)),
  change: procedureFor('patient.write').input(z.strictObject({ patientId: z.string(), changes: unitChanges }))
    .mutation(({ ctx, input }): ChangeResult => changePatient(ctx.replica, ctx.actor, ctx.now(), input.patientId, input.changes)),
  institutions: procedureFor('record.read').query(({ ctx }): readonly InstitutionChoice[] => institutions(ctx.replica, ctx.person.orgId)),
  move: procedureFor('patient.write').input(z.strictObject({ patientId: z.string(), toId: z.string(), reason: z.string().max(1000) }))
    .mutation(({ ctx, input }): MoveResult => movePatient(ctx.replica, ctx.actor, ctx.now(), input)),
  /** Also of a patient who is not here any more. */
  lastMove: listProcedure.input(patient).query(({ ctx, input }): MoveView | null => lastMove(ctx.replica, input.patientId)),
  /** Of somebody who lives elsewhere, at the county, with a reason: to be read, and kept nowhere. */
  lookUp: procedureFor('encounter.write').meta({ shows: 'atCounty' }).input(lookup)
    .mutation(async ({ ctx, input }): Promise<LookedUp> => ctx.replication.lookUp({ ...input, personId: ctx.person.personId })),
  /** The records of two who are one are shown as one; unlinking parts them again. */
  link: procedureFor('patient.write').input(link).mutation(({ ctx, input }): LinkResult => linkPatients(ctx.replica, ctx.actor, ctx.now(), input)),
  unlink: procedureFor('patient.write').input(link).mutation(({ ctx, input }): LinkResult => unlinkPatients(ctx.replica, ctx.actor, ctx.now(), input)),
});
