import { isSameJson } from '@lianyi/schema/basics/canonicalJson';
import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { addDays, isCalendarDate, localDay } from '@lianyi/schema/basics/dates';
import { newId } from '@lianyi/schema/basics/ids';
import type { AntibioticRight, Qualification, Title } from '@lianyi/schema/codes/qualifications';
import type { Role } from '@lianyi/schema/codes/roles';
import { mayDo } from '@lianyi/schema/codes/roles';
import type { Organisation, Person, Post, PrescribingGrant } from '@lianyi/schema/documents/county';
import { person as personSchema } from '@lianyi/schema/documents/county';
import { isLicensedFor, licencesOfRole, placesOfRole } from '@lianyi/schema/rules/postFault';
import { isHeldOn } from '@lianyi/schema/rules/posts';
import { grantOn, isWithinMost, mostRights, rightsOfPosts } from '@lianyi/schema/rules/prescribingRights';
import type { OpenAccount } from '../store/openAccounts.ts';
import { openAccounts } from '../store/openAccounts.ts';
import { writeCountyBundles } from '../sync/countyBundle.ts';
import type { DirectoryCounty } from './changeOrganisations.ts';
import { changingDirectory, organisationsIn, peopleIn } from './directoryDocuments.ts';
import type { Allowed, Changed, DirectoryFault } from './faults.ts';
import { isPassed, refused, refusedField, unseenIn } from './faults.ts';
import { unlikelyDay } from './unlikelyDay.ts';

export interface AskedPost {
  readonly orgId: string;
  readonly role: Role;
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
  /** What was refused (a licence that is not that of the role, or not entered), and looked at. */
  readonly allowed?: Allowed;
}

export interface NewPerson extends AskedPost {
  readonly name: string;
  readonly qualification: Qualification;
  readonly title: Title;
  /** Somebody of that name is on the roster, and this is another. */
  readonly isAnother: boolean;
  /** Nobody said from when: of who is there already any beginning will do. */
  readonly isFromAssumed?: boolean | undefined;
}

/** Adds somebody to the roster of the whole consortium. Told again, it is the one who is there in that post. */
export async function addPerson(county: DirectoryCounty, asked: NewPerson): Promise<Changed<Person>> {
  return changing(county, ({ people, organisations }) => {
    const name = asked.name.trim();
    const unseen = unseenIn({ name });
    if (unseen !== null) return unseen;
    const wrongDays = daysFault(asked, localDay(county.now()));
    if (wrongDays !== null) return wrongDays;
    const namesake = people.find((one) => one.name === name && one.posts.some((post) => post.orgId === asked.orgId));
    if (namesake && !asked.isAnother) return asThere(namesake, asked);
    const elsewhere = people.find((one) => one.name === name && one.active);
    if (elsewhere && !asked.isAnother) return refused('samePersonElsewhere', { id: elsewhere.id, names: elsewhere.posts.map(({ orgId }) => organisations.find(({ id }) => id === orgId)?.shortName ?? orgId).join('、') });
    const blank = { id: newId(county.now().getTime()), kind: 'person', name, qualification: asked.qualification, title: asked.title, grants: [], posts: [], active: true };
    const parsed = personSchema.safeParse(blank);
    if (!parsed.success) return refusedField(parsed.error.issues[0]?.path ?? [], blank);
    return withPost(parsed.data, organisations, asked, localDay(county.now()));
  });
}

/** A post more, or other days of one that is held: the account stays the same. */
export async function givePost(county: DirectoryCounty, personId: string, asked: AskedPost): Promise<Changed<Person>> {
  return changingPerson(county, personId, (person, known) => {
    const today = localDay(county.now());
    const given = withPost(person, known.organisations, asked, today);
    // Another end of a post is one, too.
    const isLast = given.ok && asked.until !== null && asked.allowed !== 'all' && leavesNoIt(person, given.person.posts, asked.until < today ? today : addDays(asked.until, 1), known);
    return isLast ? refused('lastIt') : given;
  });
}

/**
 * Ends what somebody is at an institution, or everything, with a day's work. Who has no post left comes in nowhere. One that
 * begins today or later and would end before it does was never held: it is taken off the list; that it stood there is in the audit.
 * @param role needed only where several roles at the institution would end
 * @param isAllowed also of the last who is county IT
 */
export async function endPosts(county: DirectoryCounty, personId: string, orgId: string | null, on: CalendarDate, role: Role | null = null, isAllowed = false): Promise<Changed<Person>> {
  return changingPerson(county, personId, (person, known) => {
    const today = localDay(county.now());
    if (!isCalendarDate(on)) return refusedField(['on'], { on });
    const mistyped = unlikelyDay({ from: null, until: on }, today, 'on');
    if (mistyped !== null) return mistyped;
    const meant = person.posts.filter((post) => (orgId === null || post.orgId === orgId) && (role === null || post.role === role));
    if (meant.length === 0) return refused('noSuchPost');
    const ending = meant.filter(({ until }) => until === null || until > on);
    const ended = new Set(ending.map((post) => post.role));
    if (orgId !== null && ended.size > 1) return refused('severalRoles', { roles: [...ended].join(', ') });
    const posts = person.posts.filter((post) => !(ending.includes(post) && post.from !== null && post.from >= today && on < post.from))
      .map((post) => (ending.includes(post) ? { ...post, until: on } : post));
    if (posts.some(({ from, until }) => from !== null && until !== null && until < from)) return refused('daysReversed');
    if (!isAllowed && leavesNoIt(person, posts, on < today ? today : addDays(on, 1), known)) return refused('lastIt');
    return { ok: true, person: { ...person, posts, active: posts.some(({ until }) => until === null || until >= today) } };
  });
}

export interface AskedRights {
  readonly qualification: Qualification | undefined;
  readonly title: Title | undefined;
  /** Undefined: as they are; with both undefined only licence and title are set. */
  readonly antibiotics: AntibioticRight | undefined;
  readonly narcotic: boolean | undefined;
  readonly from: CalendarDate | undefined;
  /** As of a post: what is held goes on with another licence. */
  readonly allowed?: Allowed;
}

/** Licence, title, and what may be prescribed from a day on, within what these allow. */
export async function giveRights(county: DirectoryCounty, personId: string, asked: AskedRights): Promise<Changed<Person>> {
  return changingPerson(county, personId, (before, { organisations }) => {
    const person = { ...before, qualification: asked.qualification ?? before.qualification, title: asked.title ?? before.title };
    const beyondIt = person.posts.filter((post) => (post.until === null || post.until >= localDay(county.now())) && !isLicensedFor(post.role, person.qualification));
    const [held, ...others] = [...new Set(beyondIt.map(({ role }) => role))];
    // All of them in one: what is looked at is looked at whole.
    const wrongLicence = held === undefined || person.qualification === before.qualification ? null : beyondLicenceOf(held, person.qualification, others);
    if (wrongLicence !== null && !isPassed(asked.allowed, wrongLicence)) return wrongLicence;
    const most = mostRights(person.qualification, person.title);
    const beyond = refused('beyondLicence', { antibiotics: most.antibiotics, narcotic: most.narcotic ? 'yes' : 'no' });
    const from = asked.from ?? localDay(county.now());
    if (!isCalendarDate(from)) return refusedField(['from'], { from });
    const mistyped = unlikelyDay({ from, until: null }, localDay(county.now()));
    if (mistyped !== null) return mistyped;
    const standing = grantOn(person, from);
    if (asked.antibiotics === undefined && asked.narcotic === undefined) return standing && !isWithinMost(standing, most) ? beyond : { ok: true, person };
    const present = standing ?? rightsOfPosts(person, (orgId) => organisations.find(({ id }) => id === orgId)?.type ?? 'village', from);
    const grant: PrescribingGrant = { from, antibiotics: asked.antibiotics ?? present.antibiotics, narcotic: asked.narcotic ?? present.narcotic };
    if (!isWithinMost(grant, most)) return beyond;
    if (standing?.antibiotics === grant.antibiotics && standing.narcotic === grant.narcotic) return { ok: true, person };
    const grants = [...person.grants.filter((one) => one.from !== from), grant].toSorted((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
    return { ok: true, person: { ...person, grants } };
  });
}

type Decided = { readonly ok: true; readonly person: Person } | { readonly ok: false; readonly fault: DirectoryFault };
interface Known {
  readonly people: readonly Person[];
  readonly organisations: readonly Organisation[];
  readonly accounts: readonly OpenAccount[];
}

async function changingPerson(county: DirectoryCounty, personId: string, decide: (person: Person, known: Known) => Decided): Promise<Changed<Person>> {
  return changing(county, (known) => {
    const person = known.people.find(({ id }) => id === personId);
    return person === undefined ? refused('noSuchPerson', { id: personId }) : decide(person, known);
  });
}

async function changing(county: DirectoryCounty, decide: (known: Known) => Decided): Promise<Changed<Person>> {
  return changingDirectory(county.db, async () => {
    const known = { people: await peopleIn(county), organisations: await organisationsIn(county), accounts: await openAccounts(county.db) };
    const decided = decide(known);
    if (!decided.ok) return decided;
    const parsed = personSchema.safeParse(decided.person);
    if (!parsed.success) return refusedField(parsed.error.issues[0]?.path ?? [], decided.person);
    if (known.people.some((one) => isSameJson(one, parsed.data))) return { ok: true, isNew: false, document: parsed.data };
    await writeCountyBundles(county, { action: 'directory.person' }, [parsed.data]);
    return { ok: true, isNew: true, document: parsed.data };
  });
}

function withPost(person: Person, organisations: readonly Organisation[], asked: AskedPost, today: CalendarDate): Decided {
  const { role, from, until } = asked;
  const organisation = organisations.find(({ id }) => id === asked.orgId);
  if (organisation === undefined) return refused('noSuchOrganisation', { id: asked.orgId });
  if (organisation.closedOn !== null && (until === null || until >= today)) return refused('organisationClosed');
  if (!placesOfRole[role].includes(organisation.type)) return refused('wrongPlaceForRole', { role });
  const wrongDays = daysFault(asked, today);
  if (wrongDays !== null) return wrongDays;
  const wrongLicence = isLicensedFor(role, person.qualification) ? null : beyondLicenceOf(role, person.qualification);
  if (wrongLicence !== null && !isPassed(asked.allowed, wrongLicence)) return wrongLicence;
  const post: Post = { orgId: organisation.id, role, from, until };
  const other = apart.get(role);
  const auditsItself = refused('auditsItself', { role });
  if (person.posts.some((one) => one.role === other && overlap(one, post)) && !isPassed(asked.allowed, auditsItself)) return auditsItself;
  const same = person.posts.findIndex((one) => isSamePost(one, asked) && touch(one, post));
  const licenceMissing = refused('licenceMissing', { role, licences: licencesOfRole(role)?.join(', ') ?? '' });
  if (same === -1 && lacksLicence({ qualification: person.qualification, posts: [post] }) && !isPassed(asked.allowed, licenceMissing)) return licenceMissing;
  // Another end of a post that goes on; what was saved since it began stays covered.
  const begun = person.posts[same]?.from ?? null;
  const next: Post = same === -1 ? post : { ...post, from: from !== null && begun !== null && from < begun ? from : begun };
  const twice = person.posts.find((one, at) => at !== same && isSamePost(one, asked) && overlap(one, next));
  if (twice !== undefined) return refused('postTwice', { from: twice.from ?? '', until: twice.until ?? '' });
  const posts = same === -1 ? [...person.posts, post] : person.posts.with(same, next);
  return { ok: true, person: { ...person, posts, active: person.active || isHeldOn(post, today) || (from !== null && from > today) } };
}

/** Days that are none, are reversed, or look mistyped. */
function daysFault(asked: AskedPost, today: CalendarDate): ReturnType<typeof refused> | null {
  const { from, until } = asked;
  for (const day of ['from', 'until'] as const) if (asked[day] !== null && !isCalendarDate(asked[day])) return refusedField([day], asked);
  return from !== null && until !== null && until < from ? refused('daysReversed') : unlikelyDay(asked, today);
}

/** Somebody who is there already: the same only if all that was asked is so. */
function asThere(person: Person, asked: NewPerson): Decided {
  const held = person.posts.filter((post) => isSamePost(post, asked));
  if (held.length === 0) return refused('samePersonName', { id: person.id });
  const areDaysSo = held.some(({ from, until }) => until === asked.until && (asked.isFromAssumed === true || from === asked.from));
  const isLicenceSo = asked.qualification === 'unknown' || asked.qualification === person.qualification;
  const isTitleSo = asked.title === 'unknown' || asked.title === person.title;
  return areDaysSo && isLicenceSo && isTitleSo ? { ok: true, person } : refused('samePersonOtherwise', { id: person.id });
}

/** Whether a post lets somebody prescribe of whom no licence was entered. */
export const lacksLicence = ({ qualification, posts }: Pick<Person, 'qualification' | 'posts'>): boolean => qualification === 'unknown' && posts.some(({ role }) => mayDo(role, 'prescription.sign'));

/** Whether nobody who is county IT on that day could log in any more, with these posts of somebody who could. */
function leavesNoIt(person: Person, posts: readonly Post[], day: CalendarDate, { people, accounts }: Known): boolean {
  const isIt = (held: readonly Post[]): boolean => held.some((post) => post.role === 'countyIt' && isHeldOn(post, day));
  if (!isIt(person.posts) || isIt(posts)) return false;
  const others = people.filter((one) => one.id !== person.id && one.active && isIt(one.posts));
  // The county's first account comes in again where nobody of county IT does.
  const isLastLogin = canLogIn(accounts, [person]) && !canLogIn(accounts, others) && !accounts.some((one) => one.personId === null);
  return others.length === 0 || isLastLogin;
}

const canLogIn = (accounts: readonly OpenAccount[], people: readonly Person[]): boolean => accounts.some(({ personId }) => people.some(({ id }) => id === personId));

/** Who looks after what others did is not one of them. */
const apart: ReadonlyMap<Role, Role> = new Map([['auditor', 'countyIt'], ['countyIt', 'auditor']]);

const isSamePost = (one: Pick<Post, 'role'> & { readonly orgId: string }, other: Pick<AskedPost, 'orgId' | 'role'>): boolean => one.orgId === other.orgId && one.role === other.role;

const overlap = (one: Post, other: Post): boolean => (one.until === null || other.from === null || other.from <= one.until) && (other.until === null || one.from === null || one.from <= other.until);

const beyondLicenceOf = (role: Role, licence: Qualification, others: readonly Role[] = []): ReturnType<typeof refused> => {
  const roles = [role, ...others];
  return refused('roleBeyondLicence', { role: roles.join(', '), licence, licences: [...new Set(roles.flatMap((one) => licencesOfRole(one) ?? []))].join(', ') });
};

/** Whether there is no day between two posts, or they overlap. */
const touch = (one: Post, other: Post): boolean => (one.until === null || other.from === null || other.from <= addDays(one.until, 1)) && (other.until === null || one.from === null || one.from <= addDays(other.until, 1));
