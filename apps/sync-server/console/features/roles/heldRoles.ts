import type { Role } from '@lianyi/schema/codes/roles';
import { roles } from '@lianyi/schema/codes/roles';
import type { Post } from '@lianyi/schema/documents/county';
import { isHeldOn } from '@lianyi/schema/rules/posts';
import type { PersonEntry } from '../../../src/reports/views.ts';

export interface Holder {
  readonly person: PersonEntry;
  readonly post: Post;
}

/** Who holds each role on a day, and where: of everybody who is on the roster then, by name. */
export function heldRoles(people: readonly PersonEntry[], day: string): ReadonlyMap<Role, readonly Holder[]> {
  const holders = people.filter(({ active }) => active).flatMap((person) => person.posts.filter((post) => isHeldOn(post, day)).map((post) => ({ person, post })))
    .toSorted((a, b) => a.person.name.localeCompare(b.person.name, 'zh'));
  return new Map(roles.map((role) => [role, holders.filter(({ post }) => post.role === role)]));
}
