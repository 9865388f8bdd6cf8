import { isCalendarDate, localDay } from '@lianyi/schema/basics/dates';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { capabilities, isCapability } from '@lianyi/schema/codes/capabilities';
import type { Organisation, OrganisationType } from '@lianyi/schema/documents/county';
import { organisation as organisationSchema } from '@lianyi/schema/documents/county';
import type { TreeChange } from '@lianyi/schema/rules/organisationTree';
import { closed, moved, opened, reopened } from '@lianyi/schema/rules/organisationTree';
import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { Database } from '../store/database.ts';
import type { ExchangeParts } from '../sync/county.ts';
import { writeCountyBundles } from '../sync/countyBundle.ts';
import { changingDirectory, organisationsIn } from './directoryDocuments.ts';
import type { Allowed, Changed, DirectoryFault } from './faults.ts';
import { isPassed, refused, refusedField, unseenIn } from './faults.ts';
import { unlikelyDay } from './unlikelyDay.ts';
import { workAt } from './workAt.ts';

/** The county's engine and its database. */
export type DirectoryCounty = ExchangeParts & { readonly db: Database };

export interface NewOrganisation {
  readonly name: string;
  readonly shortName: string;
  readonly type: OrganisationType;
  readonly parentId: string | null;
  readonly divisionCode: string;
  readonly capabilities: readonly string[];
  /** County IT has looked at what was refused (a division code that is another's), and allows it. */
  readonly allowed?: Allowed;
}

/** Adds an institution. Told again, it is the one that is there. */
export async function addOrganisation(county: DirectoryCounty, asked: NewOrganisation): Promise<Changed<Organisation>> {
  return changing(county, (all) => {
    const wrong = unseenIn({ name: asked.name, shortName: asked.shortName }) ?? unknownCapability(asked.capabilities);
    if (wrong) return wrong;
    const there = all.find((one) => one.name === asked.name.trim() && one.parentId === asked.parentId);
    if (there) {
      const isSame = there.type === asked.type && there.divisionCode === asked.divisionCode && there.closedOn === null;
      return isSame ? { ok: true, organisation: there } : refused('sameName', { id: there.id });
    }
    if (asked.parentId !== null && all.every(({ id }) => id !== asked.parentId)) return refused('noSuchParent', { id: asked.parentId });
    const taken = takenCode(all, asked);
    if (taken !== null) return taken;
    const { allowed: _, ...given } = asked;
    const next = { ...given, id: newId(county.now().getTime()), kind: 'organisation', capabilities: [...new Set(asked.capabilities)], villages: [], closedOn: null, history: [] };
    const parsed = organisationSchema.safeParse(next);
    if (!parsed.success) return refusedField(parsed.error.issues[0]?.path ?? [], next);
    return fromTree(opened(all, parsed.data, localDay(county.now())), asked.parentId ?? '');
  });
}

interface Dated {
  readonly id: string;
  /** A day that has come; today if undefined. */
  readonly on: string | undefined;
  readonly reason: string;
}

/** Puts an institution, with all below it, under another. Who follows what changes with the next request of each PC. */
export async function moveOrganisation(county: DirectoryCounty, asked: Dated, parentId: string): Promise<Changed<Organisation>> {
  return changing(county, (all) => {
    const there = all.find(({ id }) => id === asked.id);
    const on = dayOf(county, asked, there);
    if (typeof on !== 'string') return on;
    const change = moved(all, { ...asked, on }, parentId as OrganisationId);
    return !change.ok && change.fault === 'alreadyThere' && there ? { ok: true, organisation: there } : fromTree(change, change.ok || change.fault !== 'noSuchParent' ? asked.id : parentId);
  });
}

/** Closes an institution that has no active PC, no patient and nobody in a post any more; its codes for new PCs end. */
export async function closeOrganisation(county: DirectoryCounty, asked: Dated): Promise<Changed<Organisation>> {
  const changed = await changing(county, async (all) => {
    const there = all.find(({ id }) => id === asked.id);
    const on = dayOf(county, asked, there);
    if (typeof on !== 'string') return on;
    if (there && there.closedOn !== null) return { ok: true, organisation: there };
    const change = closed(all, { ...asked, on });
    if (!change.ok) return fromTree(change, asked.id);
    const work = await workAt(county.db, change.organisation.id, localDay(county.now()));
    if (work.devices.length > 0) return refused('hasDevices', { count: work.devices.length, names: work.devices.slice(0, 5).join('、') });
    if (work.patients > 0) return refused('hasPatients', { count: work.patients });
    if (work.people.length > 0) return refused('hasPosts', { count: work.people.length, names: work.people.slice(0, 5).join('、') });
    return change;
  });
  // Once it is written: of one that stays open they stay good. Told again, what was left of them goes.
  if (changed.ok) await county.db.deleteFrom('enrolmentCode').where('orgId', '=', changed.document.id).where('usedAt', 'is', null).execute();
  return changed;
}

export interface OrganisationSet {
  readonly id: string;
  readonly name?: string | undefined;
  readonly shortName?: string | undefined;
  readonly divisionCode?: string | undefined;
  readonly can: readonly string[];
  readonly cannot: readonly string[];
  /** Opens a closed one again, where it stood. */
  readonly reopens: boolean;
  readonly allowed?: Allowed;
}

export async function setOrganisation(county: DirectoryCounty, asked: OrganisationSet): Promise<Changed<Organisation>> {
  return changing(county, (all) => {
    const there = all.find(({ id }) => id === asked.id);
    if (there === undefined) return refused('noSuchOrganisation', { id: asked.id });
    const wrong = unseenIn({ name: asked.name, shortName: asked.shortName }) ?? unknownCapability(asked.can);
    if (wrong) return wrong;
    const next = {
      ...there, name: asked.name ?? there.name, shortName: asked.shortName ?? there.shortName, divisionCode: asked.divisionCode ?? there.divisionCode,
      capabilities: [...new Set([...there.capabilities, ...asked.can])].filter((code) => !asked.cannot.includes(code)),
    };
    const taken = next.divisionCode === there.divisionCode && !asked.reopens ? null : takenCode(all, { ...next, allowed: asked.allowed });
    if (taken !== null) return taken;
    const parsed = organisationSchema.safeParse(next);
    if (!parsed.success) return refusedField(parsed.error.issues[0]?.path ?? [], next);
    if (!asked.reopens || there.closedOn === null) return { ok: true, organisation: parsed.data };
    return fromTree(reopened([...all.filter(({ id }) => id !== there.id), parsed.data], { id: there.id, on: localDay(county.now()), reason: '' }), there.parentId ?? '');
  });
}

type Decided = { readonly ok: true; readonly organisation: Organisation } | { readonly ok: false; readonly fault: DirectoryFault };

/** One change at a time, decided from the whole tree, written as a bundle of the county's own: every PC hears of it. */
async function changing(county: DirectoryCounty, decide: (all: readonly Organisation[]) => Decided | Promise<Decided>): Promise<Changed<Organisation>> {
  return changingDirectory(county.db, async () => {
    const all = await organisationsIn(county);
    const decided = await decide(all);
    if (!decided.ok) return decided;
    // What does not parse would keep everybody from reading the directory, for good.
    const parsed = organisationSchema.safeParse(decided.organisation);
    if (!parsed.success) return refusedField(parsed.error.issues[0]?.path ?? [], decided.organisation);
    const organisation = parsed.data;
    if (all.some((one) => isSameJson(one, organisation))) return { ok: true, isNew: false, document: organisation };
    await writeCountyBundles(county, { action: 'directory.organisation' }, [organisation]);
    return { ok: true, isNew: true, document: organisation };
  });
}

/** The day that is meant, where day and reason can stand in its history. Days of what becomes of an institution follow one another: nothing is moved or closed before it was opened. */
function dayOf(county: DirectoryCounty, { on, reason }: Dated, there: Organisation | undefined): string | ReturnType<typeof refused> {
  const unseen = unseenIn({ reason });
  if (unseen !== null) return unseen;
  const today = localDay(county.now());
  if (on === undefined) return today;
  if (!isCalendarDate(on)) return refusedField(['on'], { on });
  if (on > today) return refused('notToday');
  const mistyped = unlikelyDay({ from: null, until: on }, today, 'on');
  if (mistyped !== null) return mistyped;
  const last = there?.closedOn === null ? there.history.at(-1)?.on : undefined;
  return last !== undefined && on < last ? refused('beforeLastChange', { on, day: last }) : on;
}

interface Coded extends Pick<NewOrganisation, 'type' | 'divisionCode' | 'allowed'> {
  readonly id?: string;
}

/** A code is that of one open place of a kind; hospitals share their county's. */
function takenCode(all: readonly Organisation[], { id, type, divisionCode, allowed }: Coded): ReturnType<typeof refused> | null {
  const other = all.find((one) => one.id !== id && one.type === type && one.divisionCode === divisionCode && one.closedOn === null);
  if (other === undefined || type === 'hospital') return null;
  const taken = refused('divisionCodeTaken', { code: divisionCode, name: other.name });
  return isPassed(allowed, taken) ? null : taken;
}

function unknownCapability(codes: readonly string[]): ReturnType<typeof refused> | null {
  const code = codes.find((one) => !isCapability(one));
  return code === undefined ? null : refused('unknownCapability', { code, known: capabilities.join(', ') });
}

const fromTree = (change: TreeChange, id: string): Decided => (change.ok ? change : refused(change.fault, { id }));
