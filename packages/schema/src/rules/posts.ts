import type { CalendarDate } from '../basics/dates.ts';
import type { Permission } from '../codes/roles.ts';
import { mayDo } from '../codes/roles.ts';
import type { Person, Post } from '../documents/county.ts';

/** Whether a post is held on a day. */
export const isHeldOn = ({ from, until }: Pick<Post, 'from' | 'until'>, day: CalendarDate): boolean => (from === null || from <= day) && (until === null || until >= day);

/**
 * Whether a post counts for what was saved on a day of some PC's calendar. Leniently, since that calendar may be wrong:
 * it must have begun by today, and not been over on that day, or today where that day is still to come.
 */
export function countsFor({ from, until }: Pick<Post, 'from' | 'until'>, savedOn: CalendarDate, today: CalendarDate): boolean {
  const day = savedOn < today ? savedOn : today;
  return (from === null || from <= today) && (until === null || until >= day);
}

/**
 * Whether one of these posts allows one of these acts (none asked: any post does).
 * @param covers institutions at which a post counts: where it was done, and what stands above it
 */
export function postsAllow(posts: readonly Post[], asked: { readonly acts: readonly Permission[]; readonly covers: ReadonlySet<string>; readonly savedOn: CalendarDate; readonly today: CalendarDate }): boolean {
  return posts.some((post) => asked.covers.has(post.orgId) && countsFor(post, asked.savedOn, asked.today) && (asked.acts.length === 0 || asked.acts.some((act) => mayDo(post.role, act))));
}

/** The posts that somebody works in at an institution on a day, the latest entered last: there, else at the one above, whose staff visit. */
export function postsAt({ posts }: Pick<Person, 'posts'>, orgIds: readonly string[], day: CalendarDate): readonly Post[] {
  return orgIds.map((orgId) => posts.filter((post) => post.orgId === orgId && isHeldOn(post, day))).find((held) => held.length > 0) ?? [];
}
