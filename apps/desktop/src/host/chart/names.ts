import type { CalendarDate } from '@lianyi/schema/basics/dates';
import type { Role } from '@lianyi/schema/codes/roles';
import { isHeldOn, postsAt } from '@lianyi/schema/rules/posts';
import type { Reader } from '../replica/replica.ts';

/** A member of staff's name, or an empty text for somebody this PC has not heard of. */
export const staffName = (read: Reader, personId: string): string => read.document('person', personId)?.name ?? '';

/** An institution's short name, or an empty text for one this PC has not heard of. */
export const orgName = (read: Reader, orgId: string): string => read.document('organisation', orgId)?.shortName ?? '';

/** What somebody worked as at an institution on a day, else anywhere; null for one this PC has not heard of. */
export function staffRole(read: Reader, personId: string, orgId: string | null, day: CalendarDate): Role | null {
  const person = read.document('person', personId);
  const post = person && (postsAt(person, orgId === null ? [] : [orgId], day).at(-1) ?? person.posts.findLast((one) => isHeldOn(one, day)));
  return post?.role ?? null;
}
