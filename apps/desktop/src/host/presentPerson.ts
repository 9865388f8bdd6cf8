import type { CalendarDate } from '@lianyi/schema/basics/dates';
import { localDay } from '@lianyi/schema/basics/dates';
import type { OrganisationId, PersonId } from '@lianyi/schema/basics/ids';
import type { Person } from '@lianyi/schema/documents/county';
import { postsAt } from '@lianyi/schema/rules/posts';
import type { SlotInfo } from './replica/keyring.ts';
import type { Reader } from './replica/replica.ts';
import type { SignedIn } from './trpc.ts';

/**
 * Who unlocks, in the post that the county last sent: here, or at the institution above, whose staff visit (the county's
 * office visits nobody). As the slot says until the first exchange. Null when there is no such post any more.
 */
export function presentPerson(read: Reader, slot: SlotInfo, orgId: string, day: CalendarDate): SignedIn | null {
  const person = read.document('person', slot.personId);
  return person === undefined ? { personId: slot.personId as PersonId, name: slot.name, role: slot.role, roles: [slot.role], orgId: slot.orgId as OrganisationId } : inPostHere(read, person, orgId, day);
}

/** The same of somebody who is signed in: until the first exchange they stay who they were. */
export function personNow(read: Reader, person: SignedIn, orgId: string, day: CalendarDate): SignedIn | null {
  const document = read.document('person', person.personId);
  return document === undefined ? person : inPostHere(read, document, orgId, day);
}

/** Somebody in the posts that let them open the PC of an institution: there, or at the one above, whose staff visit. Null when they have none. */
export function inPostHere(read: Pick<Reader, 'document'>, person: Person, orgId: string, day: CalendarDate): SignedIn | null {
  const above = read.document('organisation', read.document('organisation', orgId)?.parentId ?? '');
  const posts = person.active ? postsAt(person, above === undefined || above.type === 'county' ? [orgId] : [orgId, above.id], day) : [];
  const latest = posts.at(-1);
  return latest === undefined ? null : { personId: person.id, name: person.name, role: latest.role, roles: [...new Set(posts.map(({ role }) => role))], orgId: latest.orgId };
}

/** A clock that has fallen back to years ago does not take posts away: it was later when the county last answered. */
export function latestDay(now: Date, lastExchangeAt: string | null): CalendarDate {
  const [day, heardOn] = [localDay(now), lastExchangeAt?.slice(0, 10) ?? ''];
  return heardOn > day ? heardOn : day;
}
