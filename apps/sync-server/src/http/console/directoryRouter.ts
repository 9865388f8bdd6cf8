import * as z from 'zod';
import { calendarDate } from '@lianyi/schema/basics/dates';
import { organisationId, personId } from '@lianyi/schema/basics/ids';
import { antibioticRight, qualification, title } from '@lianyi/schema/codes/qualifications';
import { role } from '@lianyi/schema/codes/roles';
import { organisationType } from '@lianyi/schema/documents/county';
import { addOrganisation, closeOrganisation, moveOrganisation, setOrganisation } from '../../directory/changeOrganisations.ts';
import { addPerson, endPosts, givePost, giveRights } from '../../directory/changePeople.ts';
import { organisationsIn, peopleIn } from '../../directory/directoryDocuments.ts';
import type { DirectoryFault } from '../../directory/faults.ts';
import { faultWords, passableFaults } from '../../directory/faults.ts';
import type { OrganisationEntry, PersonEntry } from '../../reports/views.ts';
import { postgresStore } from '../../store/postgresStore.ts';
import { decidingOn, procedureFor, router } from './trpc.ts';

/** What became of a change: the console words the fault by its code. */
export type DirectoryAnswer = { readonly ok: true; readonly id: string; readonly isNew: boolean } | { readonly ok: false; readonly fault: DirectoryFault };

const text = (max: number) => z.string().trim().min(1).max(max);
const reason = z.string().max(200);
const dates = { from: calendarDate.nullable(), until: calendarDate.nullable() };
/** What was refused and looked at: with these values, and nothing else. */
const allowed = z.strictObject({ code: z.enum(passableFaults), values: z.record(z.string().max(40), z.union([z.string().max(200), z.number()])) }).optional();
const reading = procedureFor('directory.read');
/** What was asked for and refused is in the audit too, with why. */
const writing = decidingOn('directory.write', 'directory.write', 'directory.refused', (answer) => {
  const told = answer as DirectoryAnswer;
  return told.ok ? '' : faultWords(told.fault);
// The change and its entry are one transaction.
}).use(async ({ ctx, next }) => next({ ctx: { county: { ...ctx.county, store: postgresStore(ctx.county.db, async (tx) => ctx.record(tx)) } } }));

/** Organisations and people, for `county -- org` and `county -- person` in the console. */
export const directoryRouter = router({
  organisations: reading.query(async ({ ctx }): Promise<readonly OrganisationEntry[]> => (await organisationsIn(ctx.county)).map(({ id, name, shortName, type, parentId, divisionCode, capabilities, closedOn, history }) => ({
    id, name, shortName, type, parentId, divisionCode, capabilities, closedOn, history,
  }))),
  people: reading.query(async ({ ctx }): Promise<readonly PersonEntry[]> => (await peopleIn(ctx.county)).map(({ id, name, qualification: licence, title: grade, grants, posts, active }) => ({
    id, name, qualification: licence, title: grade, grants, posts, active,
  }))),
  addOrganisation: writing.input(z.strictObject({
    name: text(80), shortName: text(40), type: organisationType, parentId: organisationId.nullable(), divisionCode: z.string().max(12), capabilities: z.array(z.string().max(40)).max(40), allowed,
  })).mutation(async ({ ctx, input }) => answered(await addOrganisation(ctx.county, input))),
  moveOrganisation: writing.input(z.strictObject({ id: organisationId, parentId: organisationId, reason }))
    .mutation(async ({ ctx, input }) => answered(await moveOrganisation(ctx.county, { ...input, on: undefined }, input.parentId))),
  closeOrganisation: writing.input(z.strictObject({ id: organisationId, reason }))
    .mutation(async ({ ctx, input }) => answered(await closeOrganisation(ctx.county, { ...input, on: undefined }))),
  setOrganisation: writing.input(z.strictObject({ id: organisationId, can: z.array(z.string().max(40)).max(40), cannot: z.array(z.string().max(40)).max(40), reopens: z.boolean() }))
    .mutation(async ({ ctx, input }) => answered(await setOrganisation(ctx.county, input))),
  addPerson: writing.input(z.strictObject({ name: text(60), qualification, title, orgId: organisationId, role, ...dates, isAnother: z.boolean(), allowed }))
    .mutation(async ({ ctx, input }) => answered(await addPerson(ctx.county, input))),
  givePost: writing.input(z.strictObject({ personId, orgId: organisationId, role, ...dates, allowed }))
    .mutation(async ({ ctx, input }) => answered(await givePost(ctx.county, input.personId, input))),
  endPosts: writing.input(z.strictObject({ personId, orgId: organisationId, role, on: calendarDate }))
    .mutation(async ({ ctx, input }) => answered(await endPosts(ctx.county, input.personId, input.orgId, input.on, input.role))),
  giveRights: writing.input(z.strictObject({ personId, qualification, title, antibiotics: antibioticRight, narcotic: z.boolean(), from: calendarDate, allowed }))
    .mutation(async ({ ctx, input }) => answered(await giveRights(ctx.county, input.personId, input))),
});

const answered = (changed: { readonly ok: true; readonly isNew: boolean; readonly document: { readonly id: string } } | { readonly ok: false; readonly fault: DirectoryFault }): DirectoryAnswer =>
  (changed.ok ? { ok: true, id: changed.document.id, isNew: changed.isNew } : changed);
